"""Finds any of thousands of phrases in a stream of words, a word at a time.

A trie of words, walked from every place at once (Aho and Corasick 1975, without the failure links:
few walks are ever alive). Its cost does not depend on how many phrases there are, and nothing in it
can backtrack. While a walk is alive, a phrase may be under way: that is what has to be held back.
"""

import itertools
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from npcgen.dialogue.guardrails.folding import QUOTE, SENTENCE_END, Word, words_of
from npcgen.errors import ConfigError

START = "^"
"""In a phrase: only at the start of a sentence or a line."""
_CHOICE = re.compile(r"\(([^()]*)\)")
_MAX_EXPANDED = 3_000

Label = TypeVar("Label")


def expand(phrase: str) -> Iterator[list[str]]:
    """The words of every phrase that one with choices stands for: "a (large|) model" is two.

    Raises ConfigError.
    """
    if not len(_CHOICE.findall(phrase)) == phrase.count("(") == phrase.count(")"):
        raise ConfigError(f"'{phrase}': brackets must come in pairs, and not in each other")
    parts = [part.split("|") if at % 2 else [part] for at, part in enumerate(_CHOICE.split(phrase))]
    if (combinations := math.prod(map(len, parts))) > _MAX_EXPANDED:
        raise ConfigError(f"'{phrase}' stands for {combinations} phrases; write several")
    worded = [[[word.text for word in words_of(each)] for each in part] for part in parts]
    for chosen in itertools.product(*worded):
        yield [word for words in chosen for word in words]


@dataclass(slots=True)
class _Node(Generic[Label]):
    next: dict[str, "_Node[Label]"] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)


class Phrases(Generic[Label]):
    """Phrases with their labels; filled once, then shared by all who watch for them."""

    def __init__(self) -> None:
        self.root: _Node[Label] = _Node()
        self.at_start: _Node[Label] = _Node()

    def add(self, phrase: str, label: Label) -> None:
        """`phrase` may have choices, START, and the tokens . : and " for marks."""
        at_start = phrase.startswith(START)
        for words in expand(phrase.removeprefix(START)):
            self.add_words(words, label, at_start=at_start)

    def add_words(self, words: Iterable[str], label: Label, *, at_start: bool = False) -> None:
        """Folded words and marks, one after the other."""
        node = self.at_start if at_start else self.root
        for word in words:
            node = node.next.setdefault(word, _Node())
        node.labels.append(label)

    def search(self, words: Iterable[Word]) -> list[tuple[Label, int, int]]:
        """Every phrase in a whole text, with its start and end."""
        watch = PhraseWatch((self,))
        found: list[tuple[Label, int, int]] = []
        end = 0
        for word in words:
            found += watch.step(word)
            end = word.end
        return found + watch.step(Word(SENTENCE_END, end, end))


class PhraseWatch(Generic[Label]):
    """Watches one stream of words for several sets of phrases."""

    def __init__(self, sets: Iterable[Phrases[Label]]) -> None:
        self._roots = [phrases.root.next for phrases in sets]
        self._starts = [phrases.at_start.next for phrases in sets]
        self._walks: list[tuple[_Node[Label], int]] = []
        self._at_start = True

    def step(self, word: Word) -> list[tuple[Label, int, int]]:
        """The phrases that end with `word`."""
        text = word.text
        if not self._walks and not self._at_start and not any(text in each for each in self._roots):
            self._at_start = text == SENTENCE_END
            return []
        reached = [(walk.next[text], start) for walk, start in self._walks if text in walk.next]
        # A quotation mark that no phrase asks for parts no phrase.
        waiting = [walk for walk in self._walks if text == QUOTE and text not in walk[0].next]
        begun = [root[text] for root in self._roots if text in root]
        if self._at_start:
            begun += [root[text] for root in self._starts if text in root]
        reached += [(node, word.start) for node in begun]
        if text != QUOTE:
            self._at_start = text == SENTENCE_END
        self._walks = [walk for walk in reached if walk[0].next] + waiting
        return [(label, start, word.end) for node, start in reached for label in node.labels]

    @property
    def held_from(self) -> int | None:
        """Where the earliest phrase that may be under way begins."""
        return min((start for _, start in self._walks), default=None)
