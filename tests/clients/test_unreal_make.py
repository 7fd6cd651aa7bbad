"""What the Unreal plugin makes while a game runs, against what the generators make themselves."""

from pathlib import Path

import pytest

from npcgen.client import LocalServer, SyncClient
from tests.clients.unreal_build import COMPILER
from tests.clients.unreal_programs import HAS_CURL, Programs, played
from worldgen.levels.chunks import chunk_of
from worldgen.levels.export import export
from worldgen.levels.generate import generate
from worldgen.levels.level import Level
from worldgen.levels.region import Region
from worldgen.levels.spec import read_spec as read_level_spec
from worldgen.levels.text import topmost

pytestmark = [
    pytest.mark.timeout(400),  # a busy machine compiles for minutes
    pytest.mark.skipif(
        COMPILER is None or not HAS_CURL,
        reason="needs g++, libcurl4-openssl-dev and pkg-config",
    ),
]

# NOTE: a fresh machine compiles for its first level.
CAVE = {"kind": "cave", "size": "24x16", "seed": 7, "deadline_ms": 600_000}
BOX = {"x": 6, "y": 4, "width": 10, "height": 8}


def test_a_level_and_another_inside_for_it_are_as_every_client_gets_them(
    programs: Programs, server: LocalServer
) -> None:
    heard = played(programs, server.http_url, "make_level")
    made = generate(read_level_spec(CAVE)).level
    assert heard[: made.height] == _rows(made)
    with SyncClient(server.target) as client:
        again = client.regenerate_region(made, Region(**BOX), CAVE, seed=3).level
    assert heard[made.height : -1] == _rows(again) != _rows(made)
    assert heard[-1] == "rooms 1 entities 1"


def test_an_imported_level_gets_another_inside_and_keeps_its_outside(
    programs: Programs, server: LocalServer, tmp_path: Path
) -> None:
    made = generate(read_level_spec(CAVE))
    for name, data in export(made.level, "json", made.proof, provenance=made.provenance).items():
        (tmp_path / name).write_bytes(data)
    (file,) = tmp_path.iterdir()
    before, after = made.level, played(programs, server.http_url, "make_imported", str(file))
    assert after != _rows(before)
    assert _outside(after) == _outside(_rows(before))


def test_a_chunk_is_the_worlds_own(programs: Programs, server: LocalServer) -> None:
    spec = {"kind": "overworld", "width": 16, "height": 16, "seed": 7}
    assert played(programs, server.http_url, "make_chunk") == _rows(chunk_of(spec, -1, 2))


def test_what_cannot_be_made_says_why(programs: Programs, server: LocalServer) -> None:
    assert played(programs, server.http_url, "make_wrong") == [
        *("failed INVALID_SPEC kind", "failed LEVEL_MISSING ", "failed CANCELLED "),
    ]


def test_nothing_is_heard_of_work_that_was_cancelled_or_outlived_its_game(
    programs: Programs, server: LocalServer
) -> None:
    assert played(programs, server.http_url, "make_cancel") == []


def test_a_quest_is_made_offered_started_refused_and_loaded_again(
    programs: Programs, server: LocalServer
) -> None:
    with SyncClient(server.target) as client:
        (quest,) = client.generate_quests("emberlow", {"count": 1, "seed": 7})
    title = next(line.text for line in quest.lines if line.role == "title")
    heard = played(programs, server.http_url, "make_quests")
    assert heard[0] == f"{quest.id} by {quest.giver}: {title}"
    assert [line.split(",")[0] for line in heard[1:]] == [
        *(f"{quest.id} offered", f"{quest.id} open", f"{quest.id} refused"),
        *(f"{quest.id} open", f"{quest.id} open", "failed PLAY_NOT_FOUND"),
    ]


def test_a_material_has_its_textures_set_as_their_table_says(
    programs: Programs, server: LocalServer
) -> None:
    assert played(programs, server.http_url, "make_material") == [
        *("BaseColor sRGB", "ORM linear", "Normal linear", "Height linear"),
    ]


def _rows(level: Level) -> list[str]:
    """The names of what is drawn last in each cell, as the player prints them."""
    names = ["None", *(tile.name for tile in level.tiles)]
    return ["".join(f"{names[cell]} " for cell in row) for row in topmost(level)[0]]


def _outside(rows: list[str]) -> list[list[str]]:
    columns = range(BOX["x"], BOX["x"] + BOX["width"])
    return [
        [name for x, name in enumerate(row.split()) if not (x in columns and _is_inside(y))]
        for y, row in enumerate(rows)
    ]


def _is_inside(y: int) -> bool:
    return BOX["y"] <= y < BOX["y"] + BOX["height"]
