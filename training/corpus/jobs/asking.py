"""A request put together from a thing and what is wished of it: said, terse, or as notes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from training.corpus.jobs.phrasing import Phrasing, a, listed, sentence
from training.corpus.lexicon import Lists, capital

Manner = Literal["said", "terse", "noted"]
_MOST_FRONTS = 2
NO_ARTICLE = "~"
"""Ends a noun that goes without: of stuff, or of many."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something wished, what it means, and the ways to say it; an empty way can't be said so."""

    fields: dict[str, Any] = field(default_factory=dict)
    front: str = ""
    """Before the noun: "small"."""
    with_: str = ""
    """Behind "with": "two keys"."""
    alone: str = ""
    """A sentence of its own."""
    label: str = ""
    value: str = ""
    """In notes: "Rooms", "8 to 12"."""


def request(
    phrasing: Phrasing, lists: Lists, noun: str, parts: Sequence[Part], manner: Manner
) -> str:
    """The thing and all its parts, each said once."""
    shuffled = phrasing.rng.sample(list(parts), len(parts))
    if manner == "noted":
        return _noted(phrasing, lists, noun.removesuffix(NO_ARTICLE), shuffled)
    if manner == "terse":
        return _terse(phrasing, noun.removesuffix(NO_ARTICLE), shuffled)
    return _said(phrasing, lists, noun, shuffled)


def _said(phrasing: Phrasing, lists: Lists, noun: str, parts: list[Part]) -> str:
    fronts, withs, alone = _ways(phrasing, parts)
    bare = " ".join([*fronts, noun.removesuffix(NO_ARTICLE)])
    thing = bare if noun.endswith(NO_ARTICLE) else a(bare)
    slots = {
        "thing": thing,
        "thing_cap": capital(thing),
        "bare": bare,
        "with": listed(withs),
    }
    frame = phrasing.say(lists, "frames_with" if withs else "frames", **slots)
    sentences = [*alone]
    if phrasing.rng.random() < 0.15:
        sentences.append(_aside(phrasing, lists))
    sentences = phrasing.rng.sample(sentences, len(sentences))
    first = sentence(frame) if sentences else capital(frame)
    if sentences and phrasing.rng.random() < 0.1:
        return " ".join([*sentences, first])
    return " ".join([first, *sentences])


def _ways(phrasing: Phrasing, parts: list[Part]) -> tuple[list[str], list[str], list[str]]:
    """Each part in one of the ways that it can be said."""
    fronts: list[str] = []
    withs: list[str] = []
    alone: list[str] = []
    for part in parts:
        ways = [(fronts, part.front)] * (len(fronts) < _MOST_FRONTS)
        ways += [(withs, part.with_), (withs, part.with_), (alone, part.alone)]
        into, text = phrasing.rng.choice([way for way in ways if way[1]])
        into.append(text)
    return fronts, withs, alone


def _terse(phrasing: Phrasing, noun: str, parts: list[Part]) -> str:
    """ "crypt, 8 rooms, small, hard" """
    pieces = [phrasing.rng.choice([t for t in (p.front, p.with_) if t] or [p.alone]) for p in parts]
    pieces = [piece.rstrip(".") for piece in pieces]
    pieces.insert(0 if phrasing.rng.random() < 0.75 else phrasing.rng.randint(0, len(pieces)), noun)
    return phrasing.rng.choice([", ", ", ", "; ", " / ", " - ", "\n"]).join(pieces)


def _noted(phrasing: Phrasing, lists: Lists, noun: str, parts: list[Part]) -> str:
    """ "Kind: crypt. Rooms: 8 to 12." """
    label = phrasing.say(lists["labels"], "kind")
    lines = [f"{label}: {noun}"]
    for part in parts:
        if part.label:
            lines.append(f"{part.label}: {part.value}")
        else:
            lines.append(f"{phrasing.say(lists['labels'], 'also')}: {part.with_ or part.front}")
    join, end = phrasing.rng.choice([(". ", "."), ("\n", ""), ("; ", ""), (", ", "")])
    text = join.join(lines) + end
    return text.lower() if phrasing.rng.random() < 0.2 else text


def _aside(phrasing: Phrasing, lists: Lists) -> str:
    sides = {"n": str(phrasing.rng.randint(1, 99999)), "s": str(2 ** phrasing.rng.randint(7, 12))}
    return sentence(phrasing.say(lists, "asides", **sides))


def joined(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The fields of all parts; what is inside a field stands side by side."""
    fields: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            if isinstance(value, Mapping):
                fields[name] = {**fields.get(name, {}), **value}
            elif isinstance(value, list):
                fields[name] = [*fields.get(name, []), *value]
            else:
                fields[name] = value
    return fields


def in_range(low: int, high: int | None) -> str:
    """As a spec has it: "3", "3..5", "3..", "..5"."""
    if low == high:
        return str(low)
    return f"{low or ''}..{'' if high is None else high}"
