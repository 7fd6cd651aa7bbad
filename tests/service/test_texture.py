"""TextureService on a real server, with real workers."""

import io
import json

import httpx
from PIL import Image

from npcgen.v1 import texture_pb2 as pb
from npcgen.wire.files import CHUNK_BYTES
from tests.service import wire
from tests.service.conftest import Server
from tests.service.textures import MOSSY, asked, files_of, made, picture, texture_stub

CALL = "/npcgen.v1.TextureService/GenerateTexture"


async def test_a_texture_comes_with_a_preview_files_and_its_spec(levels: Server) -> None:
    request = pb.GenerateTextureRequest(
        spec=pb.TextureSpec(surface=MOSSY, width=512), previews=True, pack="godot"
    )
    async with texture_stub(levels) as stub:
        events = await made(stub.GenerateTexture(request))
    kinds = [event.WhichOneof("kind") for event in events]
    assert (kinds[0], kinds[-2:]) == ("progress", ["file", "completed"])
    assert kinds.index("preview") < kinds.index("file")
    assert [event.sequence for event in events] == list(range(len(events)))
    files, done = files_of(events), events[-1].completed
    assert next(iter(files)) == "castle_wall.tres"
    assert Image.open(io.BytesIO(files["castle_wall_orm.png"])).size == (512, 512)
    assert (done.spec.surface, done.spec.height, done.seed) == (MOSSY, 512, 3)
    assert done.params["stone"].string_value.startswith("#")


async def test_a_preview_is_a_small_picture_of_any_size(levels: Server) -> None:
    async with texture_stub(levels) as stub:
        for size, side in ((1024, 256), (64, 64)):
            request = asked("cobble", size=size, previews=True)
            events = await made(stub.GenerateTexture(request))
            [shown] = [event.preview for event in events if event.HasField("preview")]
            assert (shown.width, shown.height) == (side, side)
            assert Image.open(io.BytesIO(shown.lit_png)).size == (side, side)


async def test_files_come_in_parts_that_fit_a_message(levels: Server) -> None:
    async with texture_stub(levels) as stub:
        events = await made(stub.GenerateTexture(asked("cobble", size=512, stem="street")))
    parts = [event.file for event in events if event.HasField("file")]
    assert max(len(part.data) for part in parts) == CHUNK_BYTES
    assert sum(part.last for part in parts) == len(files_of(events)) == 6
    assert all(name.startswith("street_") for name in files_of(events))


async def test_progress_never_falls(levels: Server) -> None:
    async with texture_stub(levels) as stub:
        events = await made(stub.GenerateTexture(asked("cobble", size=1024, previews=True)))
    fractions = [each.progress.fraction for each in events if each.HasField("progress")]
    assert fractions == sorted(fractions)


async def test_the_spec_that_comes_back_makes_the_same(levels: Server) -> None:
    mixing = pb.TextureMixing(surface=pb.TextureSurface(material="grass"), mask="noise", amount=0.3)
    style = pb.TextureStyle(contrast=0.25)
    mask = picture(16, 16, "L")
    region = pb.TextureRegion(surface=pb.TextureSurface(material="cobble"), mask_png=mask)
    spec = pb.TextureSpec(
        surface=MOSSY, width=64, height=32, tiling="x", mixing=mixing, region=region, style=style
    )
    async with texture_stub(levels) as stub:
        first = await made(stub.GenerateTexture(pb.GenerateTextureRequest(spec=spec)))
        again = pb.GenerateTextureRequest(spec=first[-1].completed.spec)
        second = await made(stub.GenerateTexture(again))
    one, other = first[-1].completed, second[-1].completed
    assert (one.content_sha256, one.spec) == (other.content_sha256, other.spec)
    assert (one.spec.mixing.surface.material, one.spec.region.mask_png) == ("grass", mask)


async def test_fields_win_over_the_text_and_that_over_the_prompt(levels: Server) -> None:
    yaml = "size: 64\nseed: 5\nlayers: {moss: 0.9}"
    request = asked("cobble", yaml=yaml, size=32, prompt="a wall with slight moss, velvet")
    async with texture_stub(levels) as stub:
        done = (await made(stub.GenerateTexture(request)))[-1].completed
    assert (done.spec.surface.material, done.spec.width, done.seed) == ("cobble", 32, 5)
    assert done.spec.surface.layers["moss"] == 0.9
    assert "velvet" in done.unused_words


