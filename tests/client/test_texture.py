"""Textures, from the client's side of a real server."""

import base64
from contextlib import aclosing
from typing import Any

import pytest

from npcgen import Client, SyncClient
from npcgen.client import GeneratedTexture, TextureProgress
from npcgen.errors import DeadlineExceeded, InvalidArgument
from tests.service.textures import picture
from worldgen.textures.generate import generate
from worldgen.textures.making.told import Picture
from worldgen.textures.spec import read_spec

SPEC: dict[str, Any] = {"material": "cobble", "size": 64, "seed": 7, "layers": {"moss": 0.5}}


async def test_a_texture_is_the_one_that_is_made_here(client: Client) -> None:
    made = await client.generate_texture(SPEC)

    here = generate(read_spec(SPEC))
    assert made.provenance == here.provenance()
    assert (made.spec, made.params) == (here.spec, here.params)


async def test_both_clients_and_all_ways_to_say_a_spec_agree(
    client: Client, sync_client: SyncClient
) -> None:
    text = await client.generate_texture(
        "{material: cobble, size: 64, seed: 7, layers: {moss: 0.5}}", pack="godot"
    )
    spec = sync_client.generate_texture(read_spec(SPEC), pack="godot")

    assert text.files == spec.files
    assert next(iter(text.files)) == "cobble.tres"


async def test_a_mask_goes_along_in_every_way_to_say_it(client: Client) -> None:
    first = await client.generate_texture(SPEC)
    region = {"surface": {"material": "grass"}, "mask": read_spec_mask()}
    spec = read_spec({**SPEC, "region": region})
    by_spec = await client.generate_texture(spec)
    by_fields = await client.generate_texture({**SPEC, "region": region})

    hashes = [each.provenance.content_sha256 for each in (first, by_spec, by_fields)]
    assert hashes[0] != hashes[1] == hashes[2]
    assert by_spec.spec == spec


def read_spec_mask() -> str:
    return base64.b64encode(picture(16, 16, "L")).decode()


def test_what_came_back_can_be_changed_and_sent_again(sync_client: SyncClient) -> None:
    first = sync_client.generate_texture({"size": 64}, prompt="an old brick wall")
    assert first.spec is not None
    again = sync_client.generate_texture(first.spec)
    changed = first.spec.model_copy(update={"params": {**first.params, "rows": 4}})

    assert again.files == first.files
    assert sync_client.generate_texture(changed).params["rows"] == 4


def test_progress_is_told_as_it_is_made(sync_client: SyncClient) -> None:
    told: list[TextureProgress] = []
    sync_client.generate_texture(SPEC, on_progress=told.append)

    assert told[0] == TextureProgress("waiting for a free worker", 0.0)
    assert [each.fraction for each in told] == sorted(each.fraction for each in told)


async def test_a_stream_shows_a_preview_and_ends_with_the_files(client: Client) -> None:
    spec = {**SPEC, "size": 512}
    events = [event async for event in client.stream_texture(spec, previews=True)]

    [shown] = [event for event in events if isinstance(event, Picture)]
    assert (shown.width, shown.rows) == (256, 256)
    assert isinstance(events[-1], GeneratedTexture)


async def test_a_stream_left_early_frees_the_worker(client: Client) -> None:
    async with aclosing(client.stream_texture({**SPEC, "size": 4096})) as events:
        async for _ in events:
            break

    assert (await client.generate_texture(SPEC)).provenance.seed == 7


async def test_more_of_a_picture_however_large_it_is(client: Client) -> None:
    whole = picture(700, 500)
    made = await client.generate_from_example(whole, {"height": picture(700, 500, "L")}, width=64)

    assert len(whole) > 1024 * 1024
    assert made.derived_maps == ("normal", "orm")
    assert made.spec is None


def test_a_blocking_client_does_all_of_it(sync_client: SyncClient) -> None:
    more = sync_client.generate_from_example(picture(64, 64), width=64, stem="more")
    tiles = sync_client.generate_tile_set("stone_and_wood", ["wall"], tile_px=8)

    assert next(iter(more.files)) == "more_albedo.png"
    assert list(tiles.files) == ["tiles.png", "tiles.json", "tiles.tsx", "tiles.tres"]


async def test_materials_come_with_what_sliders_need(client: Client) -> None:
    there_is = await client.list_materials()

    rows = there_is.materials["castle_wall"].parameters["rows"]
    assert (rows.kind, rows.range, rows.default, rows.unit) == ("int", (2, 32), 8, "blocks down")
    assert "godot" in there_is.packs


async def test_errors_are_typed(client: Client) -> None:
    with pytest.raises(InvalidArgument) as caught:
        await client.generate_texture({"material": "cobbel"})
    with pytest.raises(DeadlineExceeded):
        await client.generate_texture({**SPEC, "size": 4096, "deadline_ms": 1})

    assert caught.value.violations[0].path == "material"
