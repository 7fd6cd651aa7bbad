"""How feelings move, and how they fade. Pure: the same arguments, the same feelings.

A turn moves no axis by more than TURN_LIMIT, whatever is said in it; nothing leaves -1..1. Each
change carries its reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from npcgen.dialogue.feelings.axes import (
    AXES,
    CALM,
    Axis,
    Emotion,
    Feeling,
    Label,
    Relationship,
    Temperament,
)

TURN_LIMIT = 0.15
"""How far one turn moves an axis at most."""
_DIGITS = 6
SMALLEST = 0.001
"""A smaller change is none."""
EMOTION_HALF_LIFE_S = 600.0
FADED = 0.05
"""An emotion weaker than this is over."""
_DAY_S = 86_400.0
HALF_LIVES_S: Mapping[Axis, float] = MappingProxyType(
    {
        "trust": 30 * _DAY_S,
        "respect": 30 * _DAY_S,
        "familiarity": 90 * _DAY_S,
        "affection": 30 * _DAY_S,
        "fear": 3 * _DAY_S,
    }
)
TEMPERS: Mapping[Temperament, float] = MappingProxyType({"": 1.0, "placid": 0.5, "fiery": 1.6})


@dataclass(frozen=True, slots=True)
class Impulse:
    """What one thing does to feelings, and how it is told: "you insulted Brannoch"."""

    why: str
    moves: Mapping[Axis, float]
    emotion: Label | None = None
    intensity: float = 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """One axis that moved."""

    axis: Axis
    old: float
    new: float
    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of a turn's impulses."""

    feeling: Feeling
    changes: tuple[Change, ...]
    emotion_changed: bool


def decayed(
    feeling: Feeling, baseline: Relationship, now: float, time_scale: float = 1.0
) -> Feeling:
    """The feeling at a later time: each axis nearer to the baseline, the emotion weaker.

    `time_scale`: how many seconds pass in the game in one of `now`'s.
    """
    elapsed = max(0.0, now - feeling.at) * time_scale
    axes = {
        axis: base + (feeling.relationship.at(axis) - base) * 0.5 ** (elapsed / half_life)
        for axis, half_life in HALF_LIVES_S.items()
        for base in (baseline.at(axis),)
    }
    intensity = feeling.emotion.intensity * 0.5 ** (elapsed / EMOTION_HALF_LIFE_S)
    emotion = CALM if intensity < FADED else replace(feeling.emotion, intensity=intensity)
    return Feeling(Relationship(**axes), emotion, max(feeling.at, now))


def moved(feeling: Feeling, impulses: Iterable[Impulse], temperament: Temperament = "") -> Moved:
    """The feeling after the impulses of one turn, and every axis that moved, with its reasons."""
    impulses = tuple(impulses)
    temper = TEMPERS[temperament]
    changes = tuple(
        change for axis in AXES if (change := _change(feeling, impulses, axis, temper)) is not None
    )
    values = feeling.relationship.model_dump() | {each.axis: each.new for each in changes}
    emotion = _emotion(feeling.emotion, impulses, temper)
    after = Feeling(Relationship(**values), emotion, feeling.at)
    return Moved(after, changes, _differs(feeling.emotion, emotion))


def _change(
    feeling: Feeling, impulses: tuple[Impulse, ...], axis: Axis, temper: float
) -> Change | None:
    told = [(each.moves[axis], each.why) for each in impulses if each.moves.get(axis)]
    wanted = temper * sum(move for move, _ in told)
    old = feeling.relationship.at(axis)
    new = round(_within(old + _within(wanted, TURN_LIMIT), 1.0), _DIGITS)
    if abs(new - old) < SMALLEST:
        return None
    why = "; ".join(dict.fromkeys(why for move, why in told if move * wanted > 0))
    return Change(axis, old, new, why)


def _emotion(before: Emotion, impulses: tuple[Impulse, ...], temper: float) -> Emotion:
    """The strongest one wins; the same again grows."""
    stirred = [each for each in impulses if each.emotion and each.emotion != "calm"]
    if not stirred:
        return before
    strongest = max(stirred, key=lambda each: each.intensity)
    assert strongest.emotion is not None
    intensity = min(1.0, strongest.intensity * temper)
    if strongest.emotion == before.label:
        intensity = 1.0 - (1.0 - before.intensity) * (1.0 - intensity)
    elif intensity < before.intensity:
        return before
    return Emotion(strongest.emotion, intensity)


def _differs(before: Emotion, after: Emotion) -> bool:
    return before.label != after.label or abs(before.intensity - after.intensity) >= SMALLEST


def _within(value: float, limit: float) -> float:
    return max(-limit, min(limit, value))
