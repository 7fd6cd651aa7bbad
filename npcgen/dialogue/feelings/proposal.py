"""What the model itself thinks a line does to the NPC: a nudge, never more.

Its answer is held to a JSON schema: an emotion, and for each axis -1, 0 or 1, which is worth NUDGE.
"""

import json
import logging

from pydantic import BaseModel, ConfigDict, ValidationError

from npcgen.dialogue.feelings.axes import AXES, LABELS, Axis, Label
from npcgen.dialogue.feelings.change import Impulse
from npcgen.dialogue.language_model import completed
from npcgen.dialogue.mind import Said
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import one_line, user_text
from npcgen.engine.base import (
    FinishReason,
    GenerationRequest,
    Grammar,
    Message,
    Priority,
    Sampling,
)
from npcgen.errors import NpcgenError

logger = logging.getLogger(__name__)

NUDGE = 0.05
"""What a model may move an axis by in a turn."""
_INTENSITY = 0.3
_MAX_TOKENS = 64
_STEP = {"type": "integer", "enum": [-1, 0, 1]}
_SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {"emotion": {"enum": list(LABELS)}} | dict.fromkeys(AXES, _STEP),
        "required": ["emotion", *AXES],
        "additionalProperties": False,
    }
)


class Proposal(BaseModel):
    """What the model answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    emotion: Label
    trust: int = 0
    respect: int = 0
    familiarity: int = 0
    affection: int = 0
    fear: int = 0

    def impulse(self) -> Impulse:
        """Whatever number it wrote, one step is NUDGE and more is one step."""
        moves: dict[Axis, float] = {
            axis: NUDGE * max(-1, min(1, getattr(self, axis))) for axis in AXES
        }
        return Impulse("took it so", moves, self.emotion, _INTENSITY)


async def propose(persona: Persona, said: Said) -> Impulse | None:
    """The model's own feeling about the exchange; None where it has none to tell in time."""
    messages = _messages(persona, said)
    request = GenerationRequest(
        messages,
        Sampling(temperature=0.0),
        _MAX_TOKENS,
        deadline=said.deadline,
        priority=Priority.AMBIENT,
        grammar=Grammar("json_schema", _SCHEMA),
    )
    try:
        event = await completed(said.model.stream(request))
        if event.finish_reason is FinishReason.STOP:
            return Proposal.model_validate_json(event.text).impulse()
    except (NpcgenError, ValidationError) as error:
        logger.info("turn %s: no feeling proposed: %s", said.turn_id, type(error).__name__)
    finally:
        # A prompt nobody continues; and what players said is kept in one place only.
        said.model.forget(messages[1:])
    return None


def _messages(persona: Persona, said: Said) -> tuple[Message, ...]:
    return (
        Message(
            "system",
            f"You judge what an exchange does to {persona.name}, {persona.role}. "
            f"{one_line(persona.personality)}\nAnswer with JSON: the emotion it stirs, and for "
            f"{', '.join(AXES)} towards the player -1 (less), 0 (as before) or 1 (more).",
        ),
        Message("user", f"{user_text(said.line)}\n{persona.name} answers: {one_line(said.reply)}"),
    )
