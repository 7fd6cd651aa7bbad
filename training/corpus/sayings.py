"""What players say that asks for nothing: composed of a line and what stands before or after it."""

import random
import re
from functools import cache

from training.corpus.jobs.phrasing import Phrasing
from training.corpus.lexicon import lexicon

PLAYER = "{player}"
BEFORE, AFTER = 0.15, 0.2
"""How often a sentence stands before the line, and after it."""


def composed(rng: random.Random, intent: str, *, nameless: bool) -> str:
    """A way to say it, with open slots; never one of those that are held out. For training only.

    `nameless`: the player has no name to say.
    """
    text = _drawn(rng, intent)
    while is_held_out(intent, text) or (nameless and PLAYER in text):
        text = _drawn(rng, intent)
    return text


def is_composed(intent: str) -> bool:
    return intent in lexicon().sayings


def is_held_out(intent: str, text: str) -> bool:
    """Whether the evaluation asks with these words, whatever their marks and capitals."""
    return _bare(text) in _held_out(intent)


def _drawn(rng: random.Random, intent: str) -> str:
    parts, around = lexicon().sayings[intent], rng.random()
    sentences = [rng.choice(parts["say"])]
    if around < BEFORE:
        sentences.insert(0, rng.choice(parts["before"]))
    elif around < BEFORE + AFTER:
        sentences.append(rng.choice(parts["after"]))
    phrasing = Phrasing(rng, "training")
    said = [phrasing.alternative(sentence) for sentence in sentences]
    ended = [text if text.endswith((".", "!", "?")) else f"{text}." for text in said[:-1]]
    return " ".join([*ended, said[-1]])


@cache
def _held_out(intent: str) -> frozenset[str]:
    return frozenset(_bare(text) for text in lexicon().asks(intent, "held_out"))


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[\w'{}]+", text.casefold()))
