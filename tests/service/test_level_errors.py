"""What LevelService refuses: a typed error that names the field and the way out."""

from typing import Any

import grpc
import pytest

from npcgen.errors import DeadlineExceeded, FailedPrecondition, InvalidArgument, Overloaded
from npcgen.v1 import level_pb2 as pb
from tests.service.conftest import Serve, Server
from tests.service.levels import ROOM, asked, level_of, level_stub, made
from tests.service.native import failure_of

BAD: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({}, "kind", "missing"),
    ({"kind": "castle"}, "kind", "there is no kind 'castle'; there are: dungeon"),
    ({"kind": "dungeon", "width": 0}, "width", "too small"),
    ({"kind": "dungeon", "width": 1}, "width", "16..512 cells, not 1"),
    ({"kind": "dungeon", "height": 100_000}, "height", "too large"),
    ({"kind": "dungeon", "floors": 17}, "floors", "too large"),
    ({"kind": "dungeon", "theme": "disco"}, "theme", "it has: crypt"),
    ({"kind": "dungeon", "difficulty": [2.0]}, "difficulty[0]", "too large"),
    ({"kind": "dungeon", "yaml": "counts: {teapots: 3}"}, "counts.teapots", "it counts: rooms"),
    ({"kind": "dungeon", "yaml": "counts: {keys: 5..3}"}, "counts.keys", "smaller one first"),
    ({"kind": "dungeon", "yaml": "options: {branching: 7}"}, "options.branching", "0..1"),
    ({"kind": "dungeon", "yaml": "fixed: [{x: 50, y: 1, tile: wall}]"}, "fixed[0]", "outside"),
    ({"yaml": f"{ROOM}fixed: [{{x: 1, y: 1, tile: wood}}]"}, "fixed[0].tile", "'wood'; there"),
    ({"kind": "example"}, "sample", "rows of glyphs"),
    ({"yaml": "size: big"}, "size", "WIDTHxHEIGHT"),
    ({"yaml": "- a\n- b"}, "yaml", "no mapping"),
    ({"yaml": "a: *b"}, "yaml", "alias"),
)


@pytest.mark.parametrize(("fields", "path", "says"), BAD)
async def test_a_bad_spec_names_its_field(
    levels: Server, fields: dict[str, Any], path: str, says: str
) -> None:
    async with level_stub(levels) as stub:
        code, error = await failure_of(made(stub.GenerateLevel(asked(**fields))))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert isinstance(error, InvalidArgument)
    assert (error.reason, error.violations[0].path) == ("INVALID_SPEC", path)
    assert says in error.message


async def test_what_cannot_be_names_the_constraints_that_clash(levels: Server) -> None:
    yaml = ROOM.replace("length: 6", "length: 60")
    async with level_stub(levels) as stub:
        _, error = await failure_of(made(stub.GenerateLevel(asked(yaml))))
    assert error.reason == "UNSATISFIABLE"
    assert "paths[0]" in [violation.path for violation in error.violations]


@pytest.mark.parametrize("deadline_ms", [1, 20])
async def test_a_deadline_that_is_too_short_is_told(levels: Server, deadline_ms: int) -> None:
    request = asked(kind="cave", width=500, height=500, deadline_ms=deadline_ms)
    async with level_stub(levels) as stub:
        code, error = await failure_of(made(stub.GenerateLevel(request)))
    assert code is grpc.StatusCode.DEADLINE_EXCEEDED
    assert isinstance(error, DeadlineExceeded)
    assert error.reason == "OUT_OF_TIME"
    assert "deadline_ms" in error.message


async def test_a_prompt_may_not_be_endless(levels: Server) -> None:
    async with level_stub(levels) as stub:
        _, error = await failure_of(made(stub.GenerateLevel(asked(prompt="crypt " * 400))))
    assert error.violations[0].path == "prompt"


async def test_a_request_may_not_be_endless(levels: Server) -> None:
    level = pb.Level(width=8, height=8, floors=1, layers=[pb.LevelLayer(cells=bytes(1 << 21))])
    async with level_stub(levels) as stub:
        _, error = await failure_of(stub.ValidateLevel(pb.ValidateLevelRequest(level=level)))
    assert isinstance(error, Overloaded)
    assert error.reason == "REQUEST_TOO_LARGE"


