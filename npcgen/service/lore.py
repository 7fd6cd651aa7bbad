"""LoreService: the calls of lore.proto, handed to `LoreLibrary`."""

import asyncio
import hashlib
from collections.abc import Mapping

from npcgen.dialogue.cards.read import parse_lorebook
from npcgen.dialogue.lore.entry import LoreEntry
from npcgen.dialogue.lore.import_book import ImportedBook, entries_of
from npcgen.dialogue.lore.library import LoreLibrary
from npcgen.dialogue.lore.lookup import look_up
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.dialogue.turns import checked_text
from npcgen.dialogue.world import World
from npcgen.service import convert_lore as convert
from npcgen.service.once import Once
from npcgen.service.rpc import CallContext
from npcgen.v1 import lore_pb2 as pb


class LoreService:
    def __init__(self, lore: LoreLibrary, personas: PersonaStore, budget_tokens: int) -> None:
        self._lore = lore
        self._personas = personas
        self._budget_tokens = budget_tokens
        self._worlds: Once[World, World] = Once()
        self._entries: Once[tuple[str, LoreEntry], LoreEntry] = Once()
        self._books: Once[tuple[str, str], ImportedBook] = Once()

    async def create_world(
        self, request: pb.CreateWorldRequest, context: CallContext
    ) -> pb.CreateWorldResponse:
        world = convert.world_from(request.world)
        create = self._lore.create_world
        kept = await self._worlds.make_later(request.request_id, world, create)
        return pb.CreateWorldResponse(world=convert.world_to(kept))

    async def get_world(
        self, request: pb.GetWorldRequest, context: CallContext
    ) -> pb.GetWorldResponse:
        world = self._lore.world(request.id)
        bundled = self._lore.is_bundled(request.id)
        return pb.GetWorldResponse(world=convert.world_to(world), bundled=bundled)

    async def list_worlds(
        self, request: pb.ListWorldsRequest, context: CallContext
    ) -> pb.ListWorldsResponse:
        page = self._lore.worlds(request.page_size, request.page_token)
        return pb.ListWorldsResponse(
            worlds=map(convert.world_to, page.items), next_page_token=page.next_token
        )

    async def update_world(
        self, request: pb.UpdateWorldRequest, context: CallContext
    ) -> pb.UpdateWorldResponse:
        kept = await self._lore.update_world(convert.world_from(request.world))
        return pb.UpdateWorldResponse(world=convert.world_to(kept))

    async def delete_world(
        self, request: pb.DeleteWorldRequest, context: CallContext
    ) -> pb.DeleteWorldResponse:
        await self._lore.delete_world(request.id)
        return pb.DeleteWorldResponse()

    async def create_lore_entry(
        self, request: pb.CreateLoreEntryRequest, context: CallContext
    ) -> pb.CreateLoreEntryResponse:
        asked = request.world_id, convert.entry_from(request.entry)
        kept = await self._entries.make_later(request.request_id, asked, self._create)
        return pb.CreateLoreEntryResponse(entry=convert.entry_to(kept))

    async def get_lore_entry(
        self, request: pb.GetLoreEntryRequest, context: CallContext
    ) -> pb.GetLoreEntryResponse:
        entry = self._lore.entry(request.world_id, request.id)
        return pb.GetLoreEntryResponse(entry=convert.entry_to(entry))

    async def list_lore_entries(
        self, request: pb.ListLoreEntriesRequest, context: CallContext
    ) -> pb.ListLoreEntriesResponse:
        page = self._lore.entries(request.world_id, request.page_size, request.page_token)
        return pb.ListLoreEntriesResponse(
            entries=map(convert.entry_to, page.items), next_page_token=page.next_token
        )

    async def update_lore_entry(
        self, request: pb.UpdateLoreEntryRequest, context: CallContext
    ) -> pb.UpdateLoreEntryResponse:
        entry = convert.entry_from(request.entry)
        kept = await self._lore.update(request.world_id, entry)
        return pb.UpdateLoreEntryResponse(entry=convert.entry_to(kept))

    async def delete_lore_entry(
        self, request: pb.DeleteLoreEntryRequest, context: CallContext
    ) -> pb.DeleteLoreEntryResponse:
        await self._lore.delete(request.world_id, request.id)
        return pb.DeleteLoreEntryResponse()

    async def import_lorebook(
        self, request: pb.ImportLorebookRequest, context: CallContext
    ) -> pb.ImportLorebookResponse:
        asked = request.world_id, hashlib.sha256(request.data).hexdigest()
        book = await self._books.make_later(
            request.request_id, asked, lambda _: self._import(request.world_id, request.data)
        )
        return pb.ImportLorebookResponse(
            entry_ids=[entry.id for entry in book.entries], warnings=book.warnings
        )

    async def search_lore(
        self, request: pb.SearchLoreRequest, context: CallContext
    ) -> pb.SearchLoreResponse:
        query = checked_text(request.query, "query")
        persona = self._personas.get(request.as_npc) if request.as_npc else None
        state = convert.state_from(request.state)
        self._lore.world(request.world_id)
        index = await self._lore.index(request.world_id)
        found = look_up(index, query, persona, state, self._budget_tokens)
        return pb.SearchLoreResponse(results=map(convert.result_to, found))

    async def _create(self, asked: tuple[str, LoreEntry]) -> LoreEntry:
        return await self._lore.create(*asked)

    async def _import(self, world_id: str, data: bytes) -> ImportedBook:
        """NOTE: a large book takes a while to read, so that leaves the event loop."""
        present = self._lore.all_entries(world_id)
        book = await asyncio.to_thread(_read, data, present)
        await self._lore.create_all(world_id, book.entries)
        return book


def _read(data: bytes, present: Mapping[str, LoreEntry]) -> ImportedBook:
    return entries_of(parse_lorebook(data, "data"), present)
