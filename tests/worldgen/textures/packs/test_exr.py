"""Heights as OpenEXR, read by the Academy's own library."""

from pathlib import Path

import numpy as np
import OpenEXR

from tests.worldgen.textures.packs.samples import content, waves
from worldgen.textures.packs import pack


def test_openexr_reads_heights_in_widths(tmp_path: Path) -> None:
    maps = waves(40, 24)
    file = tmp_path / "wall.exr"
    file.write_bytes(pack(content(maps), "exr")["wall_height.exr"])
    with OpenEXR.File(str(file)) as read:
        heights = read.channels()["Y"].pixels
        assert read.header()["digital_source_type"].endswith("/algorithmicMedia")
    assert heights.shape == (24, 40)
    assert np.abs(heights - maps.height / 65_535 * 0.05).max() < 1e-7
