"""BehaviourService on a real server, with real workers."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import httpx
import pytest

from npcgen.errors import InvalidArgument, NotFound
from npcgen.v1 import behaviour_pb2 as pb
from npcgen.v1 import persona_pb2
from npcgen.v1.behaviour_pb2_grpc import BehaviourServiceStub
from npcgen.v1.quest_pb2 import Quest, QuestWorldSource
from npcgen.wire.quests import quest_to
from tests.service import wire
from tests.service.conftest import Server
from tests.service.native import failure_of
from tests.service.quests import HERE, quest_stub
from tests.service.test_quest_plays import begun, event, told
from tests.worldgen.quests.quests import LANTERN
from worldgen.behaviour.document import from_json
from worldgen.behaviour.export import FORMATS, export

CALL = "/npcgen.v1.BehaviourService/GenerateBehaviour"
EMBERLOW = QuestWorldSource(id="emberlow")
TWO_ACTIONS = """
blackboard: {minute: {type: minute}}
conditions: {during: {parameters: {from: minute, until: minute}, reads: minute, test: within}}
actions: {go_to: {parameters: {place: place}}, stay: {parameters: {place: place}}}
"""


@asynccontextmanager
async def stub_of(server: Server) -> AsyncIterator[BehaviourServiceStub]:
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        yield BehaviourServiceStub(channel)


def asked(character: str = "isolde", **fields: Any) -> pb.GenerateBehaviourRequest:
    return pb.GenerateBehaviourRequest(**({"world": EMBERLOW} | fields), character=character)


def way(start: str, end: str, minutes: int) -> pb.TravelTime:
    fields: dict[str, Any] = {"from": start, "to": end, "minutes": minutes}
    return pb.TravelTime(**fields)


async def test_the_day_and_the_tree_come_with_who_they_are(levels: Server) -> None:
    async with stub_of(levels) as stub:
        made = await stub.GenerateBehaviour(asked(seed=3))
        named = await stub.GenerateBehaviour(asked(seed=3, persona_id="isolde"))
    behaviour = from_json(made.document)
    assert (behaviour.character, behaviour.role, behaviour.origin.seed) == ("isolde", "scholar", 3)
    assert made == named
    assert [(each.starts, each.place) for each in made.routine] == [
        (each.starts, each.place) for each in behaviour.routine
    ]


async def test_who_is_given_whole_wins(levels: Server) -> None:
    smith = persona_pb2.Persona(id="x", name="X", role="blacksmith", place="the forge")
    async with stub_of(levels) as stub:
        made = await stub.GenerateBehaviour(asked(persona=smith, home="the mill"))
    assert "forge" in {block.place for block in made.routine}
    assert made.routine[-1].place == "mill"


async def test_ways_take_their_time(levels: Server) -> None:
    ways = [way("reading_room", place, 12) for place in ("lantern_inn", "square", "herb_garden")]
    async with stub_of(levels) as stub:
        made = await stub.GenerateBehaviour(asked(travel_times=ways))
    assert 12 in [block.travel_minutes for block in made.routine]


async def test_only_declared_actions_are_used(levels: Server) -> None:
    async with stub_of(levels) as stub:
        made = await stub.GenerateBehaviour(asked(vocabulary=TWO_ACTIONS))
    assert set(json.loads(made.document)["actions"]) <= {"go_to", "stay"}


async def test_a_plays_world_facts_and_givers_count(levels: Server) -> None:
    async with quest_stub(levels) as quests, stub_of(levels) as stub:
        await begun(quests, "behaving")
        before = await stub.GenerateBehaviour(
            pb.GenerateBehaviourRequest(character="mira", play_id="behaving")
        )
        await told(quests, "behaving", event("1", 1, "not alive mira"))
        heir = await stub.GenerateBehaviour(
            pb.GenerateBehaviourRequest(character="elsa", play_id="behaving")
        )
        request = pb.GenerateBehaviourRequest(character="mira", play_id="behaving")
        _, error = await failure_of(stub.GenerateBehaviour(request))
    parts = [(each.quest, each.part) for each in from_json(before.document).parts]
    assert parts == [(LANTERN.id, "giver")]
    assert [each.part for each in from_json(heir.document).parts] == ["giver"]
    assert "isn't alive" in error.message


async def test_quests_may_be_sent(levels: Server) -> None:
    request = asked("mira", world=HERE, quests=[quest_to(LANTERN)])
    async with stub_of(levels) as stub:
        made = await stub.GenerateBehaviour(request)
    assert [each.part for each in from_json(made.document).parts] == ["giver"]


@pytest.mark.parametrize("format_name", FORMATS)
async def test_a_behaviour_becomes_files(levels: Server, format_name: str) -> None:
    async with stub_of(levels) as stub:
        made = await stub.GenerateBehaviour(asked())
        request = pb.ExportBehaviourRequest(document=made.document, format=format_name)
        parts = [part async for part in stub.ExportBehaviour(request)]
    [(name, data)] = export(from_json(made.document), format_name).items()
    assert {part.file for part in parts} == {name}
    assert b"".join(part.data for part in parts) == data


async def test_the_three_wires_give_the_same(levels: Server) -> None:
    async with stub_of(levels) as stub:
        native = await stub.GenerateBehaviour(asked(seed=5))
    async with httpx.AsyncClient(base_url=levels.http, timeout=60) as client:
        body = {"world": {"id": "emberlow"}, "character": "isolde", "seed": 5}
        connect = (await client.post(CALL, json=body)).json()
        headers = {"content-type": "application/grpc-web+proto", "x-grpc-web": "1"}
        data = wire.envelope(asked(seed=5).SerializeToString())
        web = await client.post(CALL, content=data, headers=headers)
    [(_, answer), *_] = wire.envelopes(web.content)
    assert connect["document"] == native.document
    assert pb.GenerateBehaviourResponse.FromString(answer) == native


BAD: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"world": QuestWorldSource()}, "world", "missing"),
    ({"character": "nobody"}, "character", "there is no 'nobody'"),
    ({"character": "forge"}, "character", "is a place"),
    ({"home": "atlantis"}, "home", "there is no place 'atlantis'"),
    ({"vocabulary": "actions: {}"}, "actions", ""),
    ({"vocabulary": "actions: {dance: {}}"}, "vocabulary", "declare it"),
    ({"travel_times": [way("forge", "moon", 3)]}, "minutes", "there is no place 'moon'"),
    ({"travel_times": [way("forge", "mill", 1440)]}, "minutes", "give 0..1439"),
    ({"quests": [Quest(id="q", world="x", refusal={"kind": "refusal"})]}, "quests", "of the world"),
    ({"quests": [Quest()] * 201}, "quests", "send at most 200"),
)


@pytest.mark.parametrize(("fields", "path", "says"), BAD)
async def test_what_is_wrong_is_named(
    levels: Server, fields: dict[str, Any], path: str, says: str
) -> None:
    async with stub_of(levels) as stub:
        code, error = await failure_of(stub.GenerateBehaviour(asked(**fields)))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert isinstance(error, InvalidArgument)
    assert error.violations[0].path == path
    assert says in error.message


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"persona_id": "nobody"}, "PERSONA_NOT_FOUND"), ({"play_id": "none"}, "PLAY_NOT_FOUND")],
)
async def test_what_is_not_there_is_not_found(
    levels: Server, fields: dict[str, Any], reason: str
) -> None:
    async with stub_of(levels) as stub:
        _, error = await failure_of(stub.GenerateBehaviour(asked(**fields)))
    assert isinstance(error, NotFound)
    assert error.reason == reason


async def test_what_is_no_behaviour_is_refused(levels: Server) -> None:
    async with stub_of(levels) as stub:
        for request in (
            pb.ExportBehaviourRequest(document="{}", format="json"),
            pb.ExportBehaviourRequest(document="[", format="json"),
        ):
            code, _ = await failure_of(anext(aiter(stub.ExportBehaviour(request))))
            assert code is grpc.StatusCode.INVALID_ARGUMENT
        made = await stub.GenerateBehaviour(asked())
        request = pb.ExportBehaviourRequest(document=made.document, format="docx")
        _, error = await failure_of(anext(aiter(stub.ExportBehaviour(request))))
    assert "there are: json, behavior_tree_cpp" in error.message
