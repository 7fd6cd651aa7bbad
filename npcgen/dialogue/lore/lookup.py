"""What an NPC would find for a query, and why; and what is there but held back, and by which rule.

For designers: a prompt only ever gets what `recall.py` gives.
"""

from dataclasses import dataclass

from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.lore.gate import held_back, knower_of
from npcgen.dialogue.lore.index import LoreIndex
from npcgen.dialogue.lore.retrieval import BUDGET_TOKENS, FoundLore, find, within_budget
from npcgen.dialogue.persona import Persona

MOST = 50


@dataclass(frozen=True, slots=True)
class LookedUp:
    """An entry that the query finds."""

    found: FoundLore
    held_back_by: str = ""
    """The rule that keeps it from the NPC: "roles: guard", "budget"; empty where it knows it."""


def look_up(
    index: LoreIndex,
    query: str,
    persona: Persona | None,
    state: GameState,
    budget_tokens: int = BUDGET_TOKENS,
) -> list[LookedUp]:
    """What the persona knows of it first, then what it is denied; without a persona, all of it."""
    if persona is None:
        return [LookedUp(each) for each in find(index, index.everything(), query, most=MOST)]
    knower = knower_of(persona)
    allowed = index.allowed(knower, state)
    known = find(index, allowed, query)
    told = {each.entry.id for each in within_budget(known, budget_tokens)}
    looked_up = [LookedUp(each, "" if each.entry.id in told else "budget") for each in known]
    denied = find(index, ~allowed, query, most=MOST)
    return looked_up + [
        LookedUp(each, held_back(each.entry.scope, knower, state)) for each in denied
    ]