SIZED: dict[str, Any] = {"width": 2, "height": 2, "floors": 1}
MALFORMED: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, "level"),
    ({**SIZED, "width": 100_000, "height": 100_000}, "level"),
    ({**SIZED, "layers": [pb.LevelLayer(name="walls", cells=b"123")]}, "level.layers[0].cells"),
    (
        {**SIZED, "layers": [pb.LevelLayer(name="walls", cells_zlib=b"no zlib")]},
        "level.layers[0].cells_zlib",
    ),
    ({**SIZED, "areas": b"1"}, "level.areas"),
    ({**SIZED, "movement": "swim"}, "level.movement"),
    ({**SIZED, "links": [pb.LevelLink(a="a", b="b", kind="rope")]}, "level.links[0].kind"),
    ({**SIZED, "tiles": [pb.LevelTile(name="a"), pb.LevelTile(name="a")]}, "tiles"),
)


@pytest.mark.parametrize(("fields", "path"), MALFORMED)
async def test_bytes_that_are_no_level_are_refused(
    levels: Server, fields: dict[str, Any], path: str
) -> None:
    request = pb.ValidateLevelRequest(level=pb.Level(**fields))
    async with level_stub(levels) as stub:
        code, error = await failure_of(stub.ValidateLevel(request))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert error.violations[0].path == path


async def test_a_level_that_makes_no_sense_is_not_valid(levels: Server) -> None:
    """It can be read, and its cells count tiles that there aren't."""
    layer = pb.LevelLayer(name="walls", cells=b"\x09\x00" * 4)
    level = pb.Level(**SIZED, tiles=[pb.LevelTile(name="wall", glyph="#")], layers=[layer])
    async with level_stub(levels) as stub:
        found = await stub.ValidateLevel(pb.ValidateLevelRequest(level=level))
        refused = await failure_of(
            made_parts(stub.ExportLevel(pb.ExportLevelRequest(level=level, format="json")))
        )
    assert (found.valid, {each.name for each in found.findings}) == (False, {"well_formed"})
    assert refused[1].violations[0].path == "level"


async def made_parts(call: Any) -> list[pb.ExportLevelResponse]:
    return [part async for part in call]


@pytest.mark.parametrize(
    ("box", "path"),
    [
        ({"x": 0, "y": 0, "width": 10, "height": 2}, "region.width"),
        ({"x": 4, "y": 4, "width": 2, "height": 9}, "region.height"),
        ({"x": 1, "y": 1, "width": 0, "height": 2}, "region.width"),
        ({"x": 1, "y": 1, "width": 2, "height": 2, "floor": 3}, "region.floor"),
    ],
)
async def test_a_region_has_to_be_inside(levels: Server, box: dict[str, int], path: str) -> None:
    async with level_stub(levels) as stub:
        level = level_of(await made(stub.GenerateLevel(asked(ROOM))))
        request = pb.RegenerateRegionRequest(level=level)
        for name, cells in box.items():
            setattr(request, name, cells)
        _, error = await failure_of(made(stub.RegenerateRegion(request)))
    assert (error.reason, error.violations[0].path) == ("INVALID_SPEC", path)


async def test_a_region_with_another_spec_is_refused(levels: Server) -> None:
    async with level_stub(levels) as stub:
        level = level_of(await made(stub.GenerateLevel(asked(ROOM))))
        spec = pb.LevelSpec(kind="dungeon")
        request = pb.RegenerateRegionRequest(level=level, spec=spec, width=2, height=2)
        _, error = await failure_of(made(stub.RegenerateRegion(request)))
    assert error.violations[0].path == "spec"


@pytest.mark.parametrize(
    ("fields", "at", "path"),
    [
        ({"kind": "dungeon"}, 0, "kind"),
        ({"kind": "overworld", "width": 7}, 0, "width"),
        ({"kind": "overworld"}, 1_000_001, "x"),
    ],
)
async def test_a_chunk_that_cannot_be_is_refused(
    levels: Server, fields: dict[str, Any], at: int, path: str
) -> None:
    request = pb.GetChunkRequest(spec=pb.LevelSpec(**fields), x=at)
    async with level_stub(levels) as stub:
        _, error = await failure_of(stub.GetChunk(request))
    assert (error.reason, error.violations[0].path) == ("INVALID_SPEC", path)


async def test_a_format_that_there_is_not_is_refused(levels: Server) -> None:
    async with level_stub(levels) as stub:
        level = level_of(await made(stub.GenerateLevel(asked(ROOM))))
        call = stub.ExportLevel(pb.ExportLevelRequest(level=level, format="doc"))
        _, error = await failure_of(made_parts(call))
    assert error.violations[0].path == "format"
    assert "tmj" in error.message


async def test_a_server_without_workers_says_so(serve: Serve) -> None:
    async with level_stub(await serve(generation_workers=0)) as stub:
        code, error = await failure_of(made(stub.GenerateLevel(asked(ROOM))))
    assert code is grpc.StatusCode.FAILED_PRECONDITION
    assert isinstance(error, FailedPrecondition)
    assert error.reason == "GENERATION_OFF"
    assert "NPCGEN_GENERATION_WORKERS" in error.message
