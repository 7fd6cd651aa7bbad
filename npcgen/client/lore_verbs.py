"""The verbs of lore, for both clients. What they send and give back is `lore_calls.py`."""

from collections.abc import AsyncGenerator, Generator
from functools import partial

from npcgen.client import lore_calls as calls
from npcgen.client.results import WorldDetails
from npcgen.client.verbs import BlockingVerbs, Verbs
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.lore.entry import LoreEntry
from npcgen.dialogue.lore.lookup import LookedUp
from npcgen.dialogue.world import World


class LoreVerbs(Verbs):
    """The verbs of a client."""

    async def create_world(self, world: World, *, request_id: str = "") -> World:
        """The world as the server keeps it."""
        return await self._unary(calls.create_world(world, request_id))

    async def get_world(self, world_id: str) -> World:
        return await self._unary(calls.get_world(world_id))

    async def get_world_details(self, world_id: str) -> WorldDetails:
        """The world, and whether it came with the server."""
        return await self._unary(calls.get_world_details(world_id))

    def list_worlds(self) -> AsyncGenerator[World, None]:
        """Every world, ordered by id; fetched page by page."""
        return self._paged(calls.list_worlds)

    async def update_world(self, world: World) -> World:
        """Replaces what is said of a world; its lore stays."""
        return await self._unary(calls.update_world(world))

    async def delete_world(self, world_id: str) -> None:
        """Deletes a world with its lore."""
        await self._unary(calls.delete_world(world_id))

    async def create_lore_entry(
        self, world_id: str, entry: LoreEntry, *, request_id: str = ""
    ) -> LoreEntry:
        """The entry as the server keeps it."""
        return await self._unary(calls.create_lore_entry(world_id, entry, request_id))

    async def get_lore_entry(self, world_id: str, entry_id: str) -> LoreEntry:
        return await self._unary(calls.get_lore_entry(world_id, entry_id))

    def list_lore_entries(self, world_id: str) -> AsyncGenerator[LoreEntry, None]:
        """Every entry of a world, ordered by id; fetched page by page."""
        return self._paged(partial(calls.list_lore_entries, world_id))

    async def update_lore_entry(self, world_id: str, entry: LoreEntry) -> LoreEntry:
        return await self._unary(calls.update_lore_entry(world_id, entry))

    async def delete_lore_entry(self, world_id: str, entry_id: str) -> None:
        await self._unary(calls.delete_lore_entry(world_id, entry_id))

    async def import_lorebook(
        self, world_id: str, data: bytes, *, request_id: str = ""
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The ids of the new entries, and what of the lorebook could not be taken along."""
        return await self._unary(calls.import_lorebook(world_id, data, request_id))

    async def search_lore(
        self, world_id: str, query: str, as_npc: str = "", *, state: GameState | None = None
    ) -> tuple[LookedUp, ...]:
        """What an NPC would find, and why; then what it is denied, and by which rule."""
        return await self._unary(calls.search_lore(world_id, query, as_npc, state))


class BlockingLoreVerbs(BlockingVerbs):
    """The same for a blocking client."""

    def create_world(self, world: World, *, request_id: str = "") -> World:
        """The world as the server keeps it."""
        return self._unary(calls.create_world(world, request_id))

    def get_world(self, world_id: str) -> World:
        return self._unary(calls.get_world(world_id))

    def get_world_details(self, world_id: str) -> WorldDetails:
        """The world, and whether it came with the server."""
        return self._unary(calls.get_world_details(world_id))

    def list_worlds(self) -> Generator[World, None, None]:
        """Every world, ordered by id; fetched page by page."""
        return self._paged(calls.list_worlds)

    def update_world(self, world: World) -> World:
        """Replaces what is said of a world; its lore stays."""
        return self._unary(calls.update_world(world))

    def delete_world(self, world_id: str) -> None:
        """Deletes a world with its lore."""
        self._unary(calls.delete_world(world_id))

    def create_lore_entry(
        self, world_id: str, entry: LoreEntry, *, request_id: str = ""
    ) -> LoreEntry:
        """The entry as the server keeps it."""
        return self._unary(calls.create_lore_entry(world_id, entry, request_id))

    def get_lore_entry(self, world_id: str, entry_id: str) -> LoreEntry:
        return self._unary(calls.get_lore_entry(world_id, entry_id))

    def list_lore_entries(self, world_id: str) -> Generator[LoreEntry, None, None]:
        """Every entry of a world, ordered by id; fetched page by page."""
        return self._paged(partial(calls.list_lore_entries, world_id))

    def update_lore_entry(self, world_id: str, entry: LoreEntry) -> LoreEntry:
        return self._unary(calls.update_lore_entry(world_id, entry))

    def delete_lore_entry(self, world_id: str, entry_id: str) -> None:
        self._unary(calls.delete_lore_entry(world_id, entry_id))

    def import_lorebook(
        self, world_id: str, data: bytes, *, request_id: str = ""
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The ids of the new entries, and what of the lorebook could not be taken along."""
        return self._unary(calls.import_lorebook(world_id, data, request_id))

    def search_lore(
        self,
        world_id: str,
        query: str,
        as_npc: str = "",
        *,
        state: GameState | None = None,
    ) -> tuple[LookedUp, ...]:
        """What an NPC would find, and why; then what it is denied, and by which rule."""
        return self._unary(calls.search_lore(world_id, query, as_npc, state))
