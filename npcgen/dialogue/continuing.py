"""A talk that goes on in another conversation: an edited persona, another model. Pure."""

from dataclasses import replace

from npcgen.dialogue.game_state import UNKNOWN
from npcgen.dialogue.state import Conversation, Turn


def go_on_from(before: Conversation, new: Conversation) -> None:
    """Begins `new` with copies of what was said and done in `before`.

    Its scene and game state are taken along where `new` has none of its own. Memory has followed
    those turns already, so it doesn't note them a second time.
    """
    new.turns = [
        Turn(_own_id(new, turn.id), turn.past, turn.finish_reason) for turn in before.turns
    ]
    new.acts = [replace(act, turn_id=_own_id(new, act.turn_id)) for act in before.acts]
    new.noticed = list(before.noticed)
    new.turns_begun, new.trimmed_turns = before.turns_begun, before.trimmed_turns
    new.attention.noted_turns = before.turns_begun
    new.scene = new.scene or before.scene
    if new.game_state == UNKNOWN:
        new.game_state = before.game_state


def _own_id(new: Conversation, turn_id: str) -> str:
    return f"{new.id}.{turn_id.rpartition('.')[2]}"
