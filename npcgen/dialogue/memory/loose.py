"""Memories of players without an id: they last as long as the conversation is talked in."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from npcgen.dialogue.memory.recall import STANDING, Recollection, found_among
from npcgen.dialogue.memory.rows import SUMMARY
from npcgen.dialogue.store.memories import Memory

MOST_A_CONVERSATION = 64
MOST_CONVERSATIONS = 1_000


class LooseMemories:
    """By conversation; those that nobody talked in for longest go first."""

    def __init__(self) -> None:
        self._memories: OrderedDict[str, dict[str, Memory]] = OrderedDict()

    def keep(self, conversation_id: str, new: Iterable[Memory]) -> None:
        """A memory takes the place of one with its subject."""
        kept = self._memories.setdefault(conversation_id, {})
        self._memories.move_to_end(conversation_id)
        for memory in new:
            kept.pop(memory.subject or memory.id, None)
            kept[memory.subject or memory.id] = memory
        while len(kept) > MOST_A_CONVERSATION:
            del kept[min(kept, key=lambda key: kept[key].importance)]
        while len(self._memories) > MOST_CONVERSATIONS:
            self._memories.popitem(last=False)

    def recollect(self, conversation_id: str, query: str) -> Recollection:
        kept: Sequence[Memory] = tuple(self._memories.get(conversation_id, {}).values())
        standing = tuple(memory for memory in kept if memory.subject in STANDING)
        summary = next((each for each in kept if each.subject.startswith(SUMMARY)), None)
        return Recollection(standing, found_among(kept, query), summary)
