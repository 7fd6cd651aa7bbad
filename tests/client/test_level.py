"""Levels, from the client's side of a real server."""

from contextlib import aclosing

import pytest

from npcgen import Client, SyncClient
from npcgen.client import GeneratedLevel, LevelProgress
from npcgen.errors import DeadlineExceeded, InvalidArgument
from worldgen.levels.generate import generate
from worldgen.levels.level import content_sha256
from worldgen.levels.preview import Preview
from worldgen.levels.region import Region
from worldgen.levels.spec import read_spec

DUNGEON = {"kind": "dungeon", "seed": 7, "counts": {"keys": 1}}


async def test_a_level_is_the_one_that_is_made_here(client: Client) -> None:
    made = await client.generate_level(DUNGEON)

    here = generate(read_spec(DUNGEON))
    assert content_sha256(made.level) == here.provenance.content_sha256
    assert (made.proof, made.spec, made.provenance) == (here.proof, here.spec, here.provenance)


async def test_both_clients_and_all_ways_to_say_a_spec_agree(
    client: Client, sync_client: SyncClient
) -> None:
    text = await client.generate_level("kind: dungeon\nseed: 7\ncounts: {keys: 1}")
    spec = sync_client.generate_level(read_spec(DUNGEON))

    assert text.provenance.content_sha256 == spec.provenance.content_sha256


def test_progress_is_told_as_it_is_made(sync_client: SyncClient) -> None:
    told: list[LevelProgress] = []
    sync_client.generate_level(DUNGEON, on_progress=told.append)

    assert told[0] == LevelProgress("waiting for a free worker", 0.0)
    assert [each.fraction for each in told] == sorted(each.fraction for each in told)


async def test_a_stream_shows_previews_and_ends_with_the_level(client: Client) -> None:
    spec = {"kind": "cave", "size": "300x200"}
    events = [event async for event in client.stream_level(spec, previews=True)]

    shown = [event.cells.shape for event in events if isinstance(event, Preview)]
    assert set(shown) == {(1, 100, 150)}
    assert isinstance(events[-1], GeneratedLevel)


async def test_a_stream_left_early_frees_the_worker(client: Client) -> None:
    async with aclosing(client.stream_level({"kind": "cave", "size": "500x500"})) as events:
        async for _ in events:
            break

    assert (await client.generate_level(DUNGEON)).level.seed == 7


def test_a_prompt_says_what_the_spec_leaves_open(sync_client: SyncClient) -> None:
    made = sync_client.generate_level({"seed": 3}, prompt="a tiny cave with a velvet pool")

    assert (made.spec.kind, made.spec.seed, made.unused_words) == ("cave", 3, ("velvet",))


async def test_a_level_is_checked_and_a_wrong_proof_is_told(client: Client) -> None:
    made = await client.generate_level(DUNGEON)
    right = await client.validate_level(made.level, made.proof)
    wrong = await client.validate_level(made.level, type(made.proof)(("n",) * 500))

    assert right.report.holds
    assert right.content_sha256 == made.provenance.content_sha256
    assert wrong.report.broken == ("solvable",)


def test_a_box_is_made_anew(sync_client: SyncClient) -> None:
    made = sync_client.generate_level(DUNGEON)
    again = sync_client.regenerate_region(made.level, Region(10, 8, 20, 12), made.spec, seed=1)

    assert again.provenance.content_sha256 != made.provenance.content_sha256
    assert (again.level.rooms, again.level.width) == (made.level.rooms, 48)


async def test_a_box_is_watched_as_it_is_made(client: Client) -> None:
    made = await client.generate_level(DUNGEON)
    box = Region(10, 8, 20, 12)
    stream = client.stream_region(made.level, box, made.spec, seed=1, previews=True)
    events = [event async for event in stream]

    assert next(event.cells.shape for event in events if isinstance(event, Preview)) == (1, 32, 48)
    assert isinstance(events[-1], GeneratedLevel)


def test_a_level_becomes_files(sync_client: SyncClient) -> None:
    made = sync_client.generate_level(DUNGEON)
    files = sync_client.export_level(made.level, "csv", made.proof)

    assert "level.csv" in files
    assert all(files.values())


async def test_a_chunk_is_a_level(client: Client) -> None:
    spec = {"kind": "overworld", "size": "16x16", "seed": 2}
    here, again = await client.get_chunk(spec, 0, -3), await client.get_chunk(spec, 0, -3)

    assert (here.width, here.height) == (16, 16)
    assert content_sha256(here) == content_sha256(again)


async def test_kinds_say_what_may_be_asked(client: Client) -> None:
    kinds = {kind.name: kind for kind in await client.list_level_kinds()}

    assert kinds["dungeon"].counts["keys"].high == 16
    assert kinds["example"].options["wraps_output"].default is False


async def test_errors_are_typed(client: Client) -> None:
    with pytest.raises(InvalidArgument) as caught:
        await client.generate_level({"kind": "dungeon", "counts": {"teapots": 1}})
    with pytest.raises(DeadlineExceeded):
        await client.generate_level({"kind": "cave", "size": "500x500", "deadline_ms": 1})

    assert caught.value.violations[0].path == "counts.teapots"
