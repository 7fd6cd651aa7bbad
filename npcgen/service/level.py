"""LevelService: the calls of level.proto, handed to processes of their own."""

import asyncio
import itertools
import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from typing import Any, Protocol

from npcgen.levels.failures import told_as_ours
from npcgen.service.generation import READING, generating, patience, prompt_of, result_of
from npcgen.service.rpc import CallContext
from npcgen.v1 import common_pb2
from npcgen.v1 import level_pb2 as pb
from npcgen.wire import levels as convert
from npcgen.wire.level_specs import fields_of, kind_to
from npcgen.workers.job import Done, Job
from npcgen.workers.pool import Workers
from worldgen.levels.fields import fields_in
from worldgen.levels.kind import KindInfo
from worldgen.levels.kind_infos import kind_infos
from worldgen.levels.level import Level
from worldgen.levels.preview import Shown

_JOBS = "worldgen.levels.jobs"


class LevelInterpreter(Protocol):
    """Reads what a prompt asks for, where it can do better than by its words alone."""

    async def level_fields(
        self, prompt: str, kind: str, kinds: Mapping[str, KindInfo], within_s: float
    ) -> Mapping[str, Any]:
        """Fields of a LevelSpec, all of them valid; none where no model is there to read it.

        `kind` is what is asked for whatever the prompt says, if it isn't empty.
        """
        ...


class LevelService:
    def __init__(self, workers: Workers, interpreter: LevelInterpreter) -> None:
        self._workers = workers
        self._interpreter = interpreter

    async def generate_level(
        self, request: pb.GenerateLevelRequest, context: CallContext
    ) -> AsyncGenerator[pb.GenerateLevelResponse, None]:
        given, prompt = fields_of(request.spec), prompt_of(request.prompt)
        guessed = await self._guessed(request.spec.yaml, given, prompt, context) if prompt else {}
        job = Job(_JOBS, "generated", (request.spec.yaml, given, prompt, guessed, request.previews))
        async with aclosing(self._events(job, given, context)) as events:
            async for event in events:
                yield pb.GenerateLevelResponse(event=event)

    async def regenerate_region(
        self, request: pb.RegenerateRegionRequest, context: CallContext
    ) -> AsyncGenerator[pb.RegenerateRegionResponse, None]:
        level = await _level_from(request.level)
        given = fields_of(request.spec)
        box = request.x, request.y, request.width, request.height, request.floor
        asked = (level, request.spec.yaml, given, box, request.seed, request.previews)
        async with aclosing(self._events(Job(_JOBS, "redone", asked), given, context)) as events:
            async for event in events:
                yield pb.RegenerateRegionResponse(event=event)

    async def get_chunk(
        self, request: pb.GetChunkRequest, context: CallContext
    ) -> pb.GetChunkResponse:
        asked = (request.spec.yaml, fields_of(request.spec), request.x, request.y)
        level, sha256 = await self._result("chunk", asked, context)
        return pb.GetChunkResponse(level=convert.level_to(level, cells=True), content_sha256=sha256)

    async def validate_level(
        self, request: pb.ValidateLevelRequest, context: CallContext
    ) -> pb.ValidateLevelResponse:
        level = await _level_from(request.level)
        proof = convert.proof_from(request.proof) if request.HasField("proof") else None
        checked = await self._result("checked", (level, proof), context)
        return pb.ValidateLevelResponse(
            valid=checked.report.holds,
            findings=map(convert.finding_to, checked.report.findings),
            content_sha256=checked.content_sha256,
        )

    async def export_level(
        self, request: pb.ExportLevelRequest, context: CallContext
    ) -> AsyncGenerator[pb.ExportLevelResponse, None]:
        level = await _level_from(request.level)
        proof = convert.proof_from(request.proof) if request.HasField("proof") else None
        files = await self._result("exported", (level, request.format, proof), context)
        for name, data in files.items():
            for part in convert.parts_of(name, data):
                yield part

    async def list_level_kinds(
        self, request: pb.ListLevelKindsRequest, context: CallContext
    ) -> pb.ListLevelKindsResponse:
        kinds = [kind_to(info) for _, info in sorted(kind_infos().items())]
        return pb.ListLevelKindsResponse(kinds=kinds)

    async def _guessed(
        self, written: str, given: Mapping[str, Any], prompt: str, context: CallContext
    ) -> Mapping[str, Any]:
        with told_as_ours():
            told = await asyncio.to_thread(fields_in, written, given)
        seconds = patience(context, given.get("deadline_ms"))
        kind = str(told.get("kind", ""))
        return await self._interpreter.level_fields(prompt, kind, kind_infos(), seconds * READING)

    async def _events(
        self, job: Job, given: dict[str, Any], context: CallContext
    ) -> AsyncGenerator[pb.LevelEvent, None]:
        """Progress as it comes, then the level, numbered."""
        started, number = time.monotonic(), itertools.count()
        yield pb.LevelEvent(sequence=next(number), progress=_progress("waiting for a free worker"))
        seconds = patience(context, given.get("deadline_ms"))
        async with aclosing(generating(self._workers, job, seconds)) as answers:
            async for answer in answers:
                events = (
                    convert.events_of(answer.result, (time.monotonic() - started) * 1000)
                    if isinstance(answer, Done)
                    else _shown(answer.step)
                )
                for event in events:
                    event.sequence = next(number)
                    yield event

    async def _result(self, function: str, arguments: tuple[Any, ...], context: CallContext) -> Any:
        job = Job(_JOBS, function, arguments)
        return await result_of(self._workers, job, patience(context))


async def _level_from(message: pb.Level) -> Level:
    """NOTE: off the event loop, for a large level takes a while to inflate."""
    with told_as_ours():
        return await asyncio.to_thread(convert.level_from, message)


def _shown(step: Shown) -> Iterator[pb.LevelEvent]:
    yield pb.LevelEvent(progress=_progress(step.phase, step.fraction))
    if step.preview is not None:
        yield pb.LevelEvent(preview=convert.preview_to(step.preview))


def _progress(phase: str, fraction: float = 0.0) -> common_pb2.GenerationProgress:
    return common_pb2.GenerationProgress(phase=phase, fraction=fraction)
