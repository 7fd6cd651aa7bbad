"""What TextureService refuses: a typed error that names the field and the way out."""

from typing import Any

import grpc
import pytest

from npcgen.errors import FailedPrecondition, InvalidArgument, Overloaded
from npcgen.v1 import texture_pb2 as pb
from tests.service.conftest import Serve, Server
from tests.service.native import failure_of
from tests.service.textures import asked, made, picture, texture_stub

BAD: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({}, "material", "no material is named; there are: "),
    ({"material": "cobbel"}, "material", "did you mean 'cobble'?"),
    ({"material": "../etc/passwd"}, "material", "there is no material"),
    ({"prompt": "a purple opera"}, "material", "'a purple opera' names no material"),
    ({"material": "cobble", "size": 0}, "width", "0 is too small"),
    ({"material": "cobble", "size": 100_000}, "width", "100000 is too large"),
    ({"material": "cobble", "size": 62}, "width", "no multiple of 4"),
    ({"material": "cobble", "yaml": "size: big"}, "size", "isn't such as 1024"),
    ({"material": "cobble", "yaml": "params: {stone_s: 3}"}, "params.stone_s", "'stones'?"),
    ({"material": "cobble", "yaml": "params: {stones: 4.5}"}, "params.stones", "no whole number"),
    ({"material": "cobble", "yaml": "params: {sand: red}"}, "params.sand", "is no colour"),
    ({"material": "cobble", "yaml": "layers: {mos: 1}"}, "layers.mos", "did you mean 'moss'?"),
    ({"material": "cobble", "yaml": "layers: {moss: 2}"}, "layers.moss", "too large"),
    ({"material": "cobble", "yaml": "style: {hue: .nan}"}, "style.hue", ""),
    ({"material": "cobble", "yaml": "palette: plaid"}, "palette", "plaid"),
    ({"material": "cobble", "yaml": "season: monsoon"}, "season", "none of"),
    ({"material": "cobble", "yaml": "tiling: z"}, "tiling", "none of"),
    ({"material": "cobble", "yaml": "seed: -1"}, "seed", "too small"),
    ({"material": "cobble", "yaml": "a: *b"}, "yaml", "alias"),
    ({"material": "cobble", "yaml": "- a"}, "yaml", "no mapping"),
    ({"material": "cobble", "pack": "godott"}, "pack", "there are: png, godot"),
    ({"material": "cobble", "stem": "../x"}, "stem", "no name that every engine takes"),
    ({"material": "cobble", "stem": "a" * 65}, "stem", "no name that every engine takes"),
    ({"material": "cobble", "prompt": "wall " * 500}, "prompt", "at most 2000 are read"),
)


@pytest.mark.parametrize(("fields", "path", "says"), BAD)
async def test_a_bad_spec_names_its_field(
    levels: Server, fields: dict[str, Any], path: str, says: str
) -> None:
    async with texture_stub(levels) as stub:
        code, error = await failure_of(made(stub.GenerateTexture(asked(**fields))))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert isinstance(error, InvalidArgument)
    assert error.violations[0].path == path
    assert says in error.message


async def test_values_that_are_none_are_refused(levels: Server) -> None:
    request = asked("cobble", size=64)
    request.spec.surface.params["stones"].list_value.SetInParent()
    async with texture_stub(levels) as stub:
        _, error = await failure_of(made(stub.GenerateTexture(request)))
    assert error.violations[0].path == "params.stones"


@pytest.mark.parametrize("mask", [b"", b"no picture", picture(16, 16, "L")[:60]])
async def test_a_mask_that_is_none_is_refused(levels: Server, mask: bytes) -> None:
    request = asked("cobble", size=64)
    request.spec.region.surface.material = "grass"
    request.spec.region.mask_png = mask
    async with texture_stub(levels) as stub:
        code, error = await failure_of(made(stub.GenerateTexture(request)))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert error.violations[0].path.startswith("region.mask")


async def test_a_deadline_that_is_too_short_is_told(levels: Server) -> None:
    request = asked("castle_wall", size=4096, yaml="deadline_ms: 150")
    async with texture_stub(levels) as stub:
        code, error = await failure_of(made(stub.GenerateTexture(request)))
    assert (code, error.reason) == (grpc.StatusCode.DEADLINE_EXCEEDED, "OUT_OF_TIME")
    assert "deadline_ms" in error.message


