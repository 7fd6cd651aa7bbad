"""`npcgen texture pixel`, `loop` and `panel`: few pixels, few colours."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from npcgen.errors import NpcgenError
from tests.cli.conftest import Invoke
from worldgen.textures.pixel.palettes import palette


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture)


def colours(picture: np.ndarray) -> set[tuple[int, ...]]:
    return {tuple(each) for each in picture[..., :3].reshape(-1, 3).tolist()}


def allowed(name: str) -> set[tuple[int, ...]]:
    return {tuple(each) for each in palette(name).bytes().tolist()}


def test_words_become_pixel_art_in_a_palettes_colours(invoke: Invoke, tmp_path: Path) -> None:
    asked = ("mossy castle wall", "--side", "24", "--palette", "dungeon16", "--dither", "bayer2")
    done = invoke("texture", "pixel", *asked, "--out", str(tmp_path), "--json")

    found = json.loads(done.stdout)
    assert [Path(path).name for path in found["files"]] == [
        "castle_wall.png",
        "castle_wall_albedo.png",
        "castle_wall_normal.png",
        "castle_wall.tres",
    ]
    picture = pixels(tmp_path / "castle_wall.png")
    assert picture.shape == (24, 24, 4)
    assert colours(picture) <= allowed("dungeon16")
    assert list(found["spec"]["layers"]) == ["moss"]


def test_the_same_pixel_art_twice_and_another_by_another_pattern(invoke: Invoke) -> None:
    asked = ("texture", "pixel", "cobble", "--side", "16", "--json")
    one, again, other = (
        json.loads(invoke(*asked, *more).stdout)["provenance"]
        for more in ((), (), ("--dither", "none"))
    )

    assert one == again
    assert one["generator"] == "worldgen.textures.pixel"
    for name in ("spec_sha256", "content_sha256"):
        assert one[name] != other[name]


def test_colours_of_ones_own(invoke: Invoke, tmp_path: Path) -> None:
    own = ("--palette", "#102030,#e0c080", "--out", str(tmp_path), "--stem", "mine")
    done = invoke("texture", "pixel", "brick", "--side", "16", *own)

    assert done.exit_code == 0
    assert colours(pixels(tmp_path / "mine.png")) == {(16, 32, 48), (224, 192, 128)}


def test_pixel_art_that_is_there_stays_unless_forced(invoke: Invoke, tmp_path: Path) -> None:
    asked = ("texture", "pixel", "brick", "--side", "16", "--out", str(tmp_path))
    invoke(*asked)
    before = (tmp_path / "brick.png").read_bytes()
    refused, forced = (invoke(*asked, "--seed", "2", *more) for more in ((), ("--force",)))

    assert "is there already; replace it with --force" in str(refused.exception)
    assert forced.exit_code == 0
    assert (tmp_path / "brick.png").read_bytes() != before


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--side", "8"), "side: 8 pixels; pixel art has 16 to 256 a side"),
        (("--palette", "dungeon"), "palette: there is no palette 'dungeon'; there are: ink4"),
        (("--palette", "#123456,#12"), "palette[1]: '#12' is no colour such as #8a5f42"),
        (("--dither", "bayer3"), "dither: there is no pattern 'bayer3'; there are: none, bayer2"),
        (("--set", "stone_s=3"), "did you mean 'stones'?"),
        (("--stem", "../x"), "is no name that every engine takes"),
        (("--deadline", "0.001"), "the deadline was over while painting"),
    ],
)
def test_pixel_art_that_cannot_be_is_told(
    invoke: Invoke, options: tuple[str, ...], says: str
) -> None:
    done = invoke("texture", "pixel", "cobble", *options)

    assert isinstance(done.exception, NpcgenError)
    assert says in str(done.exception)
