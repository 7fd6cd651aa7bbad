"""What an NPC knows of the quests of the play that it talks in: its own part, at their stage.

What that is, `worldgen.quests.dialogue_side` says; here it comes to mind, turn by turn.
"""

from collections.abc import Callable, Iterable

from npcgen.dialogue.language_model import LanguageModel
from npcgen.dialogue.lore.recall import Standing
from npcgen.dialogue.lore.retrieval import most_tokens
from npcgen.dialogue.prompt import PlayerLine
from npcgen.dialogue.state import Conversation
from npcgen.dialogue.turn_context import Recalled
from npcgen.quests.plays import Plays
from worldgen.quests.dialogue_side import Note
from worldgen.quests.tracker import QuestState

BUDGET_TOKENS = 400
SHARE = 1 / 8
"""Of a model's context that quests take at most: a small one loses what it reads between them."""
_FIRST = ("open", "offered", "succeeded", "failed", "refused")
Told = tuple[Note, QuestState]


class QuestRecall:
    """The part of a mind that knows of quests. One for all NPCs of a server."""

    def __init__(
        self,
        plays: Plays,
        models: Callable[[str], LanguageModel],
        budget_tokens: int = BUDGET_TOKENS,
    ) -> None:
        """`models` as for `Conversations`; `budget_tokens`: for quests in one prompt, about."""
        self._plays = plays
        self._models = models
        self._budget_tokens = budget_tokens

    async def recall(
        self, conversation: Conversation, line: PlayerLine, standing: Standing
    ) -> tuple[Recalled, ...]:
        """Those that are open first, then the others, what happened last before; of all, as many
        as there is room for, the most important.

        A play that the server doesn't follow has no quests.
        """
        play_id = standing.state.play_id
        if not play_id:
            return ()
        told = await self._plays.notes(play_id, conversation.persona.id)
        context_tokens = self._models(conversation.model).info.context_tokens
        budget_tokens = min(self._budget_tokens, int(context_tokens * SHARE))
        chosen = _within(sorted(told, key=_rank), budget_tokens)
        return tuple(
            Recalled("quest", note.id, note.text, f"quest {note.quest} is {state.status}")
            for note, state in sorted(told, key=_quest_rank)
            if note in chosen
        )


def _quest_rank(told: Told) -> tuple[int, int, str]:
    note, state = told
    last = max((entry.time for entry in state.journal), default=0)
    return _FIRST.index(state.status), -last, note.quest


def _rank(told: Told) -> tuple[int, int, str, int]:
    return (*_quest_rank(told), told[0].rank)


def _within(told: Iterable[Told], budget_tokens: int) -> list[Note]:
    chosen = []
    for note, _ in told:
        if (cost := most_tokens(note.text)) <= budget_tokens:
            budget_tokens -= cost
            chosen.append(note)
    return chosen
