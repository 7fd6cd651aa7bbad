"""The worlds and their lore: bundled ones, read-only, and those that the store keeps.

All of it is in memory, for a recall has milliseconds; a change is on disk before it is there. Of
several servers on one database, each sees what the others changed when it starts.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import sqlalchemy as sa
from pydantic import ValidationError

from npcgen.dialogue.lore.entry import MAX_WORLD_ENTRIES, LoreEntry
from npcgen.dialogue.lore.files import bundled_lore
from npcgen.dialogue.lore.index import LoreIndex
from npcgen.dialogue.lore.rows import entry_of, entry_row, world_of, world_row
from npcgen.dialogue.paging import MAX_PAGE_SIZE, Page, every_item, page_by_key
from npcgen.dialogue.persona_store import WorldStore, not_found
from npcgen.dialogue.store import lore as rows
from npcgen.dialogue.store.lore import StoredLore
from npcgen.dialogue.store.store import Store
from npcgen.dialogue.world import World
from npcgen.errors import AlreadyExists, Overloaded, PermissionDenied

logger = logging.getLogger(__name__)

MAX_WORLDS = 1_000
Row = TypeVar("Row")
Read = TypeVar("Read")


class LoreLibrary:
    """Every world's lore. Its calls belong to one event loop."""

    def __init__(self, worlds: WorldStore, store: Store) -> None:
        self._worlds = worlds
        self._store = store
        self._lore = bundled_lore()
        self._indexes: dict[str, LoreIndex] = {}
        self._changing = asyncio.Lock()
        self._building = asyncio.Lock()

    async def open(self) -> None:
        """Reads what the store keeps. A row that is wrong is logged and left out."""
        for world in _readable(await self._store.read(rows.worlds), world_of):
            if self._worlds.is_bundled(world.id):
                logger.warning("world '%s' of the store is left out: it is bundled", world.id)
                continue
            entries = _readable(await self._store.read(_all_entries, world.id), entry_of)
            self._lore[world.id] = {entry.id: entry for entry in entries}
            self._worlds.put(world)

    def world(self, world_id: str) -> World:
        """Raises NotFound, which names the nearest ids."""
        return self._worlds.get(world_id)

    def is_bundled(self, world_id: str) -> bool:
        return self._worlds.is_bundled(world_id)

    def worlds(self, page_size: int = 0, page_token: str = "") -> Page[World]:
        """A page, ordered by id."""
        return self._worlds.list(page_size, page_token)

    async def create_world(self, world: World) -> World:
        """Keeps a new world; the same one again changes nothing. Raises AlreadyExists."""
        async with self._changing:
            present = self._worlds.find(world.id)
            if present is not None and present != world:
                raise AlreadyExists(
                    f"a different world '{world.id}' exists; choose another id, or update it",
                    reason="WORLD_EXISTS",
                )
            if present is None:
                if len(self._worlds) >= MAX_WORLDS:
                    raise _full(f"{MAX_WORLDS} worlds are kept", "TOO_MANY_WORLDS")
                await self._store.write(rows.put_world, world_row(world))
                self._worlds.put(world)
            return world

    async def update_world(self, world: World) -> World:
        """Replaces what is said of a world; its lore stays.

        Raises NotFound, PermissionDenied for a bundled one.
        """
        async with self._changing:
            self._check_changeable(world.id)
            await self._store.write(rows.put_world, world_row(world))
            self._worlds.put(world)
            return world

    async def delete_world(self, world_id: str) -> None:
        """Deletes a world with its lore. Raises as `update_world`."""
        async with self._changing:
            self._check_changeable(world_id)
            await self._store.write(rows.delete_world, world_id)
            self._worlds.remove(world_id)
            self._lore.pop(world_id, None)
            self._indexes.pop(world_id, None)

    def entry(self, world_id: str, entry_id: str) -> LoreEntry:
        """Raises NotFound, which names the nearest ids."""
        entries = self._entries(world_id)
        try:
            return entries[entry_id]
        except KeyError:
            raise not_found("lore entry", entry_id, entries) from None

    def entries(self, world_id: str, page_size: int = 0, page_token: str = "") -> Page[LoreEntry]:
        """A page, ordered by id. Raises NotFound for the world."""
        return page_by_key(self._entries(world_id), page_size, page_token, _bytes)

    def all_entries(self, world_id: str) -> Mapping[str, LoreEntry]:
        """By id. Raises NotFound for the world."""
        return self._entries(world_id)

    async def create(self, world_id: str, entry: LoreEntry) -> LoreEntry:
        """Keeps a new entry; the same one again changes nothing.

        Raises NotFound, AlreadyExists, PermissionDenied for a bundled world, Overloaded for a full
        one.
        """
        return (await self.create_all(world_id, [entry]))[0]

    async def create_all(self, world_id: str, entries: Sequence[LoreEntry]) -> Sequence[LoreEntry]:
        """As `create`, all of them or none."""
        async with self._changing:
            self._check_changeable(world_id)
            present = self._entries(world_id)
            for entry in entries:
                if present.get(entry.id, entry) != entry:
                    raise AlreadyExists(
                        f"a different entry '{entry.id}' exists in '{world_id}'; choose another "
                        "id, or update it",
                        reason="LORE_ENTRY_EXISTS",
                    )
            fresh = {entry.id: entry for entry in entries if entry.id not in present}
            if len(present) + len(fresh) > MAX_WORLD_ENTRIES:
                what = f"'{world_id}' would have more than {MAX_WORLD_ENTRIES} entries"
                raise _full(what, "TOO_MANY_LORE_ENTRIES")
            await self._keep(world_id, fresh.values())
            return entries

    async def update(self, world_id: str, entry: LoreEntry) -> LoreEntry:
        """Replaces an entry. Raises NotFound, PermissionDenied for a bundled world."""
        async with self._changing:
            self._check_changeable(world_id)
            self.entry(world_id, entry.id)
            await self._keep(world_id, [entry])
            return entry

    async def delete(self, world_id: str, entry_id: str) -> None:
        """Raises as `update`."""
        async with self._changing:
            self._check_changeable(world_id)
            self.entry(world_id, entry_id)
            await self._store.write(rows.delete, world_id, entry_id)
            self._lore[world_id] = {
                key: entry for key, entry in self._lore[world_id].items() if key != entry_id
            }
            self._indexes.pop(world_id, None)

    async def index(self, world_id: str) -> LoreIndex:
        """The world's lore to search, as it is now; empty for a world that is gone.

        NOTE: building one takes 0.1 ms an entry, so that leaves the event loop, one at a time.
        """
        if (found := self._indexes.get(world_id)) is not None:
            return found
        async with self._building:
            entries = self._lore.get(world_id, {})
            if world_id not in self._indexes:
                index = await asyncio.to_thread(LoreIndex, tuple(entries.values()))
                if self._lore.get(world_id) is not entries:
                    return index
                self._indexes[world_id] = index
            return self._indexes[world_id]

    def _entries(self, world_id: str) -> dict[str, LoreEntry]:
        return self._lore.get(self._worlds.get(world_id).id, {})

    async def _keep(self, world_id: str, entries: Iterable[LoreEntry]) -> None:
        kept = {entry.id: entry for entry in entries}
        await self._store.write(_put_all, [entry_row(world_id, each) for each in kept.values()])
        # NOTE: a new mapping, for `index` tells by it that something changed meanwhile.
        self._lore[world_id] = {**self._lore.get(world_id, {}), **kept}
        self._indexes.pop(world_id, None)

    def _check_changeable(self, world_id: str) -> None:
        self._worlds.get(world_id)
        if self._worlds.is_bundled(world_id):
            raise PermissionDenied(
                f"world '{world_id}' is bundled and can't be changed; create one with another id",
                reason="WORLD_BUNDLED",
            )


def _put_all(connection: sa.Connection, entries: Sequence[StoredLore]) -> None:
    for entry in entries:
        rows.put(connection, entry)


def _all_entries(connection: sa.Connection, world_id: str) -> list[StoredLore]:
    return list(every_item(lambda token: rows.page(connection, world_id, MAX_PAGE_SIZE, token)))


def _readable(found: Iterable[Row], read: Callable[[Row], Read]) -> list[Read]:
    made = []
    for row in found:
        try:
            made.append(read(row))
        except ValidationError as error:
            logger.warning("left out of the store's lore: %s", error)
    return made


def _bytes(entry: LoreEntry) -> int:
    return len(entry.model_dump_json().encode())


def _full(what: str, reason: str) -> Overloaded:
    return Overloaded(f"{what}, which is the limit; delete some", reason=reason)
