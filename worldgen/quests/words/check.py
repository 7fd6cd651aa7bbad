"""Whether a text names only what there is, and reads as a text.

NOTE: it knows the world and a list of words, not the grammar: what checks the plain writer's
sentences shares nothing with what makes them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from worldgen.documents import read_mapping
from worldgen.quests.quest import Quest
from worldgen.quests.world import World

MAX_CHARACTERS = 1000
_BRACES = re.compile(r"[{}<>]|\[\w+\]")
_MARKUP = re.compile(r"[*_#`|]{1,}|\n\s*\n|https?:")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_FOREIGN = re.compile(r"[^\x00-\u024f\u2010-\u2027\u2030-\u205e]")
_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
_ENDS_SENTENCE = re.compile(r"(?:^|[.!?:\u2026][\"'\u201d\u2019)]*)\s*[\"'\u201c\u2018(]*$")
_FEWEST_TO_TELL = 6
"""Words of a text that a language can be told by."""


@dataclass(frozen=True, slots=True)
class Finding:
    key: str
    role: str
    text: str
    fault: str

    def __str__(self) -> str:
        return f"{self.role} {self.key}: {self.fault}: {self.text!r}"


def check_words(world: World, quest: Quest) -> list[Finding]:
    """What is wrong with the lines of a quest; empty where nothing is."""
    known = _Known([*map(world.called, world.entities), world.name])
    findings = [
        Finding(line.key, line.role, line.text, fault)
        for line in quest.lines
        for fault in _faults(line.text, known)
    ]
    seen: set[str] = set()
    for line in quest.lines:
        if line.key in seen:
            findings.append(Finding(line.key, line.role, line.text, "its key is another's, too"))
        seen.add(line.key)
        if line.speaker and line.speaker not in world.entities:
            findings.append(Finding(line.key, line.role, line.text, "its speaker doesn't exist"))
    return findings


def text_faults(
    text: str, names: Sequence[str], language: str = "en", most: int = MAX_CHARACTERS
) -> list[str]:
    """Each as a phrase for people. `names` are those that the text may name."""
    return _faults(text, _Known(names), language, most)


def _faults(
    text: str, known: "_Known", language: str = "en", most: int = MAX_CHARACTERS
) -> list[str]:
    faults = [f"it has {len(text)} characters, over {most}"] if len(text) > most else []
    if not text.strip():
        return ["it is empty"]
    bare = known.without(text)
    for pattern, fault in (
        (_BRACES, "it has a brace that nothing filled"),
        (_MARKUP, "it has markup"),
        (_CONTROL, "it has control characters"),
    ):
        if pattern.search(bare):
            faults.append(fault)
    unknown = list(dict.fromkeys(_unknown_names(bare, known)))
    faults += [f"it names {name}, whom or which nobody knows" for name in unknown]
    if language == "en" and not _is_english(bare):
        faults.append("it isn't English")
    return faults


class _Known:
    """Names that may be named; built once for many texts."""

    def __init__(self, names: Iterable[str]) -> None:
        names = [name for name in names if name]
        self.parts = {part for name in names for part in _WORD.findall(name) if part[0].isupper()}
        longest = sorted({name.removeprefix("the ") for name in names}, key=len, reverse=True)
        any_name = "|".join(map(re.escape, longest)) or "(?!)"
        ending = r"(?:['\u2019]s|['\u2019])?(?!\w)"
        self._pattern = re.compile(rf"\b(?:the )?(?:{any_name}){ending}", re.IGNORECASE)

    def without(self, text: str) -> str:
        """The text with every known name replaced by the word `it`, the longest first."""
        return self._pattern.sub("it", text)


def _unknown_names(bare: str, known: _Known) -> Iterator[str]:
    """Capitalised words that are no part of a known name, and not how English begins a sentence."""
    for found in _WORD.finditer(bare):
        word = found[0].strip("'\u2019")
        stem = re.split(r"['\u2019]", word)[0]
        if not word[0].isupper() or stem in known.parts or stem == "I":
            continue
        begins = _ENDS_SENTENCE.search(bare[: found.start()])
        if not (begins and stem.lower() in _vocabulary()[0]):
            yield word


def _is_english(bare: str) -> bool:
    if _FOREIGN.search(bare):
        return False
    words = [re.split(r"['\u2019]", word.lower())[0] for word in _WORD.findall(bare)]
    common = _vocabulary()[1]
    known = sum(word in common for word in words)
    return len(words) < _FEWEST_TO_TELL or known * 4 >= len(words)


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """Words that sentences begin with; words that make a text English."""
    text = files("worldgen").joinpath("data/quests/words/vocabulary.yaml").read_text("utf-8")
    read = read_mapping(text, "vocabulary")
    common = frozenset(str(read["common"]).split())
    return frozenset(str(read["openers"]).split()) | common, common
