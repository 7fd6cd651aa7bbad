"""What the phrasings of all jobs share: lists with a held-out part, numbers, lists, slips."""

import random
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml

from training.corpus.lexicon import Lists, Split, capital, choose, fill

ALTERNATIVES = re.compile(r"\(([^()|]*(?:\|[^()|]*)+)\)")
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_UNDER_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_LONG = 5
HELD_OUT_DIGIT = 7
"""Numbers above twelve that end in it are never read in training."""


@cache
def phrases(job: str) -> Lists:
    """The lists of `jobs/JOB.yaml`."""
    text = resources.files(__package__).joinpath(f"{job}.yaml").read_text(encoding="utf-8")
    lists: Lists = yaml.safe_load(text)
    return lists


class Phrasing:
    """Draws from lists, of one split."""

    def __init__(self, rng: random.Random, split: Split) -> None:
        self.rng, self.split = rng, split

    def say(self, lists: Lists, key: str, /, **slots: str) -> str:
        """An entry of a list with one of each alternatives, and its slots filled."""
        written = choose(self.rng, lists, key, self.split)
        return fill(self.alternative(written), lambda slot: slots[slot])

    def has(self, lists: Lists, key: str) -> bool:
        return bool(lists.get(key))

    def alternative(self, text: str) -> str:
        """`text` with one of each "(a|b)"."""
        chosen = ALTERNATIVES.sub(lambda match: self.rng.choice(match[1].split("|")), text)
        return re.sub(r" +(?=[ .,?!])", "", chosen).strip()

    def number(self, low: int, high: int) -> int:
        """A number; above twelve, its last digit tells the held-out ones apart."""
        known = [n for n in range(low, high + 1) if self._is_ours(n)]
        return self.rng.choice(known or range(low, high + 1))

    def _is_ours(self, number: int) -> bool:
        return number <= 12 or (number % 10 == HELD_OUT_DIGIT) == (self.split == "held_out")

    def written(self, number: int) -> str:
        """In digits or in words: "12", "twelve"."""
        return in_words(number) if self.rng.random() < 0.5 and number < 100 else str(number)

    def slipped(self, text: str, most: int = 2) -> str:
        """`text` with up to `most` slips of the finger in long words."""
        words = text.split(" ")
        long = [at for at, word in enumerate(words) if len(word) > _LONG and _may_slip(word)]
        for at in self.rng.sample(long, min(len(long), self.rng.randint(1, most))):
            words[at] = self._slip(words[at])
        return " ".join(words)

    def _slip(self, word: str) -> str:
        at = self.rng.randrange(1, len(word) - 2)
        before, pair, after = word[:at], word[at : at + 2], word[at + 2 :]
        slips = (pair[::-1], pair[0], pair[0] + pair)
        return before + self.rng.choice(slips) + after

    def careless(self, text: str) -> str:
        """As people type in a hurry: small letters, no full stop, slips; mostly as it is."""
        if self.rng.random() < 0.15:
            text = text.rstrip(".?!")
        if self.rng.random() < 0.15:
            return text.lower()
        return self.slipped(text) if self.rng.random() < 0.12 else text


def _may_slip(word: str) -> bool:
    """NOTE: no name, which has to be found again letter by letter."""
    return word.isascii() and word.isalpha() and word.islower()


def in_words(number: int) -> str:
    """Of 0 to 99: "seven", "twenty-one"."""
    under_twenty = _UNDER_TWENTY.split()
    if number < 20:
        return under_twenty[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{under_twenty[ones]}" if ones else _TENS[tens]


def listed(parts: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def a(noun: str) -> str:
    """With its article: "a cave", "an old cave", "an 80x60 cave", "a one-storey house"."""
    begins = re.match(r"8|11\b|18\b|11x|18x|(?!one\b|uni|use)[aeiou]|hour|honest", noun, re.I)
    return f"{'an' if begins else 'a'} {noun}"


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    return capital(text) if text.endswith((".", "!", "?")) else f"{capital(text)}."


def some(mapping: Mapping[str, Any], rng: random.Random, most: int) -> list[str]:
    """Up to `most` of its keys, in any order."""
    keys = list(mapping)
    return rng.sample(keys, min(len(keys), rng.randint(0, most)))
