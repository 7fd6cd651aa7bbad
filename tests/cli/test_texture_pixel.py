"""`npcgen texture pixel`, `loop` and `panel`: few pixels, few colours."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from npcgen.errors import NpcgenError
from tests.cli.conftest import Invoke, Run
from worldgen.textures.pixel.fills import Fill
from worldgen.textures.pixel.nine_slice import nine_slice
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


def test_a_loop_is_a_row_of_sprites(invoke: Invoke, tmp_path: Path) -> None:
    asked = ("flowing lava", "--frames", "4", "--side", "16", "--palette", "ember4")
    done = invoke("texture", "loop", *asked, "--frame-ms", "90", "--out", str(tmp_path), "--json")

    assert json.loads(done.stdout)["spec"]["params"] == {"flow": 0.8}
    table = json.loads((tmp_path / "lava_loop.json").read_text())
    assert (table["frames"], table["columns"], table["rows"]) == (4, 4, 1)
    assert (table["frame_width"], table["frame_ms"]) == (16, 90)
    row = pixels(tmp_path / table["picture"])
    assert row.shape == (16, 64, 3)
    assert colours(row) <= allowed("ember4")
    frames = np.split(row, 4, axis=1)
    assert len({frame.tobytes() for frame in frames}) == 4


def test_a_loops_end_is_nearer_to_its_beginning_than_its_middle(
    invoke: Invoke, tmp_path: Path
) -> None:
    invoke("texture", "loop", "water", "--frames", "12", "--side", "32", "--out", str(tmp_path))

    frames = np.split(pixels(tmp_path / "water_loop.png").astype(int), 12, axis=1)
    to_last, to_middle = (np.abs(frames[0] - frames[at]).mean() for at in (11, 6))
    assert 0 < to_last < to_middle


def test_a_flip_book_holds_every_moment_in_every_map(invoke: Invoke, tmp_path: Path) -> None:
    book = ("--book", "3x2", "--size", "32", "--pack", "godot", "--out", str(tmp_path / "book"))
    invoke("texture", "loop", "lava", *book)
    moment = ("--size", "32", "--set", f"time={4 / 6}", "--pack", "godot", "--stem", "one")
    invoke("texture", "lava", *moment, "--out", str(tmp_path))

    table = json.loads((tmp_path / "book" / "lava_book_frames.json").read_text())
    assert (table["frames"], table["columns"], table["frame_height"]) == (6, 3, 32)
    for name in ("albedo", "normal", "orm", "emission"):
        sheet = pixels(tmp_path / "book" / f"lava_book_{name}.png")
        assert sheet.shape[:2] == (64, 96)
        assert np.array_equal(sheet[32:, 32:64], pixels(tmp_path / f"one_{name}.png"))


def test_a_books_record_makes_it_again(invoke: Invoke, tmp_path: Path) -> None:
    book = ("texture", "loop", "--book", "2x1", "--json")
    first = invoke(*book, "slime", "--size", "16", "--seed", "3", "--out", str(tmp_path))
    again = invoke(*book, "--spec", str(tmp_path / "slime_book.npcgen.texture.json"))

    one, other = (json.loads(done.stdout)["provenance"] for done in (first, again))
    assert one == other


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--frames", "1"), "frames: 1; a loop has 2 to 64"),
        (("--frame-ms", "5"), "frame_ms: 5; a frame is shown 20 to 5000 ms"),
        (("--side", "999"), "side: 999 pixels; pixel art has 16 to 256 a side"),
        (("--size", "64"), "--size: this is of a flip-book; see --book"),
        (("--book", "4x4", "--palette", "ink4"), "--palette: this is of sprites, not of a --book"),
        (("--book", "4"), "--book: '4' isn't COLUMNSxROWS"),
        (("--book", "9x9"), "frames: 81; a loop has 2 to 64"),
        (("--book", "8x8", "--size", "1024"), "8x8 frames of 1024x1024 make 8192x8192"),
        (("--book", "2x2", "--pack", "godott"), "there is no pack 'godott'"),
        (("--deadline", "0.001"), "the deadline was over while painting"),
    ],
)
def test_a_loop_that_cannot_be_is_told(invoke: Invoke, options: tuple[str, ...], says: str) -> None:
    done = invoke("texture", "loop", "water", *options)

    assert isinstance(done.exception, NpcgenError)
    assert says in str(done.exception)


def test_a_loop_at_one_moment_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    asked = ("lava", "--set", "time=0.5", "--out", str(tmp_path / "out"))
    done = run("texture", "loop", *asked)

    assert done.returncode == 1
    assert done.stderr == "npcgen: params.time: a loop has every moment of it; leave it out\n"
    assert not (tmp_path / "out").exists()


def test_what_does_not_move_has_no_loop(invoke: Invoke) -> None:
    done = invoke("texture", "loop", "mossy castle wall")

    assert "castle_wall doesn't move; those that do: " in str(done.exception)


PANEL = ("texture", "panel", "--frame", "planks", "--inside", "parchment")


def test_a_panels_middle_repeats_inside_its_frame(invoke: Invoke, tmp_path: Path) -> None:
    done = invoke(*PANEL, "--side", "48", "--border", "12", "--out", str(tmp_path))

    assert done.exit_code == 0
    picture = pixels(tmp_path / "panel.png").astype(int)
    assert picture.shape == (48, 48, 3)
    middle = picture[12:36, 12:36]
    assert colours(middle) <= allowed("season32")
    wide = np.abs(np.diff(np.tile(middle, (1, 2, 1)), axis=1)).mean(axis=(0, 2))
    assert wide[23] <= wide[:23].max()
    assert "texture_margin_left = 12.0" in (tmp_path / "panel.tres").read_text()


def test_a_panel_of_words_and_as_python_makes_it(invoke: Invoke, tmp_path: Path) -> None:
    options = ("--side", "32", "--border", "8", "--seed", "2", "--palette", "village16")
    invoke(*PANEL, *options, "--out", str(tmp_path))
    mossy = ("--frame", "mossy planks", "--stem", "mossy", "--out", str(tmp_path))
    assert invoke(*PANEL, *options, *mossy).exit_code == 0

    frame, inside = (Fill(material, {}, {}, 2) for material in ("planks", "parchment"))
    made = nine_slice(frame, inside, palette("village16"), 32, 8).picture
    plain, other = (pixels(tmp_path / f"{name}.png") for name in ("panel", "mossy"))
    assert np.array_equal(plain, made)
    assert not np.array_equal(plain, other)
    assert np.array_equal(plain[8:24, 8:24], other[8:24, 8:24])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--border", "22"), "border: 22 pixels of 48 leave 4; leave a multiple of 4, 8 at least"),
        (("--side", "300"), "with a side of 256 at most"),
        (("--inside", "parchmnt"), "'parchmnt' names no material; did you mean 'parchment'?"),
        (("--dither", "x"), "dither: there is no pattern 'x'"),
        (("--stem", "a/b"), "is no name that every engine takes"),
    ],
)
def test_a_panel_that_cannot_be_is_told(
    invoke: Invoke, options: tuple[str, ...], says: str
) -> None:
    done = invoke(*PANEL, *options)

    assert isinstance(done.exception, NpcgenError)
    assert says in str(done.exception)
