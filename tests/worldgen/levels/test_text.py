"""Levels as text, against golden files."""

from tests.conftest import Golden
from tests.worldgen.levels.maps import level_of
from worldgen.levels.generate import generate
from worldgen.levels.spec import read_spec
from worldgen.levels.text import as_text, glyphs
from worldgen.levels.verify.replay import way_of

DRAWN = "#######\n#@..a.#\n#.##A##\n#...}>#\n#######"


def test_entities_stand_over_tiles() -> None:
    assert as_text(level_of(DRAWN)) == "#######\n#@..k.#\n#.##D##\n#...>X#\n#######"


def test_the_way_is_shown_where_nothing_stands() -> None:
    level = level_of("@...>")
    assert as_text(level, way=way_of(level, ("e", "e", "e", "e"))) == "@···X"


def test_floors_are_drawn_apart() -> None:
    level = level_of("@.1\n---\n>.1")
    assert (as_text(level, 0), as_text(level, 1)) == ("@./", "X./")


def test_glyphs_have_colours_and_say_where_the_way_is() -> None:
    level = level_of("@.~")
    [row] = list(glyphs(level, way=way_of(level, ("e",))))
    assert [glyph.on_way for glyph in row] == [True, True, False]
    assert row[0].colour == "#ffffff"
    assert all(len(glyph.colour) == 7 for glyph in row)


def test_a_dungeon_with_its_way(golden: Golden) -> None:
    made = generate(read_spec({"kind": "dungeon", "seed": 7, "counts": {"keys": 2}}))
    drawn = as_text(made.level, way=way_of(made.level, made.proof.moves))
    golden.check("levels/dungeon_way.txt", f"{drawn}\n")
