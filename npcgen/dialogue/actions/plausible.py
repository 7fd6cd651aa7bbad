"""Which actions the words of an exchange speak of: a gate before small models. Pure.

A model of a few million weights chooses legal actions at random. Behind the gate it chooses only
among those that the exchange names, with the objects and characters it names, and never after a
refusal. Words are compared without their endings; nothing is learned.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal, TypeVar

from npcgen.dialogue.able_model import can_write
from npcgen.dialogue.actions.declared import Action, Character, Declared, GameObject
from npcgen.dialogue.plain_words import content, words
from npcgen.dialogue.prompt import PlayerLine
from npcgen.engine.base import ModelInfo

Gate = Literal["auto", "on", "off"]
_REFUSAL = re.compile(
    r"\b(?:no|not|never|nothing|won['’]t|can['’]?t|cannot|don['’]t|refuse)\b", re.IGNORECASE
)
_DESCRIPTION_HITS = 2
Thing = TypeVar("Thing", GameObject, Character)


def is_gated(gate: Gate, info: ModelInfo) -> bool:
    """Whether a model chooses behind the gate: with "auto", a small one that wasn't made to choose.

    One of an unknown number of weights is taken to be large.
    """
    is_able = info.parameters == 0 or can_write(info, "action")
    return gate == "on" or (gate == "auto" and not is_able)


def plausible(declared: Declared, line: PlayerLine, reply: str) -> Declared:
    """What of it the exchange speaks of: its actions, and the ids that they may have."""
    if _REFUSAL.search(reply):
        return replace(declared, actions=())
    happened = " ".join(noticed.text for noticed in line.noticed)
    spoken = words(f"{happened} {line.text} {reply}")
    player = line.player_name.casefold()
    actions = tuple(action for action in declared.actions if _is_named(action, spoken))
    characters = _mentioned(declared.characters, spoken) or tuple(
        each for each in declared.characters if each.name.casefold() == player
    )
    return replace(
        declared,
        actions=actions,
        objects=_only(_mentioned(declared.objects, spoken), declared.objects),
        characters=_only(characters, declared.characters),
    )


def _is_named(action: Action, spoken: Sequence[str]) -> bool:
    if any(_holds(spoken, words(phrase)) for phrase in action.when):
        return True
    if content(action.name.replace("_", " ")).intersection(spoken):
        return True
    return len(content(action.description).intersection(spoken)) >= _DESCRIPTION_HITS


def _holds(spoken: Sequence[str], phrase: Sequence[str]) -> bool:
    size = len(phrase)
    starts = range(len(spoken) - size + 1) if size else ()
    return any(spoken[start : start + size] == phrase for start in starts)


def _mentioned(things: Iterable[Thing], spoken: Sequence[str]) -> tuple[Thing, ...]:
    """Those whose names the words hold most of; none when they hold of none."""
    shares = {thing: _share(thing.name, set(spoken)) for thing in things}
    best = max(shares.values(), default=0.0)
    return tuple(thing for thing, share in shares.items() if share == best > 0)


def _share(name: str, spoken: set[str]) -> float:
    parts = content(name)
    return len(parts & spoken) / len(parts) if parts else 0.0


def _only(found: tuple[Thing, ...], all_of_them: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """Those found; where none is, the only one there is, for then there is no doubt."""
    return found or (all_of_them if len(all_of_them) == 1 else ())
