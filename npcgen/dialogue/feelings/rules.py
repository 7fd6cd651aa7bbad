"""What moves feelings: tones of the player's line, deeds that the game tells, and time together.

Pure. How much each one moves is data (`npcgen/data/feelings/moves.yaml`), in no language.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from npcgen.dialogue.authored_file import parse_authored
from npcgen.dialogue.feelings.axes import Axis, Degree, Label, Relationship
from npcgen.dialogue.feelings.change import Impulse
from npcgen.dialogue.guardrails.folding import words_of
from npcgen.dialogue.tones import Phrase, bundled_tones
from npcgen.errors import InvalidArgument

_LOOK_BACK = 3
"""A question is repeated when it was one of the player's last lines."""
_FAMILIAR_STEP = 0.02


class _Move(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    why: Phrase
    """What the player did: "insulted {npc}"."""
    moves: Mapping[Axis, Degree]
    emotion: Label | None = None
    intensity: Annotated[float, Field(ge=0.0, le=1.0)] = 0.0

    def impulse(self) -> Impulse:
        return Impulse(self.why, self.moves, self.emotion, self.intensity)


class _MoveFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    tones: Mapping[str, _Move]
    deeds: Mapping[str, _Move]
    repeated: _Move


def impulses_of(text: str, before: Sequence[str], relationship: Relationship) -> list[Impulse]:
    """What a line does; `before` are the player's earlier lines, the last one last."""
    if not text:
        return []
    moves = _bundled_moves()
    impulses = [
        moves.tones[tone.id].impulse()
        for tone in bundled_tones().of(text)
        if tone.id in moves.tones
    ]
    if _is_repeated(text, before):
        impulses.append(moves.repeated.impulse())
    step = _FAMILIAR_STEP * (1.0 - max(0.0, relationship.familiarity))
    return [*impulses, Impulse("talked together", {"familiarity": step})]


def deed(name: str) -> Impulse:
    """What a deed does that the game tells of, such as "gift"; raises InvalidArgument."""
    deeds = _bundled_moves().deeds
    if name not in deeds:
        known = ", ".join(sorted(deeds))
        raise InvalidArgument.at("deed", f"is '{name[:64]}', which is none; choose {known}")
    return deeds[name].impulse()


def _is_repeated(text: str, before: Sequence[str]) -> bool:
    asked = _bare(text)
    return len(asked) > 1 and any(_bare(each) == asked for each in before[-_LOOK_BACK:])


def _bare(text: str) -> list[str]:
    return [word.text for word in words_of(text) if word.text[0].isalnum()]


@cache
def _bundled_moves() -> _MoveFile:
    name = "moves.yaml"
    data = (resources.files("npcgen") / "data" / "feelings" / name).read_bytes()
    return parse_authored(data, _MoveFile, name)
