"""LevelService on a real server, with real workers."""

import json

import httpx

from npcgen.v1 import level_pb2 as pb
from tests.service import wire
from tests.service.conftest import Serve, Server
from tests.service.levels import ROOM, asked, level_of, level_stub, made

LEVELS = "/npcgen.v1.LevelService/"


async def test_a_level_comes_with_progress_cells_and_proof(levels: Server) -> None:
    async with level_stub(levels) as stub:
        events = await made(stub.GenerateLevel(asked(ROOM, seed=7)))
    kinds = [event.WhichOneof("kind") for event in events]
    assert kinds[0] == "progress"
    assert kinds[-3:] == ["level", "cells", "completed"]
    assert [event.sequence for event in events] == list(range(len(events)))
    done = events[-1].completed
    assert (done.seed, len(done.proof.moves), done.spec.kind) == (7, 6, "rules")


async def test_progress_never_falls(levels: Server) -> None:
    async with level_stub(levels) as stub:
        events = await made(stub.GenerateLevel(asked(kind="dungeon")))
    fractions = [each.progress.fraction for each in events if each.HasField("progress")]
    assert fractions == sorted(fractions)


async def test_the_spec_that_comes_back_makes_the_same_level(levels: Server) -> None:
    async with level_stub(levels) as stub:
        first = (await made(stub.GenerateLevel(asked(ROOM, seed=3))))[-1].completed
        again = pb.GenerateLevelRequest(spec=first.spec)
        second = (await made(stub.GenerateLevel(again)))[-1].completed
    assert second.content_sha256 == first.content_sha256


async def test_fields_win_over_the_text(levels: Server) -> None:
    async with level_stub(levels) as stub:
        done = (await made(stub.GenerateLevel(asked(ROOM, width=11, seed=1))))[-1].completed
    assert (done.spec.width, done.spec.height) == (11, 7)


async def test_the_three_wires_give_the_same_level(levels: Server) -> None:
    async with level_stub(levels) as stub:
        native = (await made(stub.GenerateLevel(asked(ROOM, seed=5))))[-1].completed
    async with httpx.AsyncClient(base_url=levels.http, timeout=60) as client:
        body = json.dumps({"spec": {"yaml": ROOM, "seed": 5}}).encode()
        answer = await client.post(
            LEVELS + "GenerateLevel", content=wire.envelope(body), headers=wire.STREAM_JSON
        )
        *_, done, end = [json.loads(data) for _, data in wire.envelopes(answer.content)]
        request = asked(ROOM, seed=5).SerializeToString()
        headers = {"content-type": "application/grpc-web+proto", "x-grpc-web": "1"}
        web = await client.post(
            LEVELS + "GenerateLevel", content=wire.envelope(request), headers=headers
        )
    last = pb.GenerateLevelResponse.FromString(list(wire.envelopes(web.content))[-2][1])
    assert end == {}
    assert done["event"]["completed"]["contentSha256"] == native.content_sha256
    assert last.event.completed.content_sha256 == native.content_sha256


async def test_a_level_validates_and_a_changed_one_does_not(levels: Server) -> None:
    async with level_stub(levels) as stub:
        events = await made(stub.GenerateLevel(asked(ROOM)))
        level, done = level_of(events), events[-1].completed
        right = await stub.ValidateLevel(pb.ValidateLevelRequest(level=level, proof=done.proof))
        done.proof.moves.pop()
        wrong = await stub.ValidateLevel(pb.ValidateLevelRequest(level=level, proof=done.proof))
    assert right.valid
    assert right.content_sha256 == done.content_sha256
    assert [each.name for each in wrong.findings if not each.holds] == ["solvable"]


async def test_without_a_proof_a_way_is_searched_for(levels: Server) -> None:
    async with level_stub(levels) as stub:
        level = level_of(await made(stub.GenerateLevel(asked(ROOM))))
        found = await stub.ValidateLevel(pb.ValidateLevelRequest(level=level))
    assert (found.valid, found.findings[-1].name) == (True, "solvable")


