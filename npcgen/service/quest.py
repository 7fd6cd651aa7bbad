"""QuestService: the calls of quest.proto, made by processes of their own, followed here."""

import asyncio
import itertools
import time
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import aclosing
from typing import Any, Protocol

from npcgen.dialogue.paging import page_of
from npcgen.levels.failures import told_as_ours
from npcgen.quests.plays import Plays
from npcgen.quests.writing import QuestWriter
from npcgen.service.generation import READING, generating, patience, prompt_of, result_of
from npcgen.service.once import Once
from npcgen.service.rpc import CallContext
from npcgen.service.uploads import Uploads
from npcgen.v1 import common_pb2
from npcgen.v1 import quest_pb2 as pb
from npcgen.wire import quest_plays as plays
from npcgen.wire import quest_specs as specs
from npcgen.wire.files import parts
from npcgen.wire.provenance import provenance_to
from npcgen.wire.quests import quest_from, quest_to
from npcgen.workers.job import Done, Job
from npcgen.workers.pool import Workers
from worldgen.quests.asked import Asked
from worldgen.quests.generated import Generated, Told, WorldInfo
from worldgen.quests.quest import Quest
from worldgen.quests.world import World
from worldgen.quests.worlds import world_in

_JOBS = "worldgen.quests.jobs"


class QuestInterpreter(Protocol):
    """Reads what a prompt asks for, where it can do better than by its words alone."""

    async def quest_fields(self, prompt: str, world: World, within_s: float) -> Mapping[str, Any]:
        """Fields of a QuestSpec, all of them valid; none where no model is there to read it."""
        ...


