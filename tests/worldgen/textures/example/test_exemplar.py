"""Pictures of strangers: read with little trust."""

import io
import struct
import zlib
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image

from tests.worldgen.textures.example.samples import pebbles, png
from worldgen.errors import InvalidSpec
from worldgen.textures.example import read_exemplar


def huge() -> bytes:
    """A few bytes that say they are 60,000 pixels a side."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b""))


def chunk(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))


def test_a_picture_comes_back() -> None:
    pixels = pebbles(64)
    assert np.array_equal(read_exemplar(png(pixels)).albedo, pixels)


def test_heights_keep_sixteen_bits() -> None:
    heights = np.arange(64 * 64, dtype=np.uint16).reshape(64, 64)
    read = read_exemplar(png(pebbles(64)), {"height": png(heights)})
    assert np.array_equal(read.others["height"], heights)


def test_heights_of_eight_bits_are_stretched() -> None:
    heights = np.full((64, 64), 255, np.uint8)
    read = read_exemplar(png(pebbles(64)), {"height": png(heights)})
    assert (read.others["height"] == 65_535).all()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "albedo: no picture in a known format; give one of PNG, JPEG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "no picture in a known format"),
        (png(pebbles(64))[:2000], "albedo: the picture is damaged"),
        (huge(), "albedo: far too many pixels; use 32 to 4096 a side"),
        (png(pebbles(64)[:8, :8]), "8x8 pixels; use 32 to 4096 a side"),
    ],
    ids=["empty", "postscript", "cut", "huge", "small"],
)
def test_what_is_no_picture_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(InvalidSpec, match=said):
        read_exemplar(data)


@pytest.mark.parametrize("seed", range(60))
def test_damaged_pictures_are_refused_or_read(seed: int) -> None:
    random = np.random.default_rng(seed)
    data = bytearray(png(pebbles(64)))
    for at in random.integers(0, len(data), 4):
        data[at] ^= int(random.integers(1, 256))
    with suppress(InvalidSpec):
        assert read_exemplar(bytes(data)).albedo.shape == (64, 64, 3)


def test_maps_of_another_size_are_refused() -> None:
    with pytest.raises(InvalidSpec, match="normal: 32x32 pixels, but the albedo has 64x64"):
        read_exemplar(png(pebbles(64)), {"normal": png(pebbles(32))})


def test_unknown_maps_are_refused() -> None:
    with pytest.raises(InvalidSpec, match="gloss: there is no such map"):
        read_exemplar(png(pebbles(64)), {"gloss": png(pebbles(64))})


def test_a_gif_is_not_opened() -> None:
    file = io.BytesIO()
    Image.fromarray(pebbles(64)).save(file, "GIF")
    with pytest.raises(InvalidSpec, match="no picture in a known format"):
        read_exemplar(file.getvalue())
