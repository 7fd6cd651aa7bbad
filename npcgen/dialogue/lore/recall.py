"""What a player's line brings to an NPC's mind of its world, and which secrets it may tell now.

    gate (who, where, since when) -> keys, words, meaning -> fused -> within the budget

Nothing that the gate holds back gets into what comes out, nor into how it is ranked.
"""

from dataclasses import dataclass

from npcgen.dialogue.game_state import UNKNOWN, GameState
from npcgen.dialogue.lore.gate import knower_of
from npcgen.dialogue.lore.library import LoreLibrary
from npcgen.dialogue.lore.meaning import Meanings
from npcgen.dialogue.lore.retrieval import (
    BUDGET_TOKENS,
    FoundLore,
    find,
    most_tokens,
    within_budget,
)
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import PlayerLine
from npcgen.dialogue.secrets import open_secrets
from npcgen.dialogue.state import Conversation
from npcgen.dialogue.turn_context import Recalled


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides, beside who the NPC is, what it may know and tell now."""

    state: GameState = UNKNOWN
    trust: float = 0.0
    """How far it trusts the player, -1..1."""


class LoreRecall:
    """The part of a mind that knows its world. One for all NPCs of a server."""

    def __init__(
        self,
        library: LoreLibrary,
        budget_tokens: int = BUDGET_TOKENS,
        meanings: Meanings | None = None,
    ) -> None:
        """`budget_tokens`: for lore in one prompt, about; secrets that are open have as much."""
        self._library = library
        self._budget_tokens = budget_tokens
        self._meanings = meanings

    async def recall(
        self, conversation: Conversation, line: PlayerLine, standing: Standing
    ) -> tuple[Recalled, ...]:
        """Open secrets first, then lore, the best first."""
        secrets = told_secrets(conversation.persona, standing, self._budget_tokens)
        if conversation.world is None or not line.text:
            return secrets
        found = await self._found(conversation.world.id, conversation.persona, line.text, standing)
        kept = within_budget(found, self._budget_tokens)
        lore = (Recalled("lore", each.entry.id, each.entry.text, each.why) for each in kept)
        return (*secrets, *lore)

    async def _found(
        self, world_id: str, persona: Persona, text: str, standing: Standing
    ) -> list[FoundLore]:
        index = await self._library.index(world_id)
        allowed = index.allowed(knower_of(persona), standing.state)
        meanings = await self._meanings.found_in(index, allowed, text) if self._meanings else None
        return find(index, allowed, text, meanings)


def told_secrets(persona: Persona, standing: Standing, budget_tokens: int) -> tuple[Recalled, ...]:
    """The secrets whose condition holds, as many as fit, in their author's order."""
    told = []
    for at, secret in open_secrets(persona.secrets, standing.trust, standing.state):
        budget_tokens -= most_tokens(secret.text)
        if budget_tokens >= 0:
            told.append(Recalled("secret", f"secret-{at}", secret.text, secret.condition.why))
    return tuple(told)