class QuestService:
    def __init__(
        self, workers: Workers, played: Plays, writer: QuestWriter, interpreter: QuestInterpreter
    ) -> None:
        self._workers, self._plays, self._writer = workers, played, writer
        self._interpreter = interpreter
        self._starts = Once[pb.StartQuestRequest, pb.StartQuestResponse]()
        self._uploads = Uploads()
        self._worlds: tuple[WorldInfo, ...] = ()

    async def list_quest_worlds(
        self, request: pb.ListQuestWorldsRequest, context: CallContext
    ) -> pb.ListQuestWorldsResponse:
        if not self._worlds:
            self._worlds = await self._result("worlds", (), context)
        page = page_of(
            {world.id: world for world in self._worlds}, request.page_size, request.page_token
        )
        return pb.ListQuestWorldsResponse(
            worlds=map(specs.world_to, page.items), next_page_token=page.next_token
        )

    async def generate_quests(
        self, request: pb.GenerateQuestsRequest, context: CallContext
    ) -> AsyncGenerator[pb.GenerateQuestsResponse, None]:
        """Progress and quests as they come, numbered, and what completes them."""
        started, number = time.monotonic(), itertools.count()
        given, world = specs.fields_of(request.spec), specs.source_from(request.world)
        prompt = prompt_of(request.prompt)
        seconds = patience(context, given.get("deadline_ms"))
        guessed = await self._guessed(prompt, world, seconds * READING) if prompt else {}
        asked = Asked(request.spec.yaml, given, prompt, guessed)
        job = Job(_JOBS, "generated", (world, asked, self._writer.speech()))
        waiting = Told("waiting for a free worker", 0.0)
        yield pb.GenerateQuestsResponse(event=_event(waiting, next(number)))
        made = generating(self._workers, job, seconds)
        async with aclosing(self._writer.over(made, world, request.writer, seconds)) as answers:
            async for answer in answers:
                if isinstance(answer, Done):
                    total_ms = (time.monotonic() - started) * 1000
                    done = _completed(answer.result, total_ms)
                    event = pb.QuestEvent(sequence=next(number), completed=done)
                else:
                    event = _event(answer.step, next(number))
                yield pb.GenerateQuestsResponse(event=event)

    async def validate_quest(
        self, request: pb.ValidateQuestRequest, context: CallContext
    ) -> pb.ValidateQuestResponse:
        asked = (specs.source_from(request.world), quest_from(request.quest), request.sweep)
        checked = await self._result("checked", asked, context)
        return pb.ValidateQuestResponse(
            valid=checked.report.holds,
            findings=map(specs.finding_to, checked.report.findings),
            content_sha256=checked.content_sha256,
            undecided=map(specs.finding_to, checked.report.undecided),
        )

    async def export_quests(
        self, request: pb.ExportQuestsRequest, context: CallContext
    ) -> AsyncGenerator[pb.ExportQuestsResponse, None]:
        if request.more:
            self._uploads.keep(request.export_id, request.part, request.SerializeToString())
            return
        requests = [request]
        if request.export_id:
            data = request.SerializeToString()
            whole = self._uploads.take(request.export_id, request.part, data)
            requests = list(map(pb.ExportQuestsRequest.FromString, whole))
        quests = await asyncio.to_thread(_quests_of, requests)
        asked = (specs.source_from(request.world), quests, request.format)
        files = await self._result("exported", asked, context)
        for name, data in files.items():
            for part, last in parts(data):
                yield pb.ExportQuestsResponse(file=name, data=part, last=last)

    async def offer_quest(
        self, request: pb.OfferQuestRequest, context: CallContext
    ) -> pb.OfferQuestResponse:
        world = specs.source_from(request.world) if request.HasField("world") else ""
        quest = quest_from(request.quest)
        state = await self._plays.offer(request.play_id, world, quest)
        return pb.OfferQuestResponse(state=plays.state_to(state))

    async def start_quest(
        self, request: pb.StartQuestRequest, context: CallContext
    ) -> pb.StartQuestResponse:
        return await self._starts.make_later(request.request_id, request, self._start)

    async def report_game_event(
        self, request: pb.ReportGameEventRequest, context: CallContext
    ) -> pb.ReportGameEventResponse:
        events = [
            plays.event_from(event, f"events[{at}]") for at, event in enumerate(request.events)
        ]
        settled = plays.time_from(request.settled_before, "settled_before")
        updates = await self._plays.report(request.play_id, events, settled)
        return pb.ReportGameEventResponse(updates=plays.updates_to(updates))

    async def get_quest_state(
        self, request: pb.GetQuestStateRequest, context: CallContext
    ) -> pb.GetQuestStateResponse:
        states, known = await self._plays.states(request.play_id, request.quest_id, request.npc_id)
        return pb.GetQuestStateResponse(states=map(plays.state_to, states), known_line_keys=known)

    async def save_quests(
        self, request: pb.SaveQuestsRequest, context: CallContext
    ) -> pb.SaveQuestsResponse:
        return pb.SaveQuestsResponse(data=await self._plays.save(request.play_id))

    async def load_quests(
        self, request: pb.LoadQuestsRequest, context: CallContext
    ) -> pb.LoadQuestsResponse:
        world = specs.source_from(request.world)
        states = await self._plays.load(request.play_id, world, request.data)
        return pb.LoadQuestsResponse(states=map(plays.state_to, states))

    async def delete_play(
        self, request: pb.DeletePlayRequest, context: CallContext
    ) -> pb.DeletePlayResponse:
        await self._plays.delete(request.play_id)
        return pb.DeletePlayResponse()

    async def _start(self, request: pb.StartQuestRequest) -> pb.StartQuestResponse:
        world = specs.source_from(request.world) if request.HasField("world") else ""
        time = plays.time_from(request.time, "time")
        updates = await self._plays.start(request.play_id, world, quest_from(request.quest), time)
        return pb.StartQuestResponse(updates=plays.updates_to(updates))

    async def _guessed(self, prompt: str, world: str, within_s: float) -> Mapping[str, Any]:
        with told_as_ours():
            place = await asyncio.to_thread(world_in, world)
        return await self._interpreter.quest_fields(prompt, place, within_s)

    async def _result(self, function: str, arguments: tuple[Any, ...], context: CallContext) -> Any:
        job = Job(_JOBS, function, arguments)
        return await result_of(self._workers, job, patience(context))


def _quests_of(requests: Iterable[pb.ExportQuestsRequest]) -> list[Quest]:
    """Raises InvalidArgument."""
    sent = itertools.chain.from_iterable(request.quests for request in requests)
    with told_as_ours():
        return [quest_from(quest, f"quests[{at}]") for at, quest in enumerate(sent)]


def _event(told: Told, sequence: int) -> pb.QuestEvent:
    """The quest that is done or, where none is, how far it is."""
    if told.preview is not None:
        return pb.QuestEvent(sequence=sequence, quest=quest_to(told.preview))
    progress = common_pb2.GenerationProgress(phase=told.phase, fraction=told.fraction)
    return pb.QuestEvent(sequence=sequence, progress=progress)


def _completed(made: Generated, total_ms: float) -> pb.QuestsCompleted:
    return pb.QuestsCompleted(
        seed=made.spec.seed,
        generator_version=made.provenance.version,
        content_sha256=made.provenance.content_sha256,
        report=specs.report_to(made.tally, made.left_out, made.wording),
        spec=specs.spec_to(made.spec),
        provenance=provenance_to(made.provenance),
        total_ms=total_ms,
        unused_words=made.unused_words,
    )
