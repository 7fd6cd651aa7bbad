"""How an NPC feels about a player: five axes that last, one emotion that passes. Data only."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Axis = Literal["trust", "respect", "familiarity", "affection", "fear"]
AXES: tuple[Axis, ...] = get_args(Axis)
Label = Literal[
    "calm", "happy", "grateful", "amused", "sad", "hurt", "angry", "afraid", "annoyed", "surprised"
]
LABELS: tuple[Label, ...] = get_args(Label)
KNOWN_LABELS: Mapping[str, Label] = MappingProxyType({label: label for label in LABELS})
Temperament = Literal["", "placid", "fiery"]
"""How far things move an NPC's feelings: as the rules say, less far, or farther."""
Degree = Annotated[float, Field(ge=-1.0, le=1.0, allow_inf_nan=False)]


class Relationship(BaseModel):
    """Each axis -1..1; 0 is a stranger nobody minds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    trust: Degree = 0.0
    respect: Degree = 0.0
    familiarity: Degree = 0.0
    affection: Degree = 0.0
    fear: Degree = 0.0

    def at(self, axis: Axis) -> float:
        value: float = getattr(self, axis)
        return value


STRANGER = Relationship()


@dataclass(frozen=True, slots=True)
class Emotion:
    """What an NPC feels right now, 0..1; "calm" has no intensity."""

    label: Label = "calm"
    intensity: float = 0.0


CALM = Emotion()


@dataclass(frozen=True, slots=True)
class Feeling:
    """All of it, about one player, at one moment (unix seconds)."""

    relationship: Relationship = STRANGER
    emotion: Emotion = CALM
    at: float = 0.0
