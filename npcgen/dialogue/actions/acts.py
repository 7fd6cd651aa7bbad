"""What NPCs chose to do, until the game says what came of it. Pure.

The NPC learns it as something that happened, before the next line it hears.
"""

import json
from dataclasses import dataclass

from npcgen.dialogue.actions.declared import Declared
from npcgen.dialogue.events import ActionChosen
from npcgen.dialogue.prompt import one_line
from npcgen.errors import FailedPrecondition, InvalidArgument, NotFound

MAX_DETAIL_CHARS = 200
KEPT = 32
"""Actions of a conversation that can still be acknowledged: the last ones."""


@dataclass(slots=True)
class Act:
    """A chosen action. `told` is what the game said of it, once it did."""

    turn_id: str
    id: str
    said: str
    """In words: "give, item the iron key, to Ada"."""
    told: tuple[bool, str] | None = None


def keep(acts: list[Act], chosen: ActionChosen, turn_id: str, declared: Declared) -> None:
    """Adds a chosen action to the last ones of a conversation."""
    acts.append(Act(turn_id, chosen.action_id, _in_words(chosen, declared)))
    del acts[:-KEPT]


def _in_words(chosen: ActionChosen, declared: Declared) -> str:
    """With the names of what its ids stand for."""
    names = {each.id: one_line(each.name) or each.id for each in declared.objects}
    names |= {each.id: one_line(each.name) or each.id for each in declared.characters}
    parts = [chosen.name.replace("_", " ")]
    for key, value in json.loads(chosen.arguments).items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        parts.append(f"{key.replace('_', ' ')} {names.get(text, one_line(text))}")
    return one_line(", ".join(parts))


def acknowledge(acts: list[Act], turn_id: str, action_id: str, ok: bool, detail: str) -> str:
    """What happened, for the NPC; empty when the game had said so before.

    Raises NotFound for an action that wasn't chosen, InvalidArgument for too long a detail,
    FailedPrecondition when the game had said otherwise.
    """
    detail = one_line(detail)
    if len(detail) > MAX_DETAIL_CHARS:
        raise InvalidArgument.at(
            "detail", f"has {len(detail)} characters; send at most {MAX_DETAIL_CHARS}"
        )
    act = _found(acts, turn_id, action_id)
    if act.told == (ok, detail):
        return ""
    if act.told is not None:
        raise FailedPrecondition(
            f"action {action_id} was acknowledged before, as "
            f"{'done' if act.told[0] else 'failed'}; acknowledge each action once",
            reason="ACTION_ACKNOWLEDGED",
        )
    act.told = (ok, detail)
    return _happened(act, ok, detail)


def _happened(act: Act, ok: bool, detail: str) -> str:
    if ok:
        return detail or f"You did it: {act.said}."
    return f"You tried, and it failed: {act.said}. {detail}".rstrip()


def _found(acts: list[Act], turn_id: str, action_id: str) -> Act:
    for act in acts:
        if act.id == action_id and turn_id in ("", act.turn_id):
            return act
    raise NotFound(
        f"no action '{action_id[:64]}' was chosen in turn '{turn_id[:64]}' of this conversation, "
        f"or {KEPT} others were since; send the ids of its action event",
        reason="ACTION_NOT_FOUND",
        metadata={"action_id": action_id[:64]},
    )
