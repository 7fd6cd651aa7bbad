"""Quests, from the client's side of a real server."""

from dataclasses import replace

import pytest

from npcgen import Client, SyncClient
from npcgen.client import GeneratedQuests, QuestProgress
from npcgen.errors import InvalidArgument
from npcgen.wire.quests import quest_to
from worldgen.quests.export import export
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.making import make
from worldgen.quests.quest import Quest
from worldgen.quests.spec import read_spec
from worldgen.quests.tracker import Event
from worldgen.quests.worlds import bundled_worlds, world_of

SPEC = {"seed": 7, "count": 2, "max_steps": 8}


async def test_quests_are_those_that_are_made_here(client: Client) -> None:
    quests = await client.generate_quests("tallow_ring", SPEC)

    here = make(world_of("tallow_ring"), read_spec(SPEC))
    assert quests == tuple(made.quest for made in here)


async def test_both_clients_and_all_ways_to_say_a_spec_agree(
    client: Client, sync_client: SyncClient
) -> None:
    text = await client.generate_quests("tallow_ring", "seed: 7\ncount: 2\nmax_steps: 8")
    spec = sync_client.generate_quests("tallow_ring", read_spec(SPEC))

    assert text == spec


def test_progress_is_told_as_they_are_made(sync_client: SyncClient) -> None:
    told: list[QuestProgress] = []
    sync_client.generate_quests("tallow_ring", SPEC, on_progress=told.append)

    assert told[0] == QuestProgress("waiting for a free worker", 0.0)
    assert [each.fraction for each in told] == sorted(each.fraction for each in told)


async def test_a_stream_ends_with_the_report(client: Client) -> None:
    events = [event async for event in client.stream_quests("tallow_ring", SPEC)]

    done = events[-1]
    assert isinstance(done, GeneratedQuests)
    assert done.tally.quests == sum(isinstance(event, Quest) for event in events) == 2
    assert done.left_out == ()
    assert (done.spec.seed, done.provenance.seed) == (7, 7)


async def test_a_prompt_says_what_the_spec_leaves_open(client: Client) -> None:
    prompt = "two velvet errands, at most 8 steps, seed 3"
    events = [event async for event in client.stream_quests("tallow_ring", SPEC, prompt=prompt)]

    done = events[-1]
    assert isinstance(done, GeneratedQuests)
    assert (done.spec.seed, done.spec.count, done.spec.max_steps) == (7, 2, 8)
    assert done.unused_words == ("velvet",)


def test_a_prompt_alone_is_enough(sync_client: SyncClient) -> None:
    prompt = "2 quests with at most 8 steps, seed 7"
    spoken = sync_client.generate_quests("tallow_ring", prompt=prompt)

    assert spoken == sync_client.generate_quests("tallow_ring", SPEC)


async def test_a_quest_is_checked_and_becomes_files(
    client: Client, sync_client: SyncClient
) -> None:
    quests = await client.generate_quests("tallow_ring", SPEC)
    checked = await client.validate_quest(quests[0], "tallow_ring")
    files = await client.export_quests(quests, "tallow_ring", "ink")

    assert checked.report.holds
    assert sync_client.validate_quest(quests[0], "tallow_ring") == checked
    assert sync_client.validate_quest(quests[0], "tallow_ring", sweep=True).report.proved
    assert sync_client.export_quests(quests, "tallow_ring", "ink") == files
    assert all(any(quest.id in name for name in files) for quest in quests)


async def test_worlds_are_listed(client: Client, sync_client: SyncClient) -> None:
    worlds = [world async for world in client.list_quest_worlds()]

    assert tuple(world.id for world in worlds) == bundled_worlds()
    assert list(sync_client.list_quest_worlds()) == worlds


def named(quest: Quest, name: str) -> Quest:
    """The same again, by another name."""
    lines = (replace(line, key=f"{line.key}_{name}") for line in quest.lines)
    return replace(quest, id=name, lines=tuple(lines))


async def test_more_quests_than_a_message_holds_are_exported(
    client: Client, sync_client: SyncClient
) -> None:
    quests = await client.generate_quests("tallow_ring", SPEC)
    many = [named(quests[0], f"quest_{at}") for at in range(500)]
    files = await client.export_quests(many, "tallow_ring", "json")

    assert sum(quest_to(quest).ByteSize() for quest in many) > 2 * 1024 * 1024
    assert files == export(many, world_of("tallow_ring"), "json")
    assert sync_client.export_quests(many, "tallow_ring", "json") == files


async def test_a_quest_is_followed_saved_and_loaded(
    client: Client, sync_client: SyncClient
) -> None:
    [quest] = await client.generate_quests("tallow_ring", {"seed": 7})
    started = await client.start_quest("slot-1", quest, world="tallow_ring", time=3)
    saved = sync_client.save_quests("slot-1")
    refused = sync_client.report_game_event(
        "slot-1", Event("no", 4, quest=quest.id, refuses=True), settled_before=2
    )
    states = await client.quest_states("slot-1", npc_id=quest.giver)
    [loaded] = await client.load_quests("slot-1", "tallow_ring", saved)
    await client.delete_play("slot-1")

    assert [state.status for state in (*started.after, *refused.after)] == ["open", "refused"]
    assert states.states == refused.after
    assert loaded == started.after[0]
    assert refused.effects == quest.refusal.effects


async def test_a_way_that_is_planned_anew_comes_with_its_steps(client: Client) -> None:
    [quest] = await client.generate_quests("emberlow", {"givers": ["ansa"], "seed": 7})
    await client.start_quest("anew", quest, world="emberlow")
    giver = Literal(Fact("alive", (quest.giver,)), holds=False)
    told = await client.report_game_event("anew", Event("death", 1, (giver,)))
    await client.delete_play("anew")

    [state] = told.after
    open_steps = [each.step for each in state.objectives if each.status in ("current", "later")]
    assert open_steps
    assert [step.id for way in state.detours for step in way.steps] == open_steps


async def test_a_games_own_economy_is_paid_by(client: Client) -> None:
    rich = {**SPEC, "economy": {"experience_base": 1000}}
    quests = await client.generate_quests("tallow_ring", rich)
    branches = [branch for quest in quests for branch in quest.branches]

    assert all(branch.outcome.reward.experience > 1000 for branch in branches)


@pytest.mark.parametrize(
    ("economy", "path"),
    [
        ({"per_danger": -1}, "economy.per_danger"),
        ({"per_mile": 1}, "economy.per_mile"),
        ({"easy_below": 2, "hard_from": 1}, "economy"),
        ({"pays_from": "coins"}, "economy.pays_from"),
        ("a lot", "economy"),
    ],
)
async def test_a_bad_economy_names_its_field(client: Client, economy: object, path: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        await client.generate_quests("tallow_ring", {**SPEC, "economy": economy})

    assert caught.value.violations[0].path == path
