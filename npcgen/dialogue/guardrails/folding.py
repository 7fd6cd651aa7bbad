"""Words as rules compare them: however they are written, whole, and with where they stood.

Capitals, accents, full-width letters and letters of other alphabets that look the same fold away.
Whole words are compared with whole words, which keeps innocent words innocent: no rule looks inside
of one.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

SENTENCE_END = "."
"""The token of whatever ends a sentence or a line."""
COLON = ":"
QUOTE = '"'
_SPACED_LETTERS = 4
"""So many single letters in a row are a word that somebody spread out."""
_MAX_WORD = 64

# A word may hold what stands for letters (@ $), and inner marks (I'm, A.I., law-abiding).
WORD = re.compile(r"[^\W_][\w@$]*(?:['’.\-][^\W_][\w@$]*)*|[.!?…\n。！？।]|:|[\"“”«»]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_LOOKALIKES = str.maketrans(
    "асеоруіѕјһԁɡӏвкмнтхαβερικνοτυχ’",
    "aceopyisjhdglbkmhtxabepikvotux'",
)
_LEET = str.maketrans("013457@$", "oieastas")
_SPREAD = re.compile(r"[.\-]")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")


class Word(NamedTuple):
    """A word, folded, and where it stood."""

    text: str
    start: int
    end: int


def words_of(text: str) -> Iterator[Word]:
    """The words and sentence marks of `text`."""
    for match in WORD.finditer(text):
        yield Word(fold(match[0]), match.start(), match.end())


def joined_words_of(text: str) -> list[Word]:
    """The same, with spread-out letters ("i g n o r e") as the word they make, and figures among
    letters ("1gn0re") as the letters they stand for.
    """
    joined: list[Word] = []
    run: list[Word] = []
    for word in (*map(_read, words_of(text)), None):
        if word and len(word.text) == 1 and word.text.isalnum():
            run.append(word)
            continue
        if len(run) >= _SPACED_LETTERS:
            run = [Word("".join(each.text for each in run), run[0].start, run[-1].end)]
        joined += run
        run = []
        if word:
            joined.append(word)
    return joined


def _read(word: Word) -> Word:
    is_mixed = not word.text.isalpha() and any(map(str.isalpha, word.text))
    return word._replace(text=word.text.translate(_LEET)) if is_mixed else word


def visible(text: str) -> str:
    """`text` without the characters that nobody sees and that split words in two."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """The word in lower case, without accents, in Latin look-alikes; marks as their token."""
    if len(word) > _MAX_WORD:
        return word[:_MAX_WORD].casefold()
    if not word.isascii():
        word = _unaccented(word.casefold()).translate(_LOOKALIKES)
    word = word.casefold()
    if not word[0].isalnum() and len(word) == 1:
        return COLON if word == ":" else SENTENCE_END if word in ".!?…\n。！？।" else QUOTE
    parts = _SPREAD.split(word)
    # "A.I." is a word, and "end.Then" is two; the second is rare enough to be one.
    return "".join(parts) if len(parts) > 1 and all(len(part) == 1 for part in parts) else word


@lru_cache(maxsize=8192)
def unmasked(word: str) -> tuple[str, ...]:
    """What a folded word may stand for: figures as letters, drawn-out letters once or twice."""
    plain = word.translate(_LEET).replace("-", "").replace(".", "")
    if not _DRAWN_OUT.search(plain):
        return (plain,)
    return _DRAWN_OUT.sub(r"\1\1", plain), _DRAWN_OUT.sub(r"\1", plain)


def _unaccented(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