BOMB = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0\0\0\0\0"
)
EXAMPLES: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, "albedo"),
    ({"albedo": b"GIF89a"}, "albedo"),
    ({"albedo": picture(64, 64)[:300]}, "albedo"),
    ({"albedo": picture(16, 16)}, "albedo"),
    ({"albedo": BOMB}, "albedo"),
    ({"albedo": picture(64, 64), "maps": {"normal": picture(32, 32)}}, "normal"),
    ({"albedo": picture(64, 64), "maps": {"../../x": picture(64, 64)}}, "../../x"),
    ({"albedo": picture(64, 64), "width": 0}, "width"),
    ({"albedo": picture(64, 64), "width": 100_000}, "width"),
    ({"albedo": picture(64, 64), "height": 70}, "height"),
    ({"albedo": picture(64, 64), "patch": 60_000}, "patch"),
    ({"albedo": picture(64, 64), "depth": float("nan")}, "depth"),
    ({"albedo": picture(64, 64), "tiling": "z"}, "tiling"),
    ({"albedo": picture(64, 64), "deadline_ms": 0}, "deadline_ms"),
    ({"albedo": picture(64, 64), "stem": "a/b"}, "stem"),
    ({"albedo": picture(64, 64), "pack": "zip"}, "pack"),
)


@pytest.mark.parametrize(("fields", "path"), EXAMPLES)
async def test_a_bad_example_is_refused(levels: Server, fields: dict[str, Any], path: str) -> None:
    async with texture_stub(levels) as stub:
        request = pb.GenerateFromExampleRequest(**fields)
        code, error = await failure_of(made(stub.GenerateFromExample(request)))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert error.violations[0].path == path


async def test_an_example_whose_parts_are_missing_is_told(levels: Server) -> None:
    request = pb.GenerateFromExampleRequest(albedo=b"x", upload_id="lost", part=3)
    async with texture_stub(levels) as stub:
        _, error = await failure_of(made(stub.GenerateFromExample(request)))
    assert isinstance(error, FailedPrecondition)
    assert (error.reason, "part 0 of upload 'lost'" in error.message) == (
        "UPLOAD_PARTS_MISSING",
        True,
    )


async def test_a_request_may_not_be_endless(levels: Server) -> None:
    request = pb.GenerateFromExampleRequest(albedo=bytes(1 << 21))
    async with texture_stub(levels) as stub:
        _, error = await failure_of(made(stub.GenerateFromExample(request)))
    assert isinstance(error, Overloaded)
    assert error.reason == "REQUEST_TOO_LARGE"


TILE_SETS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"theme": "disco"}, "theme"),
    ({"theme": "stone_and_wood", "theme_yaml": "a: 1"}, "theme"),
    ({"theme_yaml": "a: 1"}, "description"),
    ({"theme_yaml": "a: *b"}, "theme"),
    ({"tiles": ["wal"]}, "tiles[0]"),
    ({"tiles": ["wall", "wall"]}, "tiles"),
    ({"tiles": ["wall"] * 300}, "tiles"),
    ({"tile_px": 0}, "tile_px"),
    ({"tile_px": 100_000}, "tile_px"),
    ({"palette": "no such"}, "palette"),
    ({"stem": "a b"}, "stem"),
)


@pytest.mark.parametrize(("fields", "path"), TILE_SETS)
async def test_a_bad_tile_set_is_refused(levels: Server, fields: dict[str, Any], path: str) -> None:
    async with texture_stub(levels) as stub:
        request = pb.GenerateTileSetRequest(**fields)
        code, error = await failure_of(made(stub.GenerateTileSet(request)))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert error.violations[0].path == path


async def test_a_server_without_workers_says_so(serve: Serve) -> None:
    server = await serve(generation_workers=0)
    async with texture_stub(server) as stub:
        _, error = await failure_of(made(stub.GenerateTexture(asked("cobble"))))
    assert isinstance(error, FailedPrecondition)
    assert error.reason == "GENERATION_OFF"
