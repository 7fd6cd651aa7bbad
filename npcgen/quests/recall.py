"""What an NPC knows of the quests of the play that it talks in: its own part, at their stage.

What that is, `worldgen.quests.dialogue_side` says; here it comes to mind, turn by turn.
"""

from collections.abc import Iterable, Iterator

from npcgen.dialogue.lore.recall import Standing
from npcgen.dialogue.lore.retrieval import most_tokens
from npcgen.dialogue.prompt import PlayerLine
from npcgen.dialogue.state import Conversation
from npcgen.dialogue.turn_context import Recalled
from npcgen.quests.plays import Plays
from worldgen.quests.dialogue_side import Note
from worldgen.quests.tracker import QuestState

BUDGET_TOKENS = 300
_FIRST = ("open", "offered", "succeeded", "failed", "refused")


class QuestRecall:
    """The part of a mind that knows of quests. One for all NPCs of a server."""

    def __init__(self, plays: Plays, budget_tokens: int = BUDGET_TOKENS) -> None:
        """`budget_tokens`: for quests in one prompt, about."""
        self._plays = plays
        self._budget_tokens = budget_tokens

    async def recall(
        self, conversation: Conversation, line: PlayerLine, standing: Standing
    ) -> tuple[Recalled, ...]:
        """Those that are open first, then the others, what happened last before; as many as fit.

        A play that the server doesn't follow has no quests.
        """
        play_id = standing.state.play_id
        if not play_id:
            return ()
        told = await self._plays.notes(play_id, conversation.persona.id)
        return tuple(_within(sorted(told, key=_rank), self._budget_tokens))


def _rank(told: tuple[Note, QuestState]) -> tuple[int, int]:
    _, state = told
    last = max((entry.time for entry in state.journal), default=0)
    return _FIRST.index(state.status), -last


def _within(told: Iterable[tuple[Note, QuestState]], budget_tokens: int) -> Iterator[Recalled]:
    for note, state in told:
        if (cost := most_tokens(note.text)) <= budget_tokens:
            budget_tokens -= cost
            yield Recalled("quest", note.id, note.text, f"quest {note.quest} is {state.status}")