async def test_the_three_wires_give_the_same(levels: Server) -> None:
    request = asked("cobble", size=64)
    async with texture_stub(levels) as stub:
        native = (await made(stub.GenerateTexture(request)))[-1].completed
    async with httpx.AsyncClient(base_url=levels.http, timeout=60) as client:
        body = json.dumps({"spec": {"surface": {"material": "cobble"}, "width": 64}}).encode()
        answer = await client.post(CALL, content=wire.envelope(body), headers=wire.STREAM_JSON)
        *_, done, end = [json.loads(data) for _, data in wire.envelopes(answer.content)]
        headers = {"content-type": "application/grpc-web+proto", "x-grpc-web": "1"}
        web = await client.post(
            CALL, content=wire.envelope(request.SerializeToString()), headers=headers
        )
    last = pb.GenerateTextureResponse.FromString(list(wire.envelopes(web.content))[-2][1])
    assert end == {}
    assert done["event"]["completed"]["contentSha256"] == native.content_sha256
    assert last.event.completed.content_sha256 == native.content_sha256


async def test_more_of_a_picture_with_maps_that_are_told_apart(levels: Server) -> None:
    request = pb.GenerateFromExampleRequest(
        albedo=picture(64, 48), maps={"height": picture(64, 48, "L")}, width=96, previews=True
    )
    async with texture_stub(levels) as stub:
        events = await made(stub.GenerateFromExample(request))
    done = events[-1].completed
    assert list(done.derived_maps) == ["normal", "orm"]
    assert not done.HasField("spec")
    assert Image.open(io.BytesIO(files_of(events)["example_albedo.png"])).size == (96, 96)
    assert sum(event.HasField("preview") for event in events) > 1


async def test_a_large_picture_comes_in_parts(levels: Server) -> None:
    whole, normal = picture(64, 64), picture(64, 64)
    parts = [
        pb.GenerateFromExampleRequest(albedo=whole[:100], upload_id="a", part=0, more=True),
        pb.GenerateFromExampleRequest(
            albedo=whole[100:], maps={"normal": normal[:50]}, upload_id="a", part=1, more=True
        ),
        pb.GenerateFromExampleRequest(
            maps={"normal": normal[50:]}, upload_id="a", part=2, width=64
        ),
    ]
    at_once = pb.GenerateFromExampleRequest(albedo=whole, maps={"normal": normal}, width=64)
    async with texture_stub(levels) as stub:
        answers = [await made(stub.GenerateFromExample(part)) for part in parts]
        other = await made(stub.GenerateFromExample(at_once))
    assert answers[:2] == [[], []]
    assert answers[2][-1].completed.content_sha256 == other[-1].completed.content_sha256


async def test_a_themes_tiles_come_as_a_sheet_with_rules(levels: Server) -> None:
    async with texture_stub(levels) as stub:
        request = pb.GenerateTileSetRequest(tiles=["wall", "floor"], tile_px=8, stem="dungeon")
        events = await made(stub.GenerateTileSet(request))
    files = files_of(events)
    assert list(files) == ["dungeon.png", "dungeon.json", "dungeon.tsx", "dungeon.tres"]
    assert list(json.loads(files["dungeon.json"])["tiles"]) == ["wall", "floor"]


async def test_a_games_own_theme_is_drawn(levels: Server) -> None:
    theme = "description: Ours.\npalette: dusk\nground: floor\ntiles: {floor: {material: planks}}"
    async with texture_stub(levels) as stub:
        known = await stub.ListMaterials(pb.ListMaterialsRequest())
        theme = theme.replace("dusk", known.palettes[0].name)
        events = await made(stub.GenerateTileSet(pb.GenerateTileSetRequest(theme_yaml=theme)))
    assert list(json.loads(files_of(events)["tiles.json"])["tiles"]) == ["floor"]


async def test_materials_say_what_may_be_turned(levels: Server) -> None:
    async with texture_stub(levels) as stub:
        found = await stub.ListMaterials(pb.ListMaterialsRequest())
    names = [each.name for each in found.materials]
    assert names == sorted(names)
    [wall] = [each for each in found.materials if each.name == "castle_wall"]
    [rows] = [each for each in wall.parameters if each.name == "rows"]
    assert (rows.kind, rows.low, rows.high, rows.default_value.number_value) == ("int", 2, 32, 8)
    assert "slate" in wall.palettes
    assert {"moss", "snow"} <= {each.name for each in found.layers}
    assert found.packs[0].name == "png"
    assert "stone_and_wood" in [each.name for each in found.themes]


async def test_every_parameter_can_be_set_to_what_the_list_says(levels: Server) -> None:
    async with texture_stub(levels) as stub:
        found = await stub.ListMaterials(pb.ListMaterialsRequest())
        for material in found.materials[:5]:
            request = asked(material.name, size=16)
            for each in material.parameters:
                request.spec.surface.params[each.name].CopyFrom(each.default_value)
            done = (await made(stub.GenerateTexture(request)))[-1].completed
            bare = (await made(stub.GenerateTexture(asked(material.name, size=16))))[-1].completed
            assert done.content_sha256 == bare.content_sha256
