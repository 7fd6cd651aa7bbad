"""PersonaService: the calls of persona.proto, handed to `PersonaStore` and `CardLibrary`."""

import asyncio
import hashlib
import threading
from collections.abc import AsyncGenerator, Callable
from typing import TypeVar

from npcgen.dialogue.cards.library import CardLibrary, ImportedCard
from npcgen.dialogue.generation.generate import GeneratedPersona
from npcgen.dialogue.generation.maker import Asked, PersonaMaker
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.service import convert
from npcgen.service.convert_card import card_format_from, imported_card_to
from npcgen.service.convert_generation import asked_from, generated_persona_to
from npcgen.service.once import Once
from npcgen.service.rpc import CallContext
from npcgen.v1 import persona_pb2 as pb

Result = TypeVar("Result")
CHUNK_BYTES = 256 * 1024
CardAsked = tuple[str, str, bool]
"""The hash of a card, the id it is to get, and whether its prompts are trusted."""


class PersonaService:
    """NOTE: writing waits for the disk, so it leaves the event loop, one write at a time."""

    def __init__(self, personas: PersonaStore, cards: CardLibrary, maker: PersonaMaker) -> None:
        self._personas = personas
        self._cards = cards
        self._maker = maker
        self._created: Once[Persona, Persona] = Once()
        self._imported: Once[CardAsked, ImportedCard] = Once()
        self._generated: Once[Asked, GeneratedPersona] = Once()
        self._generating = asyncio.Lock()
        self._writing = threading.Lock()

    async def create_persona(
        self, request: pb.CreatePersonaRequest, context: CallContext
    ) -> pb.CreatePersonaResponse:
        persona = convert.persona_from(request.persona)
        create = self._personas.create
        kept = await self._write(lambda: self._created.make(request.request_id, persona, create))
        return pb.CreatePersonaResponse(persona=convert.persona_to(kept))

    async def get_persona(
        self, request: pb.GetPersonaRequest, context: CallContext
    ) -> pb.GetPersonaResponse:
        persona = self._personas.get(request.id)
        return pb.GetPersonaResponse(
            persona=convert.persona_to(persona), bundled=self._personas.is_bundled(request.id)
        )

    async def list_personas(
        self, request: pb.ListPersonasRequest, context: CallContext
    ) -> pb.ListPersonasResponse:
        page = self._personas.list(request.page_size, request.page_token)
        return pb.ListPersonasResponse(
            personas=[convert.persona_to(persona) for persona in page.items],
            next_page_token=page.next_token,
        )

    async def update_persona(
        self, request: pb.UpdatePersonaRequest, context: CallContext
    ) -> pb.UpdatePersonaResponse:
        persona = convert.persona_from(request.persona)
        kept = await self._write(lambda: self._personas.update(persona))
        return pb.UpdatePersonaResponse(persona=convert.persona_to(kept))

    async def delete_persona(
        self, request: pb.DeletePersonaRequest, context: CallContext
    ) -> pb.DeletePersonaResponse:
        await self._write(lambda: self._delete(request.id))
        return pb.DeletePersonaResponse()

    async def import_card(
        self, request: pb.ImportCardRequest, context: CallContext
    ) -> pb.ImportCardResponse:
        asked = hashlib.sha256(request.card).hexdigest(), request.id, request.trust_prompts

        def make(_: CardAsked) -> ImportedCard:
            return self._cards.import_card(
                request.card,
                "card",
                persona_id=request.id,
                trust_prompts=request.trust_prompts,
            )

        return imported_card_to(
            await self._write(lambda: self._imported.make(request.request_id, asked, make))
        )

    async def generate_persona(
        self, request: pb.GeneratePersonaRequest, context: CallContext
    ) -> pb.GeneratePersonaResponse:
        asked = asked_from(request)

        async def make(asked: Asked) -> GeneratedPersona:
            made = await self._maker.make(asked, context.answer_s)
            if asked.keep:
                await self._write(lambda: self._personas.create(made.persona))
            return made

        if not asked.keep:
            return generated_persona_to(await make(asked))
        # NOTE: one at a time, or the same call sent twice would keep two.
        async with self._generating:
            made = await self._generated.make_later(request.request_id, asked, make)
        return generated_persona_to(made)

    async def export_card(
        self, request: pb.ExportCardRequest, context: CallContext
    ) -> AsyncGenerator[pb.ExportCardResponse, None]:
        format = card_format_from(request.format)
        content = await asyncio.to_thread(self._cards.export_card, request.id, format)
        for start in range(0, len(content), CHUNK_BYTES):
            yield pb.ExportCardResponse(data=content[start : start + CHUNK_BYTES])

    def _delete(self, persona_id: str) -> None:
        self._personas.delete(persona_id)
        self._cards.forget(persona_id)

    async def _write(self, write: Callable[[], Result]) -> Result:
        return await asyncio.to_thread(self._one_at_a_time, write)

    def _one_at_a_time(self, write: Callable[[], Result]) -> Result:
        with self._writing:
            return write()
