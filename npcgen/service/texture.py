"""TextureService: the calls of texture.proto, handed to processes of their own."""

import asyncio
import itertools
import time
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, Protocol

from npcgen.levels.failures import told_as_ours
from npcgen.service.generation import READING, generating, patience, prompt_of, result_of
from npcgen.service.rpc import CallContext
from npcgen.service.spool import Spool
from npcgen.service.uploads import Uploads
from npcgen.v1 import texture_pb2 as pb
from npcgen.wire import textures as wire
from npcgen.wire.files import CHUNK_BYTES
from npcgen.wire.texture_specs import example_fields, fields_of, pictures_of, tile_set_fields
from npcgen.workers.job import Done, Job
from npcgen.workers.pool import Workers
from worldgen.textures.fields import fields_in
from worldgen.textures.making.told import Catalogue, Part, Questions, Reading, Sending, Shown

_JOBS = "worldgen.textures.making.jobs"


class TextureInterpreter(Protocol):
    """Reads what a prompt asks for, where it can do better than by its words alone."""

    @property
    def is_able(self) -> bool:
        """Whether there is a model for it now."""
        ...

    async def texture(
        self, prompt: str, material: str, questions: Questions, within_s: float
    ) -> Reading | None:
        """What a model makes of it; None where it doesn't, or not in time.

        `material` is what is asked for whatever the prompt says, if it isn't empty.
        """
        ...


class TextureService:
    def __init__(self, workers: Workers, interpreter: TextureInterpreter) -> None:
        self._workers = workers
        self._interpreter = interpreter
        self._questions: Questions | None = None
        self._uploads = Uploads(what="upload")
        self._catalogue: Catalogue | None = None

    async def generate_texture(
        self, request: pb.GenerateTextureRequest, context: CallContext
    ) -> AsyncGenerator[pb.GenerateTextureResponse, None]:
        given, prompt = fields_of(request.spec), prompt_of(request.prompt)
        seconds = patience(context, given.get("deadline_ms"))
        numbers, reading = itertools.count(), None
        if prompt and self._interpreter.is_able:
            first = wire.progress_to(Shown("reading the prompt", 0.0))
            yield pb.GenerateTextureResponse(event=_numbered(first, numbers))
            reading = await self._read(request.spec.yaml, given, prompt, seconds)
        asked = (request.spec.yaml, given, prompt, reading, _sending(request, request.previews))
        events = self._events("generated", asked, seconds, numbers)
        async with aclosing(events):
            async for event in events:
                yield pb.GenerateTextureResponse(event=event)

    async def generate_from_example(
        self, request: pb.GenerateFromExampleRequest, context: CallContext
    ) -> AsyncGenerator[pb.GenerateFromExampleResponse, None]:
        if request.more:
            self._uploads.keep(request.upload_id, request.part, request.SerializeToString())
            return
        albedo, maps = await asyncio.to_thread(pictures_of, self._whole(request))
        given = example_fields(request)
        asked = (albedo, maps, given, _sending(request, request.previews))
        events = self._events("more_of", asked, patience(context, given.get("deadline_ms")))
        async with aclosing(events):
            async for event in events:
                yield pb.GenerateFromExampleResponse(event=event)

    def _whole(
        self, request: pb.GenerateFromExampleRequest
    ) -> Sequence[pb.GenerateFromExampleRequest]:
        """The request, in all its parts. Raises FailedPrecondition where one is missing."""
        if not request.upload_id:
            return [request]
        data = request.SerializeToString()
        whole = self._uploads.take(request.upload_id, request.part, data)
        return list(map(pb.GenerateFromExampleRequest.FromString, whole))

    async def generate_tile_set(
        self, request: pb.GenerateTileSetRequest, context: CallContext
    ) -> AsyncGenerator[pb.GenerateTileSetResponse, None]:
        given = tile_set_fields(request)
        seconds = patience(context, given.get("deadline_ms"))
        events = self._events("drawn", (given, _sending(request, previews=False)), seconds)
        async with aclosing(events):
            async for event in events:
                yield pb.GenerateTileSetResponse(event=event)

    async def list_materials(
        self, request: pb.ListMaterialsRequest, context: CallContext
    ) -> pb.ListMaterialsResponse:
        return wire.catalogue_to(await self._there_is(patience(context)))

    async def _read(
        self, written: str, given: Mapping[str, Any], prompt: str, seconds: float
    ) -> Reading | None:
        """What a model makes of the prompt."""
        with told_as_ours():
            told = await asyncio.to_thread(fields_in, written, given)
        if self._questions is None:
            self._questions = await result_of(self._workers, Job(_JOBS, "questions"), seconds)
        material = str(told.get("material", ""))
        return await self._interpreter.texture(prompt, material, self._questions, seconds * READING)

    async def _there_is(self, seconds: float) -> Catalogue:
        if self._catalogue is None:
            self._catalogue = await result_of(self._workers, Job(_JOBS, "catalogue"), seconds)
        return self._catalogue

    async def _events(
        self,
        function: str,
        arguments: tuple[Any, ...],
        seconds: float,
        numbers: Iterator[int] | None = None,
    ) -> AsyncGenerator[pb.TextureEvent, None]:
        """Progress as it comes, then the files, numbered."""
        numbers = numbers or itertools.count()
        async with aclosing(self._made(Job(_JOBS, function, arguments), seconds)) as events:
            async for event in events:
                yield _numbered(event, numbers)

    async def _made(self, job: Job, seconds: float) -> AsyncGenerator[pb.TextureEvent, None]:
        started = time.monotonic()
        yield wire.progress_to(Shown("waiting for a free worker", 0.0))
        with Spool() as spool:
            async with aclosing(generating(self._workers, job, seconds)) as answers:
                async for answer in answers:
                    if isinstance(answer, Done):
                        made = answer.result
                    elif isinstance(answer.step, Part):
                        await spool.put(answer.step)
                    else:
                        for event in _shown(answer.step):
                            yield event
            async with aclosing(spool.parts()) as parts:
                async for part in parts:
                    yield wire.part_to(part)
            yield wire.completed_to(made, (time.monotonic() - started) * 1000)


def _numbered(event: pb.TextureEvent, numbers: Iterator[int]) -> pb.TextureEvent:
    event.sequence = next(numbers)
    return event


def _sending(request: Any, previews: bool) -> Sending:
    """How any of the three calls wants its files."""
    return Sending(getattr(request, "pack", ""), request.stem, previews, CHUNK_BYTES)


def _shown(step: Shown) -> Iterator[pb.TextureEvent]:
    yield wire.progress_to(step)
    if step.preview is not None:
        yield wire.preview_to(step.preview)