async def test_a_box_made_anew_changes_nothing_else(levels: Server) -> None:
    async with level_stub(levels) as stub:
        before = level_of(await made(stub.GenerateLevel(asked(kind="dungeon", seed=4))))
        request = pb.RegenerateRegionRequest(level=before, x=12, y=8, width=16, height=12, seed=1)
        after = level_of(await made(stub.RegenerateRegion(request)))
    changed = 0
    for old, new in zip(before.layers, after.layers, strict=True):
        for at in range(48 * 32):
            same = old.cells[2 * at : 2 * at + 2] == new.cells[2 * at : 2 * at + 2]
            assert same or (12 <= at % 48 < 28 and 8 <= at // 48 < 20)
            changed += not same
    assert changed > 0


async def test_a_level_becomes_files(levels: Server) -> None:
    async with level_stub(levels) as stub:
        events = await made(stub.GenerateLevel(asked(ROOM)))
        level, proof = level_of(events), events[-1].completed.proof
        request = pb.ExportLevelRequest(level=level, format="json", proof=proof)
        parts = [part async for part in stub.ExportLevel(request)]
    document = json.loads(b"".join(part.data for part in parts))
    assert [part.last for part in parts] == [False] * (len(parts) - 1) + [True]
    assert (document["width"], document["proof"]["moves"]) == (9, list(proof.moves))


async def test_chunks_of_one_world_meet(levels: Server) -> None:
    spec = pb.LevelSpec(kind="overworld", width=32, height=32, seed=9)
    async with level_stub(levels) as stub:
        here = await stub.GetChunk(pb.GetChunkRequest(spec=spec, x=2, y=-1))
        again = await stub.GetChunk(pb.GetChunkRequest(spec=spec, x=2, y=-1))
        there = await stub.GetChunk(pb.GetChunkRequest(spec=spec, x=3, y=-1))
    assert here.content_sha256 == again.content_sha256 != there.content_sha256
    assert (here.level.width, len(here.level.heights)) == (32, 2 * 32 * 32)


async def test_kinds_say_what_may_be_asked(levels: Server) -> None:
    async with level_stub(levels) as stub:
        kinds = (await stub.ListLevelKinds(pb.ListLevelKindsRequest())).kinds
    names = [kind.name for kind in kinds]
    assert names == sorted(names)
    assert {"dungeon", "cave", "example", "rules", "tiles"} <= set(names)
    [dungeon] = [kind for kind in kinds if kind.name == "dungeon"]
    assert "keys" in [count.name for count in dungeon.counts]


async def test_kinds_are_told_where_no_worker_is(serve: Serve) -> None:
    server = await serve(generation_workers=0)
    async with level_stub(server) as stub:
        kinds = (await stub.ListLevelKinds(pb.ListLevelKindsRequest())).kinds
    [example] = [kind for kind in kinds if kind.name == "example"]
    assert example.description == "A map like the one that is drawn in the spec."


async def test_a_prompt_is_read_and_its_unused_words_told(levels: Server) -> None:
    request = asked(prompt="a small crypt with two keys and purple curtains")
    async with level_stub(levels) as stub:
        done = (await made(stub.GenerateLevel(request)))[-1].completed
    assert (done.spec.kind, done.spec.theme) == ("dungeon", "crypt")
    assert (done.spec.counts["keys"].low, done.spec.counts["keys"].high) == (2, 2)
    assert list(done.unused_words) == ["purple", "curtains"]


async def test_a_long_one_shows_previews(levels: Server) -> None:
    async with level_stub(levels) as stub:
        events = await made(
            stub.GenerateLevel(asked(kind="cave", width=300, height=200, previews=True))
        )
    shown = [event.preview for event in events if event.HasField("preview")]
    assert shown
    assert all(each.stride == 2 and len(each.cells) == 150 * 100 for each in shown)
