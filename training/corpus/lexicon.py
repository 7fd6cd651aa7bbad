"""The word lists and lines of the corpus, read from the YAML files beside this module."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, TypeVar

import yaml

T = TypeVar("T")
Split = Literal["training", "held_out"]
Lists = Mapping[str, Any]
STYLES = (
    "gruff",
    "warm",
    "scholarly",
    "sinister",
    "merry",
    "noble",
    "shy",
    "weary",
    "childlike",
    "devout",
    "mercenary",
    "plain",
)
IRREGULAR = {
    "calf": "calves",
    "goose": "geese",
    "knife": "knives",
    "loaf": "loaves",
    "mouse": "mice",
    "scarf": "scarves",
    "sheep": "sheep",
    "thief": "thieves",
    "wolf": "wolves",
}
SLOT = re.compile(r"\{(\w+)\}")
_ARTICLE_AND_SLOT = re.compile(r"(?:\b([Aa])n? )?\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything written by hand. Nothing in it changes."""

    names: Lists
    roles: Lists
    places: Lists
    facts: Lists
    context: Lists
    talk: Lists
    grammar: Lists
    genres: Mapping[str, Lists]
    questions: Lists
    sayings: Lists
    styles: Mapping[str, Lists]

    def lines(self, style: str, intent: str) -> Sequence[str]:
        """The replies of a style to an intent, with open slots."""
        found: Sequence[str] = self.styles[style]["lines"][intent]
        return found

    def asks(self, intent: str, split: Split) -> Sequence[str]:
        """The ways to ask; for the evaluation only those never asked in training."""
        found: Sequence[str] = self.questions["ask" if split == "training" else "held_out"][intent]
        return found


@cache
def lexicon() -> Lexicon:
    """The lexicon of this package."""
    return Lexicon(
        names=_read("names.yaml"),
        roles=_read("roles.yaml"),
        places=_read("places.yaml"),
        facts=_read("facts.yaml"),
        context=_read("context.yaml"),
        talk=_read("talk.yaml"),
        grammar=_read("grammar.yaml"),
        genres=_read("genre.yaml"),
        questions=_read("questions.yaml"),
        sayings=_read("sayings.yaml"),
        styles={style: _read(f"styles/{style}.yaml") for style in STYLES},
    )


def choose(rng: random.Random, lists: Lists, key: str, split: Split) -> str:
    """One entry of a list: of its held-out part where there is one and `split` asks for it."""
    held_out = lists.get(f"held_out_{key}") if split == "held_out" else None
    return str(rng.choice(held_out or lists[key]))


def fill(template: str, value: Callable[[str], str]) -> str:
    """`template` with every {slot} replaced by `value(slot)`, and "a" before one made to fit it."""

    def filled(match: re.Match[str]) -> str:
        word = value(match[2])
        if match[1] is None:
            return word
        return f"{match[1]}n {word}" if starts_with_vowel(word) else f"{match[1]} {word}"

    return _ARTICLE_AND_SLOT.sub(filled, template)


def slots(template: str) -> frozenset[str]:
    return frozenset(SLOT.findall(template))


def with_article(noun: str) -> str:
    """ "a baker", "an oracle", "an hourglass"."""
    return f"{'an' if starts_with_vowel(noun) else 'a'} {noun}"


def starts_with_vowel(noun: str) -> bool:
    """As it is said: "hour" does, "unicorn" and "one" don't."""
    low = noun.lower()
    if low.startswith(("uni", "use", "one-", "eu")):
        return False
    return low.startswith((*"aeiou", "hour", "honest"))


def plural(noun: str) -> str:
    """ "blades", "loaves of bread", "boxes", "knives"."""
    for joint in (" of ", " for "):
        if joint in noun:
            head, tail = noun.split(joint, 1)
            return f"{plural(head)}{joint}{tail}"
    *before, last = noun.split(" ")
    if last in IRREGULAR:
        return " ".join((*before, IRREGULAR[last]))
    if noun.endswith(("s", "x", "sh", "ch")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _read(path: str) -> Lists:
    text = resources.files(__package__).joinpath(path).read_text(encoding="utf-8")
    lists: Lists = yaml.safe_load(text)
    return lists


def weighted(rng: random.Random, weights: Mapping[T, float]) -> T:
    """A key, drawn as often as its weight says."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]
