"""What can't be right is refused with the field's path and the way out; whole specs, as written."""

import pytest

from worldgen.errors import InvalidSpec, OutOfTime, Unsatisfiable, WorldgenError
from worldgen.levels.generate import generate
from worldgen.levels.spec import read_spec

DUNGEON = "kind: dungeon\n"
ROOM = """
kind: rules
size: 9x7
tiles: {wall: "#", floor: ".", spawn: "@", exit: "X", key: "k", lock: "D"}
"""
SET = "kind: tiles\nsize: 8x8\ntiles:\n"
EXAMPLE = 'kind: example\nsize: 24x24\ntiles: {wall: "#", floor: "."}\nsample: |\n'
DRAWN = "  ####\n  #..#\n  #..#\n  ####\n"


def refusal(text: str) -> WorldgenError:
    with pytest.raises(WorldgenError) as error:
        generate(read_spec(text))
    return error.value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("kind: null", "kind: None is no text; write it in quotes"),
        (DUNGEON + "width: wide", "width: 'wide' is no whole number"),
        (DUNGEON + "width: 48.5", "width: 48.5 is no whole number"),
        (DUNGEON + "difficulty: hard", "difficulty: 'hard' is no list; write it as [a, b]"),
        (DUNGEON + "difficulty: [.nan]", "difficulty[0]: nan isn't finite; write a number"),
        (DUNGEON + "counts: [1]", "counts: [1] is no mapping; write it as {name: value}"),
        (DUNGEON + "counts: {keys: [1]}", "counts.keys: [1] is no range; write 3, 3..5, 3.. or"),
        (DUNGEON + "options: {doors: [1]}", "options.doors: [1] is no number, no text"),
        (DUNGEON + "options: {doors: no way}", "options.doors: 'no way' isn't a number"),
        (DUNGEON + "size: 48x32\nwidth: 3", "size: give either size, or width and height"),
        ("kind: overworld\nsize: 1x1", "width: an overworld has 32..1024 cells, not 1"),
        ('kind: rules\ntiles: {"": "#"}', "tiles.: this is empty"),
        ('kind: rules\ntiles: {wall: "\\e"}', "tiles.wall.glyph: '\\x1b' can't be drawn by itself"),
        ('kind: rules\ntiles: {a: "\\u0301"}', "tiles.a.glyph: '\u0301' can't be drawn by itself"),
        (
            ROOM + "constraints: {reach: [{from: spawn, to: exit, keys: [gold]}]}",
            "constraints.reach[0].keys[0]: no tile is the key 'gold'; there are: 'key'",
        ),
        (
            SET + "  a: {glyph: a, edges: x, symmetry: I, turned: bcd}",
            "tiles.a.turned: 'bcd' has 3 glyphs, and there are 1 turns beside the tile as drawn",
        ),
        (SET + "  a: {glyph: a, edges: [x, y, z, w]}", "tiles.a: nothing fits the north edge 'x'"),
        (EXAMPLE + "  #.\n  .#\n", "sample: 2x2 glyphs are less than one pattern of 3x3"),
    ],
)
def test_what_is_wrong_is_named_with_the_way_out(text: str, says: str) -> None:
    error = refusal(text)
    assert isinstance(error, InvalidSpec)
    assert says in error.message


def test_a_set_with_too_many_turns_is_refused_at_once() -> None:
    tiles = "".join(
        f"  t{at}: {{glyph: {chr(0x4E00 + at)}, edges: [a, b, c, d], symmetry: F}}\n"
        for at in range(65)
    )
    assert "tiles: 520 with all turns; at most 512" in refusal(SET + tiles).message


@pytest.mark.parametrize("kind", ["dungeon", "cave"])
def test_a_cell_fixed_to_two_tiles_names_both(kind: str) -> None:
    both = "fixed: [{x: 9, y: 9, tile: wall}, {x: 9, y: 9, tile: floor}]"
    error = refusal(f"kind: {kind}\n{both}")
    assert isinstance(error, Unsatisfiable)
    assert error.clashes == ("fixed[0]", "fixed[1]")


def test_a_cave_that_is_fixed_to_be_rock_names_what_is_fixed() -> None:
    walls = "\n".join(f"- {{x: {x}, y: {y}, tile: wall}}" for x in range(9) for y in range(9))
    error = refusal(f"kind: cave\nsize: 9x9\nfixed:\n{walls}")
    assert isinstance(error, Unsatisfiable)
    assert "fixed[0]" in error.clashes


@pytest.mark.parametrize(
    "text", [DUNGEON, "kind: cave\n", "kind: overworld\n", EXAMPLE + DRAWN, ROOM]
)
def test_no_level_comes_after_its_deadline(text: str) -> None:
    assert isinstance(refusal("deadline_ms: 1\n" + text), OutOfTime)
