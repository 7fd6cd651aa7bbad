"""Quests while they are played, on a real server."""

import json

import grpc
import httpx
import pytest

from npcgen.errors import InvalidArgument, NotFound
from npcgen.v1 import quest_pb2 as pb
from npcgen.v1.quest_pb2_grpc import QuestServiceStub
from npcgen.wire.quests import literal_to, quest_to
from tests.service.conftest import Server
from tests.service.native import failure_of
from tests.service.quests import HERE, VILLAGE_YAML, quest_stub
from tests.worldgen.quests.quests import LANTERN, SALVE
from worldgen.quests.facts import read_literal

QUESTS = "/npcgen.v1.QuestService/"
BOUGHT = ("has player lantern", "not has tobin lantern")
GIVEN = ("at player mill", "has mira lantern", "not has player lantern")


def event(ident: str, time: float, *literals: str, **fields: object) -> pb.GameEvent:
    return pb.GameEvent(
        id=ident,
        time=time,
        literals=[literal_to(read_literal(text, "test")) for text in literals],
        **fields,  # type: ignore[arg-type]
    )


async def begun(stub: QuestServiceStub, play_id: str, **fields: object) -> pb.QuestUpdates:
    """The lantern quest, in a play of its own."""
    request = pb.StartQuestRequest(
        play_id=play_id,
        world=HERE,
        quest=quest_to(LANTERN),
        **fields,  # type: ignore[arg-type]
    )
    started: pb.StartQuestResponse = await stub.StartQuest(request)
    return started.updates


async def told(stub: QuestServiceStub, play_id: str, *events: pb.GameEvent) -> pb.QuestUpdates:
    request = pb.ReportGameEventRequest(play_id=play_id, events=events)
    reported: pb.ReportGameEventResponse = await stub.ReportGameEvent(request)
    return reported.updates


async def state_of(stub: QuestServiceStub, play_id: str) -> pb.QuestState:
    request = pb.GetQuestStateRequest(play_id=play_id)
    told: pb.GetQuestStateResponse = await stub.GetQuestState(request)
    return told.states[0]


