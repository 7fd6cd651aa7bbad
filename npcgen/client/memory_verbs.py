"""The verbs of memory and feelings, for both clients. What they send is `memory_calls.py`."""

from collections.abc import AsyncGenerator, Generator
from functools import partial

from npcgen.client import memory_calls as calls
from npcgen.client.results import AddedMemory, ForgottenPlayer, Memory
from npcgen.client.verbs import BlockingVerbs, Verbs
from npcgen.dialogue.feelings.axes import Emotion, Feeling, Relationship


class MemoryVerbs(Verbs):
    """The verbs of a client."""

    def list_memories(self, npc_id: str, player_id: str) -> AsyncGenerator[Memory, None]:
        """What an NPC remembers of a player, the oldest first; fetched page by page."""
        return self._paged(partial(calls.list_memories, npc_id, player_id))

    async def add_memory(
        self,
        npc_id: str,
        player_id: str,
        text: str,
        *,
        importance: float | None = None,
        subject: str = "",
        deed: str = "",
        request_id: str = "",
    ) -> AddedMemory:
        """Tells an NPC something about a player; a `deed` such as "gift" moves its feelings."""
        return await self._unary(
            calls.add_memory(
                npc_id,
                player_id,
                text,
                importance=importance,
                subject=subject,
                deed=deed,
                request_id=request_id,
            )
        )

    async def update_memory(
        self, memory_id: str, *, text: str | None = None, importance: float | None = None
    ) -> Memory:
        """The memory as it is now; None leaves a part as it is."""
        return await self._unary(calls.update_memory(memory_id, text, importance))

    async def delete_memory(self, memory_id: str) -> None:
        await self._unary(calls.delete_memory(memory_id))

    async def tell_memory(self, memory_id: str, to_npc_id: str) -> Memory:
        """One NPC tells another; what that one remembers now."""
        return await self._unary(calls.tell_memory(memory_id, to_npc_id))

    async def forget_player(self, player_id: str) -> ForgottenPlayer:
        """Forgets a player entirely, and says how much there was."""
        return await self._unary(calls.forget_player(player_id))

    async def get_relationship(self, npc_id: str, player_id: str) -> Feeling:
        """How an NPC feels about a player now."""
        return await self._unary(calls.get_relationship(npc_id, player_id))

    async def set_relationship(
        self,
        npc_id: str,
        player_id: str,
        *,
        relationship: Relationship | None = None,
        emotion: Emotion | None = None,
    ) -> Feeling:
        """How the NPC feels from now on; None leaves a part as it is."""
        return await self._unary(calls.set_relationship(npc_id, player_id, relationship, emotion))


class BlockingMemoryVerbs(BlockingVerbs):
    """The same for a blocking client."""

    def list_memories(self, npc_id: str, player_id: str) -> Generator[Memory, None, None]:
        """What an NPC remembers of a player, the oldest first; fetched page by page."""
        return self._paged(partial(calls.list_memories, npc_id, player_id))

    def add_memory(
        self,
        npc_id: str,
        player_id: str,
        text: str,
        *,
        importance: float | None = None,
        subject: str = "",
        deed: str = "",
        request_id: str = "",
    ) -> AddedMemory:
        """Tells an NPC something about a player; a `deed` such as "gift" moves its feelings."""
        return self._unary(
            calls.add_memory(
                npc_id,
                player_id,
                text,
                importance=importance,
                subject=subject,
                deed=deed,
                request_id=request_id,
            )
        )

    def update_memory(
        self,
        memory_id: str,
        *,
        text: str | None = None,
        importance: float | None = None,
    ) -> Memory:
        """The memory as it is now; None leaves a part as it is."""
        return self._unary(calls.update_memory(memory_id, text, importance))

    def delete_memory(self, memory_id: str) -> None:
        self._unary(calls.delete_memory(memory_id))

    def tell_memory(self, memory_id: str, to_npc_id: str) -> Memory:
        """One NPC tells another; what that one remembers now."""
        return self._unary(calls.tell_memory(memory_id, to_npc_id))

    def forget_player(self, player_id: str) -> ForgottenPlayer:
        """Forgets a player entirely, and says how much there was."""
        return self._unary(calls.forget_player(player_id))

    def get_relationship(self, npc_id: str, player_id: str) -> Feeling:
        """How an NPC feels about a player now."""
        return self._unary(calls.get_relationship(npc_id, player_id))

    def set_relationship(
        self,
        npc_id: str,
        player_id: str,
        *,
        relationship: Relationship | None = None,
        emotion: Emotion | None = None,
    ) -> Feeling:
        """How the NPC feels from now on; None leaves a part as it is."""
        return self._unary(calls.set_relationship(npc_id, player_id, relationship, emotion))
