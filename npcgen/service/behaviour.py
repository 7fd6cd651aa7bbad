"""BehaviourService: the calls of behaviour.proto, made by processes of their own."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from npcgen.dialogue.persona_store import PersonaStore
from npcgen.errors import InvalidArgument, NotFound
from npcgen.levels.failures import told_as_ours
from npcgen.quests.plays import Plays, Standing
from npcgen.service.convert import persona_from
from npcgen.service.generation import patience, result_of
from npcgen.service.rpc import CallContext
from npcgen.v1 import behaviour_pb2 as pb
from npcgen.wire import behaviours as wire
from npcgen.wire.files import parts
from npcgen.wire.quest_specs import source_from
from npcgen.wire.quests import quest_from
from npcgen.workers.job import Job
from npcgen.workers.pool import Workers
from worldgen.behaviour.jobs import Asked, persona_named

_JOBS = "worldgen.behaviour.jobs"
MAX_QUESTS = 200
MAX_WAYS = 10_000


class BehaviourService:
    def __init__(self, workers: Workers, personas: PersonaStore, plays: Plays) -> None:
        self._workers, self._personas, self._plays = workers, personas, plays

    async def generate_behaviour(
        self, request: pb.GenerateBehaviourRequest, context: CallContext
    ) -> pb.GenerateBehaviourResponse:
        _check_few(len(request.quests), MAX_QUESTS, "quests")
        _check_few(len(request.travel_times), MAX_WAYS, "travel_times")
        with told_as_ours():
            quests = [quest_from(quest, f"quests[{at}]") for at, quest in enumerate(request.quests)]
        world, play = await self._where(request)
        asked = Asked(
            world,
            request.character,
            {**await self._persona(request, world), "home": request.home},
            (*quests, *(play.quests if play else ())),
            play.facts if play else None,
            request.vocabulary,
            wire.minutes_from(request.travel_times),
            request.seed,
        )
        return wire.behaviour_to(await self._result("made", (asked,), context))

    async def export_behaviour(
        self, request: pb.ExportBehaviourRequest, context: CallContext
    ) -> AsyncGenerator[pb.ExportBehaviourResponse, None]:
        files = await self._result("exported", (request.document, request.format), context)
        for name, data in files.items():
            for part, last in parts(data):
                yield pb.ExportBehaviourResponse(file=name, data=part, last=last)

    async def _where(self, request: pb.GenerateBehaviourRequest) -> tuple[str, Standing | None]:
        """The world, and how the play stands, if one is asked for."""
        given = source_from(request.world) if request.HasField("world") else ""
        if not request.play_id:
            return given or source_from(request.world), None
        play = await self._plays.standing(request.play_id)
        if given and given != play.world:
            raise InvalidArgument.at(
                "world", f"play {request.play_id!r} is in another one; leave this out"
            )
        return play.world, play

    async def _persona(self, request: pb.GenerateBehaviourRequest, world: str) -> dict[str, Any]:
        """Fields of it; none where nobody is named. Raises NotFound and InvalidArgument."""
        match request.WhichOneof("who"):
            case "persona_id":
                return self._personas.get(request.persona_id).model_dump(mode="json")
            case "persona":
                return persona_from(request.persona).model_dump(mode="json")
        with told_as_ours():
            named = await asyncio.to_thread(persona_named, world, request.character)
        try:
            return self._personas.get(named).model_dump(mode="json") if named else {}
        except NotFound:
            return {}

    async def _result(self, function: str, arguments: tuple[Any, ...], context: CallContext) -> Any:
        job = Job(_JOBS, function, arguments)
        return await result_of(self._workers, job, patience(context))


def _check_few(count: int, most: int, path: str) -> None:
    if count > most:
        raise InvalidArgument.at(path, f"there are {count}; send at most {most}")
