"""Block formats: DDS read by Pillow, KTX2 from its specification, blocks by another decoder."""

import io
import struct

import numpy as np
import pytest
import texture2ddecoder
from PIL import Image

from tests.worldgen.textures.packs.samples import content, waves
from worldgen.clock import Clock
from worldgen.errors import InvalidSpec, OutOfTime
from worldgen.textures.mips import mip_chain
from worldgen.textures.packs import Content, pack

DECODERS = {
    139: texture2ddecoder.decode_bc4,
    141: texture2ddecoder.decode_bc5,
    145: texture2ddecoder.decode_bc7,
    146: texture2ddecoder.decode_bc7,
}
MODELS = {139: 131, 141: 132, 145: 134, 146: 134}
FORMATS = {"albedo": 146, "normal": 141, "orm": 145, "height": 139, "emission": 146}


def pillow(data: bytes) -> np.ndarray:
    """NOTE: Pillow knows BC1 as linear only, so its sRGB number (72) is read as the linear one."""
    if data[128] == 72:
        data = data[:128] + b"\x47" + data[129:]
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGBA"))


def error(found: np.ndarray, wanted: np.ndarray) -> float:
    """Root of the mean square, of 255."""
    return float(np.sqrt(np.mean((found.astype(float) - wanted.astype(float)) ** 2)))


def ktx2(data: bytes) -> tuple[int, dict[str, bytes], list[tuple[int, int, bytes]], bytes]:
    """Vulkan's format, keys and values, each level's sides and blocks, and the descriptor."""
    assert data[:12] == b"\xabKTX 20\xbb\r\n\x1a\n"
    head = struct.unpack_from("<9I4I2Q", data, 12)
    format_, _, width, rows, depth, layers, faces, count, scheme = head[:9]
    assert (depth, layers, faces, scheme) == (0, 0, 1, 0)
    levels = []
    for level in range(count):
        at, length, whole = struct.unpack_from("<3Q", data, 80 + 24 * level)
        assert length == whole
        assert at % 16 == 0 or format_ == 139
        levels.append((max(1, width >> level), max(1, rows >> level), data[at : at + length]))
    pairs, at = {}, head[11]
    while at < head[11] + head[12]:
        (length,) = struct.unpack_from("<I", data, at)
        key, _, value = data[at + 4 : at + 4 + length].partition(b"\0")
        pairs[key.decode()] = value
        at += 4 + length + -length % 4
    return format_, pairs, levels, data[head[9] : head[9] + head[10]]


def decoded(format_: int, width: int, rows: int, blocks: bytes) -> np.ndarray:
    wide, high = width + -width % 4, rows + -rows % 4
    bgra = np.frombuffer(DECODERS[format_](blocks, wide, high), np.uint8).reshape(high, wide, 4)
    return bgra[:rows, :width, [2, 1, 0, 3]]


@pytest.mark.parametrize(("name", "worst"), [("dds", 2.0), ("dds-bc1", 8.0)])
def test_pillow_sees_the_colours(name: str, worst: float) -> None:
    maps = waves()
    files = pack(content(maps), name)
    assert error(pillow(files["wall_albedo.dds"])[:, :, :3], maps.albedo) < worst
    assert error(pillow(files["wall_orm.dds"])[:, :, :3], maps.orm) < worst


def test_pure_red_stays_red() -> None:
    maps = waves()
    maps.albedo[:] = (255, 0, 0)
    for name in ("dds", "dds-bc1"):
        found = pillow(pack(content(maps), name)["wall_albedo.dds"])
        assert found[5, 5, :3].tolist() == pytest.approx([255, 0, 0], abs=2)


def test_normals_and_heights_come_back() -> None:
    maps = waves()
    files = pack(content(maps), "dds")
    assert error(pillow(files["wall_normal.dds"])[:, :, :2], maps.normal[:, :, :2]) < 2
    assert error(pillow(files["wall_height.dds"])[:, :, 0], maps.height >> 8) < 3


def test_opacity_is_kept_though_bc1_has_none() -> None:
    maps = waves(holed=True)
    for name in ("dds", "dds-bc1"):
        found = pillow(pack(content(maps), name)["wall_albedo.dds"])[:, :, 3]
        assert error(found, maps.opacity) < 12


def test_ktx2_holds_every_map_and_mip() -> None:
    maps = waves(128, 64, glowing=True)
    files = pack(content(maps), "ktx2")
    assert list(files) == [f"wall_{name}.ktx2" for name in FORMATS]
    for name, wanted in FORMATS.items():
        format_, _, levels, _ = ktx2(files[f"wall_{name}.ktx2"])
        assert format_ == wanted
        for level, (width, rows, blocks) in zip(mip_chain(maps), levels, strict=True):
            found = decoded(format_, width, rows, blocks)
            channels = {"normal": 2, "height": 1}.get(name, 3)
            picture = level.height[:, :, None] >> 8 if name == "height" else getattr(level, name)
            # NOTE: in the small mips a block spans half of the wave, in eight steps.
            worst = 5 if rows >= 64 else 12
            assert error(found[:, :, :channels], picture[:, :, :channels]) < worst


@pytest.mark.parametrize("name", FORMATS)
def test_the_descriptor_says_what_the_blocks_are(name: str) -> None:
    data = pack(content(waves(glowing=True)), "ktx2")[f"wall_{name}.ktx2"]
    format_, _, _, descriptor = ktx2(data)
    total, kind, version, size = struct.unpack_from("<IIHH", descriptor)
    model, primaries, transfer, flags, *sides = descriptor[12:20]
    assert (total, kind, version, size) == (len(descriptor), 0, 2, len(descriptor) - 4)
    assert (model, primaries, flags, sides) == (MODELS[format_], 1, 0, [3, 3, 0, 0])
    assert transfer == (2 if name in ("albedo", "emission") else 1)
    assert descriptor[20] == (8 if name == "height" else 16)


def test_ktx2_says_where_it_comes_from() -> None:
    _, pairs, _, _ = ktx2(pack(content(), "ktx2")["wall_albedo.ktx2"])
    assert list(pairs) == sorted(pairs)
    assert pairs["KTXorientation"] == b"rd\0"
    assert b"algorithmicMedia" in pairs["xmp"]


def test_sizes_without_whole_blocks_are_refused() -> None:
    with pytest.raises(InvalidSpec, match=r"18x16.*multiples of 4"):
        pack(content(waves(18, 16)), "dds")


def test_the_clock_ends_a_long_compression() -> None:
    made = content(waves(256, 256))
    late = Content(made.maps, made.provenance, clock=Clock.ending_in(0))
    with pytest.raises(OutOfTime, match="compressing albedo"):
        pack(late, "ktx2")


def test_strips_join_without_a_seam() -> None:
    maps = waves(1024, 256)
    found = pillow(pack(content(maps), "dds-bc1")["wall_albedo.dds"])
    assert error(found[60:68, :, :3], maps.albedo[60:68]) < 8
