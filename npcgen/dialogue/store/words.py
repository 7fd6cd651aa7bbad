"""The words of a text, as the full-text indexes know them.

Scripts that put no space between words are taken a character at a time: a search for two
characters then finds those who hold both.
"""

import re
import unicodedata

MOST_ASKED = 24
"""Words of a query that are looked for: the longest ones, which tell the most."""
_MOST_CHARS = 40
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_WORD = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")


def words_of(text: str) -> list[str]:
    """Every word, in order, without case and marks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return [word[:_MOST_CHARS] for word in _WORD.findall(unicodedata.normalize("NFC", bare))]


def asked_words(query: str) -> list[str]:
    """The words of a query to look for, each once, the longest first."""
    return sorted(dict.fromkeys(words_of(query)), key=len, reverse=True)[:MOST_ASKED]
