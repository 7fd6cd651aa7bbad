"""Loops: each frame flows from the one before, the first from the last, and all of them tile."""

import io
import json

import numpy as np
import pytest
from PIL import Image

from tests.worldgen.textures.packs.samples import PROVENANCE
from worldgen.errors import InvalidSpec
from worldgen.textures.generate import generate
from worldgen.textures.maps import MapSet
from worldgen.textures.packs import pack
from worldgen.textures.packs.content import Content
from worldgen.textures.pixel.fills import Fill
from worldgen.textures.pixel.loop import Loop, flip_book, loop, moments, moving
from worldgen.textures.pixel.loop_files import loop_files
from worldgen.textures.pixel.palettes import palette
from worldgen.textures.spec import TextureSpec, read_spec

MOVING = ["water", "lava", "slime", "aether"]
PALETTE = palette("season32")


def made(material: str, seed: int, frames: int = 8) -> Loop:
    return loop(Fill(material, {}, {}, seed), 16, PALETTE, frames, across=2)


def steps(frames: np.ndarray) -> np.ndarray:
    """How far each frame is from the next; the last entry is from the last to the first."""
    gaps = np.abs(np.roll(frames, -1, axis=0).astype(int) - frames)
    return gaps.reshape(len(frames), -1).mean(axis=1)


def borders_that_stand_out(picture: np.ndarray) -> int:
    """Of the two, those whose step is larger than any inside."""
    values, found = picture.astype(int), 0
    for axis in (0, 1):
        inside = np.abs(np.diff(values, axis=axis)).mean(axis=(1 - axis, 2)).max()
        found += int(np.abs(values.take(0, axis) - values.take(-1, axis)).mean() > inside)
    return found


@pytest.mark.parametrize("material", MOVING)
@pytest.mark.parametrize("seed", range(5))
def test_the_last_frame_meets_the_first(material: str, seed: int) -> None:
    """The step from the last to the first is no larger than the largest inside."""
    found = steps(made(material, seed).frames)
    assert found[-1] <= found[:-1].max()
    assert found.min() > 0


@pytest.mark.parametrize("material", MOVING)
def test_frames_flow_from_one_another(material: str) -> None:
    """Neighbours in time are nearer to each other than frames half a loop apart."""
    frames = made(material, 3, 16).frames.astype(int)
    apart = np.abs(frames - np.roll(frames, 8, axis=0)).mean()
    assert steps(frames).max() < apart


@pytest.mark.parametrize("material", MOVING)
def test_each_frame_tiles(material: str) -> None:
    """NOTE: by chance a border stands out once in 32; a seam would in nearly all of the 32 here."""
    frames = made(material, 4, 16).frames
    assert sum(borders_that_stand_out(frame) for frame in frames) <= 4


@pytest.mark.parametrize("material", MOVING)
def test_a_material_looks_the_same_at_both_ends_of_its_loop(material: str) -> None:
    rest, start, end = (
        generate(read_spec({"material": material, "size": 64, "params": params})).maps.albedo
        for params in ({}, {"time": 0.0}, {"time": 1.0})
    )
    assert np.array_equal(rest, start)
    assert np.array_equal(start, end)


def test_the_same_loop_twice() -> None:
    assert np.array_equal(made("water", 1).frames, made("water", 1).frames)
    assert not np.array_equal(made("water", 1).frames, made("water", 2).frames)


def test_files_have_the_frames_in_a_row() -> None:
    files = loop_files(made("lava", 1), PROVENANCE, "lava")
    table = json.loads(files["lava.json"])
    assert (table["frames"], table["frame_width"], table["frame_ms"]) == (8, 32, 120)
    with Image.open(io.BytesIO(files["lava.png"])) as image:
        pixels = np.asarray(image.convert("RGB"))
    assert pixels.shape == (32, 8 * 32, 3)
    assert np.array_equal(pixels[:, 64:96], made("lava", 1).frames[2])


def spec(**more: object) -> TextureSpec:
    return read_spec({"material": "lava", "size": 32, **more})


def test_a_flip_book_has_every_map_of_every_moment() -> None:
    book, parts = flip_book(spec(), 3, 2), list(moments(spec(), 6))
    assert (book.width, book.rows, book.tiling) == (96, 64, "none")
    for name in ("albedo", "normal", "orm", "height", "emission"):
        fourth = getattr(book, name)[32:64, 0:32]
        assert np.array_equal(fourth, getattr(parts[3], name))


def test_a_flip_books_heights_keep_their_slope() -> None:
    """Depth is in widths of the whole sheet, which is several frames wide."""
    book: MapSet = flip_book(spec(), 4, 2)
    [first, *_] = moments(spec(), 8)
    assert book.depth == pytest.approx(first.depth / 4)


def test_a_pack_takes_a_flip_book() -> None:
    files = pack(Content(flip_book(spec(), 2, 2), PROVENANCE, "flow"), "png")
    assert any(name.endswith(".png") for name in files)


def test_every_material_with_a_loop_is_named() -> None:
    assert set(MOVING) <= set(moving())
    assert "castle_wall" not in moving()


@pytest.mark.parametrize(
    ("material", "frames", "said"),
    [
        ("castle_wall", 8, "material: castle_wall doesn't move; those that do: .*water"),
        ("water", 1, "frames: 1; a loop has 2 to 64"),
        ("water", 65, "frames: 65; a loop has 2 to 64"),
    ],
)
def test_a_loop_that_cannot_be_is_refused(material: str, frames: int, said: str) -> None:
    with pytest.raises(InvalidSpec, match=said):
        made(material, 1, frames)


def test_a_sheet_that_would_be_too_large_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="8x8 frames of 1024x1024 make 8192x8192"):
        flip_book(spec(size=1024))
