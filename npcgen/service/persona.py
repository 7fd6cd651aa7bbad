"""PersonaService: the calls of persona.proto, handed to `PersonaStore`."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.service import convert
from npcgen.service.once import Once
from npcgen.service.rpc import CallContext
from npcgen.v1 import persona_pb2 as pb

Result = TypeVar("Result")


class PersonaService:
    """NOTE: writing waits for the disk, so it leaves the event loop, one write at a time."""

    def __init__(self, personas: PersonaStore) -> None:
        self._personas = personas
        self._created: Once[Persona, Persona] = Once()
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
        await self._write(lambda: self._personas.delete(request.id))
        return pb.DeletePersonaResponse()

    async def _write(self, write: Callable[[], Result]) -> Result:
        return await asyncio.to_thread(self._one_at_a_time, write)

    def _one_at_a_time(self, write: Callable[[], Result]) -> Result:
        with self._writing:
            return write()
