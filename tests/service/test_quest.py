"""QuestService on a real server, with real workers."""

import json
from typing import Any

import grpc
import httpx
import pytest

from npcgen.errors import InvalidArgument
from npcgen.v1 import quest_pb2 as pb
from npcgen.wire.quests import quest_from
from tests.service import wire
from tests.service.conftest import Server
from tests.service.native import failure_of
from tests.service.quests import HERE, VILLAGE_YAML, asked, made, quest_stub, quests_of
from worldgen.quests.canonical import content_sha256
from worldgen.quests.making import make
from worldgen.quests.spec import read_spec
from worldgen.quests.world import read_world

QUESTS = "/npcgen.v1.QuestService/"


async def test_quests_come_one_by_one_and_then_a_report(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        events = await made(stub.GenerateQuests(asked(count=3, seed=7)))
    done = events[-1].completed
    assert [event.sequence for event in events] == list(range(len(events)))
    assert events[0].WhichOneof("kind") == "progress"
    assert len(quests_of(events)) == done.report.quests == 3
    assert (done.seed, done.spec.count, done.spec.max_steps) == (7, 3, 24)
    assert sum(done.report.motives.values()) == 3


async def test_a_prompt_is_read_and_its_unused_words_told(levels: Server) -> None:
    spoken = asked(seed=7)
    spoken.prompt = "two velvet quests that Mira asks for, at most 6 steps, seed 3"
    async with quest_stub(levels) as stub:
        events = await made(stub.GenerateQuests(spoken))
    done = events[-1].completed
    assert (done.seed, done.spec.count, done.spec.max_steps) == (7, 2, 6)
    assert {quest.giver for quest in quests_of(events)} == {"mira"}
    assert list(done.unused_words) == ["velvet"]


async def test_a_prompt_may_not_be_endless(levels: Server) -> None:
    endless = pb.GenerateQuestsRequest(world=HERE, prompt="quest " * 400)
    async with quest_stub(levels) as stub:
        _, error = await failure_of(made(stub.GenerateQuests(endless)))
    assert error.violations[0].path == "prompt"


async def test_the_wire_leaves_a_quest_as_it_is(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        [sent] = quests_of(await made(stub.GenerateQuests(asked(seed=3))))
    [here] = make(read_world(VILLAGE_YAML), read_spec({"seed": 3}))
    assert quest_from(sent) == here.quest
    assert content_sha256(quest_from(sent)) == sent.provenance.content_sha256


async def test_the_spec_that_comes_back_makes_the_same_quests(levels: Server) -> None:
    first = asked(count=2, seed=5, yaml="economy: {base: 3}")
    async with quest_stub(levels) as stub:
        before = (await made(stub.GenerateQuests(first)))[-1].completed
        again = pb.GenerateQuestsRequest(world=HERE, spec=before.spec)
        after = (await made(stub.GenerateQuests(again)))[-1].completed
    assert after.content_sha256 == before.content_sha256
    assert after.provenance.spec_sha256 == before.provenance.spec_sha256


async def test_the_three_wires_give_the_same_quests(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        native = (await made(stub.GenerateQuests(asked(seed=5))))[-1].completed
    async with httpx.AsyncClient(base_url=levels.http, timeout=60) as client:
        body = json.dumps({"world": {"yaml": VILLAGE_YAML}, "spec": {"seed": 5}}).encode()
        answer = await client.post(
            QUESTS + "GenerateQuests", content=wire.envelope(body), headers=wire.STREAM_JSON
        )
        *_, done, end = [json.loads(data) for _, data in wire.envelopes(answer.content)]
        headers = {"content-type": "application/grpc-web+proto", "x-grpc-web": "1"}
        request = asked(seed=5).SerializeToString()
        web = await client.post(
            QUESTS + "GenerateQuests", content=wire.envelope(request), headers=headers
        )
    last = pb.GenerateQuestsResponse.FromString(list(wire.envelopes(web.content))[-2][1])
    assert end == {}
    assert done["event"]["completed"]["contentSha256"] == native.content_sha256
    assert last.event.completed.content_sha256 == native.content_sha256


async def test_a_quest_validates_and_a_changed_one_does_not(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        [quest] = quests_of(await made(stub.GenerateQuests(asked())))
        right = await stub.ValidateQuest(pb.ValidateQuestRequest(world=HERE, quest=quest))
        quest.branches[0].steps.pop()
        wrong = await stub.ValidateQuest(pb.ValidateQuestRequest(world=HERE, quest=quest))
    assert (right.valid, list(right.findings)) == (True, [])
    assert right.content_sha256 == quest.provenance.content_sha256 != wrong.content_sha256
    assert [(it.name, it.at) for it in wrong.findings][:1] == [("goal", "branches[0]")]


async def test_what_can_get_lost_is_looked_for_where_it_is_asked(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        [quest] = quests_of(await made(stub.GenerateQuests(asked(motives=["need"]))))
        whole = pb.ValidateQuestRequest(world=HERE, quest=quest, sweep=True)
        for declared in (quest.failures, quest.repairs, quest.lines):
            del declared[:]
        played = pb.ValidateQuestRequest(world=HERE, quest=quest)
        swept = pb.ValidateQuestRequest(world=HERE, quest=quest, sweep=True)
        answers = [await stub.ValidateQuest(each) for each in (whole, played, swept)]

    assert [answer.valid for answer in answers] == [True, True, False]
    assert {finding.name for finding in answers[2].findings} == {"stuck"}


async def test_quests_become_files(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        quests = quests_of(await made(stub.GenerateQuests(asked(count=2))))
        request = pb.ExportQuestsRequest(world=HERE, quests=quests, format="json")
        parts = [part async for part in stub.ExportQuests(request)]
    document = json.loads(b"".join(part.data for part in parts))
    assert [part.last for part in parts] == [False] * (len(parts) - 1) + [True]
    assert [quest["id"] for quest in document["quests"]] == [quest.id for quest in quests]


async def test_worlds_that_ship_are_listed_and_make_quests(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        worlds = (await stub.ListQuestWorlds(pb.ListQuestWorldsRequest())).worlds
        world = pb.QuestWorldSource(id=worlds[0].id)
        [quest] = quests_of(await made(stub.GenerateQuests(asked(world))))
    names = [world.id for world in worlds]
    assert names == sorted(names)
    assert quest.world == names[0]


async def test_worlds_are_listed_page_by_page(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        every = (await stub.ListQuestWorlds(pb.ListQuestWorldsRequest())).worlds
        listed: list[pb.QuestWorld] = []
        request = pb.ListQuestWorldsRequest(page_size=1)
        while not listed or request.page_token:
            page = await stub.ListQuestWorlds(request)
            listed += page.worlds
            request.page_token = page.next_page_token
        _, error = await failure_of(stub.ListQuestWorlds(pb.ListQuestWorldsRequest(page_size=201)))
    assert listed == list(every)
    assert len(every) > 1
    assert isinstance(error, InvalidArgument)
    assert error.violations[0].path == "page_size"


async def test_quests_in_parts_become_the_same_files(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        quests = quests_of(await made(stub.GenerateQuests(asked(count=2))))
        whole = pb.ExportQuestsRequest(world=HERE, quests=quests, format="csv")
        files = [part async for part in stub.ExportQuests(whole)]
        first, last = (
            pb.ExportQuestsRequest(
                world=HERE, quests=[quest], format="csv", export_id="p", part=at, more=at == 0
            )
            for at, quest in enumerate(quests)
        )
        nothing = [part async for part in stub.ExportQuests(first)]
        joined = [part async for part in stub.ExportQuests(last)]
        code, error = await failure_of(made(stub.ExportQuests(last)))
    assert (nothing, joined) == ([], files)
    assert (code, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "EXPORT_PARTS_MISSING")


BAD: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"count": 0}, "count", "too small"),
    ({"givers": ["nobody"]}, "givers[0]", "there is no 'nobody'"),
    ({"motives": ["boredom"]}, "motives[0]", "there is no motive 'boredom'; there are:"),
    ({"difficulty": "absurd"}, "difficulty", "none of"),
    ({"min_steps": 9, "max_steps": 3}, "spec", "min_steps 9 is above max_steps 3"),
    ({"goal": ["has mira lantern"]}, "givers", "name the giver"),
    ({"yaml": "teapots: 3"}, "teapots", "no field of that name"),
    ({"yaml": "- a"}, "yaml", "no mapping"),
)


@pytest.mark.parametrize(("fields", "path", "says"), BAD)
async def test_a_bad_spec_names_its_field(
    levels: Server, fields: dict[str, Any], path: str, says: str
) -> None:
    async with quest_stub(levels) as stub:
        code, error = await failure_of(made(stub.GenerateQuests(asked(**fields))))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert isinstance(error, InvalidArgument)
    assert (error.reason, error.violations[0].path) == ("INVALID_SPEC", path)
    assert says in error.message


async def test_a_goal_out_of_reach_says_what_is_missing(levels: Server) -> None:
    request = asked(givers=["mira"], goal=["not alive mira", "owes mira elsa"])
    async with quest_stub(levels) as stub:
        code, error = await failure_of(made(stub.GenerateQuests(request)))
    assert (code, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "OUT_OF_REACH")
    assert ("goal", "nothing brings about owes(mira, elsa)") in [
        (each.path, each.description) for each in error.violations
    ]


async def test_a_world_in_which_nobody_asks_is_told(levels: Server) -> None:
    world = pb.QuestWorldSource(yaml="id: void\nentities: {rock: place}")
    async with quest_stub(levels) as stub:
        _, error = await failure_of(made(stub.GenerateQuests(asked(world))))
    assert error.reason == "NOBODY_ASKS"
    assert "nobody in void has a quest: " in error.message


OWN = "id: a\nentities: {b: place}\nschema:"


@pytest.mark.parametrize(
    ("world", "path"),
    [
        (pb.QuestWorldSource(), "world"),
        (pb.QuestWorldSource(id="atlantis"), "world"),
        (pb.QuestWorldSource(id="../etc"), "world.id"),
        (pb.QuestWorldSource(yaml="id: a\nentities: {b: unheard}"), "entities.b.type"),
        (
            pb.QuestWorldSource(yaml=f"{OWN} {{types: {{ghost: spirit, spirit: ghost}}}}"),
            "types.ghost",
        ),
        (pb.QuestWorldSource(yaml=f"{OWN} {{actions: {{sit: {{}}}}}}"), "actions.sit.does"),
    ],
)
async def test_a_bad_world_names_its_field(
    levels: Server, world: pb.QuestWorldSource, path: str
) -> None:
    async with quest_stub(levels) as stub:
        _, error = await failure_of(made(stub.GenerateQuests(asked(world))))
    assert isinstance(error, InvalidArgument)
    assert error.violations[0].path == path


async def test_what_is_no_quest_is_refused(levels: Server) -> None:
    quest = pb.Quest(refusal=pb.QuestOutcome(kind="shrug"))
    async with quest_stub(levels) as stub:
        request = pb.ValidateQuestRequest(world=HERE, quest=quest)
        _, error = await failure_of(stub.ValidateQuest(request))
    assert isinstance(error, InvalidArgument)
    assert error.violations[0].path == "quest.refusal.kind"


async def test_an_unknown_format_is_answered_with_all_there_are(levels: Server) -> None:
    async with quest_stub(levels) as stub:
        quests = quests_of(await made(stub.GenerateQuests(asked())))
        request = pb.ExportQuestsRequest(world=HERE, quests=quests, format="docx")
        _, error = await failure_of(made(stub.ExportQuests(request)))
    assert "there are: json, ink, yarn" in error.message