async def test_events_lead_a_quest_to_its_end(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        started = await begun(stub, "to-the-end")
        bought = await told(stub, "to-the-end", event("1", 1, *BOUGHT))
        given = await told(stub, "to-the-end", event("2", 2, *GIVEN))
        again = await told(stub, "to-the-end", event("2", 2, *GIVEN))
    assert (started.states[0].status, started.states[0].quest_id) == ("open", "lantern-quest")
    done = [each.step_id for each in bought.states[0].objectives if each.status == "done"]
    assert done[0] in ("buy-lantern-tobin-green", "steal-lantern-tobin-green")
    assert given.states[0].status == "succeeded"
    assert given.states[0].extra_ids == ["came-honesty"]
    assert [(it.fact.name, list(it.fact.of)) for it in given.effects] == [
        ("trusts", ["mira", "player"]),
        ("esteems", ["mira", "player"]),
    ]
    assert (len(again.states), len(again.effects)) == (0, 0)


async def test_a_giver_who_dies_is_replaced_and_knows_their_part(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        await begun(stub, "heir")
        updates = await told(stub, "heir", event("1", 1, "not alive mira"))
        request = pb.GetQuestStateRequest(play_id="heir", npc_id="elsa")
        known = (await stub.GetQuestState(request)).known_line_keys
    assert (updates.states[0].giver, list(updates.states[0].repair_ids)) == ("elsa", ["heir"])
    assert "k-heir" in known


async def test_late_events_end_in_the_same_state(levels: Server) -> None:
    events = [event("1", 1, *BOUGHT), event("2", 2, *GIVEN)]
    async with quest_stub(levels) as stub:
        await begun(stub, "in-order")
        await told(stub, "in-order", *events)
        await begun(stub, "late")
        for each in reversed(events):
            await told(stub, "late", each)
        assert await state_of(stub, "late") == await state_of(stub, "in-order")


async def test_a_save_brings_a_play_back(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        await begun(stub, "saved")
        await told(stub, "saved", event("1", 1, *BOUGHT))
        before = await state_of(stub, "saved")
        data = (await stub.SaveQuests(pb.SaveQuestsRequest(play_id="saved"))).data
        await told(stub, "saved", event("2", 2, "destroyed lantern"))
        load = pb.LoadQuestsRequest(play_id="saved", world=HERE, data=data)
        [loaded] = (await stub.LoadQuests(load)).states
        after = await told(stub, "saved", event("3", 3, *GIVEN))
    assert loaded == before
    assert after.states[0].status == "succeeded"
    assert len(data) < 4096


async def test_a_start_that_is_sent_again_answers_the_same(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        first = await begun(stub, "twice", request_id="once-only")
        again = await begun(stub, "twice", request_id="once-only")
    assert first == again
    assert len(again.states) == 1


async def test_a_play_is_followed_over_http_as_over_grpc(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        await begun(stub, "both-wires")
    fact = {"fact": {"name": "has", "of": ["mira", "lantern"]}}
    body = {"playId": "both-wires", "events": [{"id": "1", "time": 4, "literals": [fact]}]}
    async with httpx.AsyncClient(base_url=levels.http) as client:
        answer = await client.post(QUESTS + "ReportGameEvent", json=body)
    [state] = answer.json()["updates"]["states"]
    assert state["status"] == "succeeded"


async def test_where_the_world_changes_a_way_is_planned_anew(levels: Server) -> None:
    lost = event("1", 1, "not lies salve chapel", "lies salve green")
    request = pb.StartQuestRequest(play_id="anew", world=HERE, quest=quest_to(SALVE))
    async with quest_stub(levels) as stub:
        await stub.StartQuest(request)
        [state] = (await told(stub, "anew", lost)).states
    known = {branch.id for branch in SALVE.branches}
    ways = {each.branch_id for each in state.objectives if each.status == "current"}
    assert not state.stuck
    assert ways
    assert not ways & known
    assert ways == {way.id for way in state.detours}
    steps = {each.step_id for each in state.objectives if each.branch_id in ways}
    assert steps == {step.id for way in state.detours for step in way.steps}


async def test_a_deleted_play_is_gone(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        await begun(stub, "gone")
        await stub.DeletePlay(pb.DeletePlayRequest(play_id="gone"))
        code, error = await failure_of(stub.SaveQuests(pb.SaveQuestsRequest(play_id="gone")))
    assert code is grpc.StatusCode.NOT_FOUND
    assert isinstance(error, NotFound)
    assert error.reason == "PLAY_NOT_FOUND"


@pytest.mark.parametrize(
    ("given", "path"),
    [
        (event("", 1), "events[0].id"),
        (event("1", 1.5), "events[0].time"),
        (event("1", -1), "events[0].time"),
        (event("1", 1, "has mira crown"), "events[0].literals[0]"),
        (event("1", 1, "sings mira"), "events[0].literals[0]"),
        (event("1", 1, refuses=True), "events[0].quest"),
    ],
)
async def test_a_bad_event_names_its_field(levels: Server, given: pb.GameEvent, path: str) -> None:
    async with quest_stub(levels) as stub:
        await begun(stub, "bad-events")
        _, error = await failure_of(told(stub, "bad-events", given))
    assert isinstance(error, InvalidArgument)
    assert error.violations[0].path == path


@pytest.mark.parametrize("settled", [-1.0, 0.5, 1e300])
async def test_a_time_that_cannot_be_settles_nothing(levels: Server, settled: float) -> None:
    async with quest_stub(levels) as stub:
        await begun(stub, "bad-times")
        call = pb.ReportGameEventRequest(
            play_id="bad-times", events=[event("1", 1)], settled_before=settled
        )
        _, error = await failure_of(stub.ReportGameEvent(call))
        assert isinstance(error, InvalidArgument)
        assert error.violations[0].path == "settled_before"
        assert not (await told(stub, "bad-times", event("2", 2))).settled_event_ids


async def test_an_event_for_an_unknown_quest_is_not_found(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        await begun(stub, "unknown")
        call = told(stub, "unknown", event("1", 1, quest_id="nothing"))
        code, error = await failure_of(call)
    assert (code, error.reason) == (grpc.StatusCode.NOT_FOUND, "QUEST_NOT_STARTED")


async def test_a_save_that_is_damaged_or_of_another_world_is_refused(levels: Server) -> None:
    elsewhere = json.dumps(json.loads(VILLAGE_YAML) | {"id": "elsewhere"})
    async with quest_stub(levels) as stub:
        await begun(stub, "damaged")
        data = (await stub.SaveQuests(pb.SaveQuestsRequest(play_id="damaged"))).data
        for given, source in (
            (data[:-9], HERE),
            (data + b"more", HERE),
            (b"no save", HERE),
            (data, pb.QuestWorldSource(yaml=elsewhere)),
        ):
            load = pb.LoadQuestsRequest(play_id="damaged", world=source, data=given)
            _, error = await failure_of(stub.LoadQuests(load))
            assert isinstance(error, InvalidArgument)
        assert (await state_of(stub, "damaged")).status == "open"
