"""Rule sets that no room can hold, and specs that can't be right."""

from typing import Any

import pytest

from worldgen.errors import InvalidSpec, OutOfTime, Unsatisfiable
from worldgen.levels.generate import generate
from worldgen.levels.spec import read_spec

TILES = {"wall": "#", "floor": ".", "spawn": "@", "exit": ">", "key": "k", "lock": "+"}
WHOLE = ["floor", "spawn", "exit", "key", "lock"]


def room(constraints: dict[str, Any], **given: Any) -> None:
    counts = {"key": 1, "lock": 1, **constraints.pop("tiles", {})}
    spec = {"kind": "rules", "size": "9x7", "tiles": TILES, "deadline_ms": 60_000, **given}
    generate(read_spec({**spec, "constraints": {"tiles": counts, **constraints}}))


def path(start: str, to: str, length: int | str) -> dict[str, int | str]:
    return {"from": start, "to": to, "length": length}


@pytest.mark.parametrize(
    ("constraints", "fixed", "clashes"),
    [
        ({"border": "wall"}, [{"x": 0, "y": 3, "tile": "floor"}], ("border", "fixed[0]")),
        ({}, [{"x": 4, "y": 3, "tile": t} for t in ("floor", "wall")], ("fixed[0]", "fixed[1]")),
        ({"tiles": {"floor": "40.."}, "border": "wall"}, [], ("tiles.floor", "border")),
        ({"paths": [path("spawn", "exit", 63)]}, [], ("paths[0]",)),
        ({"paths": [path("spawn", "exit", 35)], "border": "wall"}, [], ("paths[0]", "border")),
        (
            {"paths": [path("spawn", "key", 2), path("key", "exit", 3), path("spawn", "exit", 9)]},
            [],
            ("paths[0]", "paths[1]", "paths[2]"),
        ),
        (
            {"paths": [path("spawn", "key", 2), path("key", "exit", 3), path("spawn", "exit", 4)]},
            [],
            ("paths[0]", "paths[1]", "paths[2]"),
        ),
        (
            {"reach": [{"from": "spawn", "to": "exit", "keys": ["key"], "possible": False}]},
            [],
            ("reach[0]", "solvable"),
        ),
        (
            {
                "connected": [["spawn", "key", "floor"]],
                "reach": [{"from": "spawn", "to": "key", "possible": False}],
            },
            [],
            ("connected[0]", "reach[0]"),
        ),
        (
            {"symmetry": "both"},
            [{"x": 1, "y": 1, "tile": "exit"}],
            ("tiles.exit", "symmetry", "fixed[0]"),
        ),
        ({"forbid": ["k"]}, [], ("tiles.key", "forbid[0]")),
        ({"require": ["@k@"]}, [], ("tiles.spawn", "require[0]")),
        ({"require": ["##########"]}, [], ("require[0]",)),
    ],
)
def test_what_clashes_is_told_by_name(
    constraints: dict[str, Any], fixed: list[dict[str, Any]], clashes: tuple[str, ...]
) -> None:
    with pytest.raises(Unsatisfiable) as refused:
        room(dict(constraints), fixed=fixed)
    assert sorted(refused.value.clashes) == sorted(clashes)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"tiles": {}}, "tiles"),
        ({"tiles": {**TILES, "moss": "."}}, "tiles.moss"),
        ({"tiles": {**TILES, "any": "?"}}, "tiles.any"),
        ({"tiles": {**TILES, "up": {"glyph": "<", "is": "stairs"}}}, "tiles.up.is"),
        ({"tiles": {**TILES, "up": {"glyph": "<", "is": "one_way"}}}, "tiles.up.toward"),
        ({"fixed": [{"x": 1, "y": 1, "tile": "cheese"}]}, "fixed[0].tile"),
        ({"fixed": [{"x": 9, "y": 1, "tile": "wall"}]}, "fixed[0]"),
        ({"size": "1x41"}, "height"),
        ({"floors": 2}, "floors"),
        ({"options": {"pushes": 61}}, "options.pushes"),
    ],
)
def test_a_spec_that_cant_be_right_is_refused_at_its_field(
    given: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidSpec) as refused:
        room({}, **given)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("constraints", "field"),
    [
        ({"tiles": {"cheese": 1}}, "constraints.tiles.cheese"),
        ({"border": "cheese"}, "constraints.border"),
        ({"paths": [path("spawn", "cheese", 3)]}, "constraints.paths[0].to"),
        ({"forbid": ["#%"]}, "constraints.forbid[0]"),
        ({"connected": [["cheese"]]}, "constraints.connected[0].tiles"),
    ],
)
def test_a_name_that_stands_for_nothing_is_refused_where_it_stands(
    constraints: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidSpec) as refused:
        room(dict(constraints))
    assert refused.value.field == field


def test_crates_that_take_more_pushes_than_allowed_name_the_option() -> None:
    rows = ["#######", "#@o..x#", "#######"]
    names = {"#": "wall", ".": "floor", "@": "spawn", "o": "crate", "x": "target"}
    cells = [(x, y, glyph) for y, row in enumerate(rows) for x, glyph in enumerate(row)]
    spec = {
        "kind": "rules",
        "size": "7x3",
        "movement": "push",
        "tiles": {name: glyph for glyph, name in names.items()},
        "fixed": [{"x": x, "y": y, "tile": names[glyph]} for x, y, glyph in cells],
    }
    assert len(generate(read_spec({**spec, "options": {"pushes": 3}})).proof.moves) == 3
    with pytest.raises(Unsatisfiable) as refused:
        generate(read_spec({**spec, "options": {"pushes": 2}}))
    assert {"solvable", "options.pushes"} <= set(refused.value.clashes)


def test_a_deadline_that_is_over_is_told() -> None:
    with pytest.raises(OutOfTime):
        room({"paths": [path("spawn", "exit", 12)]}, deadline_ms=1, size="40x40")


def test_the_smallest_rooms_are_made_or_refused() -> None:
    one = {"kind": "rules", "size": "1x1", "tiles": {"floor": "."}}
    assert generate(read_spec(one)).level.tiles[1].name == "floor"
    with pytest.raises(Unsatisfiable) as refused:
        generate(read_spec({**one, "tiles": TILES}))
    assert refused.value.clashes == ("tiles.spawn", "tiles.exit")
