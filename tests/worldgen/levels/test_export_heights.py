"""Heights, read by Pillow, NumPy and OpenEXR: equal to the last bit."""

import io
import json
from pathlib import Path

import numpy as np
import OpenEXR
import pytest
from PIL import Image

from tests.worldgen.levels.exported import keep, land, large
from worldgen.errors import InvalidSpec
from worldgen.levels.export import export
from worldgen.provenance import DIGITAL_SOURCE_TYPE

SIZES = [(9, 6), (1, 1), (1, 7), (300, 2)]


@pytest.mark.parametrize("size", SIZES)
def test_a_png_has_all_16_bits(size: tuple[int, int]) -> None:
    level = land(*size)
    with Image.open(io.BytesIO(export(level, "png16")["level.height.png"])) as image:
        assert image.mode == "I;16"
        assert image.text["worldgen.digital_source_type"] == DIGITAL_SOURCE_TYPE  # type: ignore[attr-defined]
        assert np.array_equal(np.array(image), level.heights)


@pytest.mark.parametrize("size", SIZES)
def test_raw_numbers_are_little_endian_row_by_row(size: tuple[int, int]) -> None:
    level = land(*size)
    files = export(level, "r16")
    said = json.loads(files["level.r16.json"])
    read = np.frombuffer(files["level.r16"], "<u2").reshape(said["height"], said["width"])
    assert np.array_equal(read, level.heights)
    assert said["sea_level"] == 20_000
    assert said["provenance"]["digital_source_type"] == DIGITAL_SOURCE_TYPE


@pytest.mark.parametrize("size", SIZES)
def test_exr_gives_every_height_back(size: tuple[int, int], tmp_path: Path) -> None:
    level = land(*size)
    path = tmp_path / "level.exr"
    path.write_bytes(export(level, "exr")["level.exr"])
    with OpenEXR.File(str(path)) as file:
        said, read = dict(file.header()), file.channels()["Y"].pixels
    assert read.dtype == np.float32
    assert np.array_equal(np.rint(read.astype(np.float64) * 65_535), level.heights)
    assert said["worldgen.digital_source_type"] == DIGITAL_SOURCE_TYPE


def test_every_one_of_65536_heights_survives_as_a_float(tmp_path: Path) -> None:
    level = land(256, 256)
    path = tmp_path / "level.exr"
    path.write_bytes(export(level, "exr")["level.exr"])
    with OpenEXR.File(str(path)) as file:
        read = file.channels()["Y"].pixels
    assert len(np.unique(read)) == len(np.unique(level.heights)) == 65_536


def test_a_large_exr_is_read(tmp_path: Path) -> None:
    path = tmp_path / "level.exr"
    path.write_bytes(export(large(), "exr")["level.exr"])
    with OpenEXR.File(str(path)) as file:
        assert file.channels()["Y"].pixels.shape == (512, 512)


@pytest.mark.parametrize("format", ["png16", "r16", "exr"])
def test_a_level_without_heights_has_no_heightmap(format: str) -> None:
    with pytest.raises(InvalidSpec, match="has no heights to write"):
        export(keep(), format)
