"""The gate: which lore an NPC may know now. Pure, and it stands before retrieval.

    scopes, who asks, what the game says -> for each scope "" or the rule that holds it back

Many entries share a scope, so scopes are judged, not entries. What retrieval is then given is a
mask over the entries; it counts, ranks and reads those inside the mask only, so that it answers as
if there were no others (`tests/dialogue/lore/test_gate.py` proves that on random worlds).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from npcgen.dialogue.game_state import GameState, folded
from npcgen.dialogue.lore.entry import Scope
from npcgen.dialogue.persona import Persona


@dataclass(frozen=True, slots=True)
class Knower:
    """Who asks: a persona, as scopes name it."""

    persona: str
    role: str
    factions: frozenset[str]
    home: str
    """Where its author put it."""


def knower_of(persona: Persona) -> Knower:
    factions = frozenset(map(folded, persona.factions))
    return Knower(persona.id, folded(persona.role), factions, folded(persona.place))


def held_back(scope: Scope, knower: Knower, state: GameState) -> str:
    """The rule that keeps what has this scope from the NPC now; "" where it may know it."""
    if scope.personas and knower.persona not in scope.personas:
        return f"personas: {_listed(scope.personas)}"
    if scope.roles and knower.role not in scope.roles:
        return f"roles: {_listed(scope.roles)}"
    if scope.factions and knower.factions.isdisjoint(scope.factions):
        return f"factions: {_listed(scope.factions)}"
    if scope.places and (state.place or knower.home) not in scope.places:
        return f"places: {_listed(scope.places)}"
    if scope.quests and not any(state.has_reached(each.quest, each.stage) for each in scope.quests):
        return f"quests: {_listed(f'{each.quest} at stage {each.stage}' for each in scope.quests)}"
    return _untimely(scope, state.time)


def _untimely(scope: Scope, time: float | None) -> str:
    if scope.since is not None and (time is None or time < scope.since):
        return f"since: {scope.since:g}"
    if scope.until is not None and (time is None or time >= scope.until):
        return f"until: {scope.until:g}"
    return ""


def _listed(names: Iterable[str]) -> str:
    """Only these: the first few."""
    shown = list(names)
    return ", ".join(shown[:4]) + (f" and {len(shown) - 4} more" if len(shown) > 4 else "")
