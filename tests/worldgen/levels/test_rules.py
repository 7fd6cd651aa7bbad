"""Rule rooms over many seeds and rule sets, checked by code that knows nothing of their making."""

from collections import deque
from importlib.resources import files

import pytest
import yaml

from tests.conftest import Golden
from tests.worldgen.levels.elsewhere import hashes_elsewhere
from worldgen.levels.generate import generate, generation
from worldgen.levels.generated import Generated
from worldgen.levels.spec import read_spec
from worldgen.levels.verify import check

BUNDLED = sorted(file.name for file in files("worldgen").joinpath("data/rules").iterdir())


def bundled(name: str, seed: int = 0) -> Generated:
    text = files("worldgen").joinpath("data/rules", name).read_text("utf-8")
    spec = read_spec(text)
    return generate(spec.model_copy(update={"seed": seed, "deadline_ms": 120_000}))


def drawn(made: Generated) -> list[str]:
    level = made.level
    return [
        "".join(level.tiles[int(tile)].glyph for tile in row) for row in level.layers[0].cells[0]
    ]


def moves_between(rows: list[str], start: str, end: str, blocked: str) -> int | None:
    """Breadth first in four directions over anything but these glyphs."""
    cells = {(x, y): glyph for y, row in enumerate(rows) for x, glyph in enumerate(row)}
    first = next(at for at, glyph in cells.items() if glyph == start)
    moves = {first: 0}
    waiting = deque([first])
    while waiting:
        x, y = waiting.popleft()
        if cells[x, y] == end:
            return moves[x, y]
        for to in ((x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y)):
            if cells.get(to, blocked) not in blocked and to not in moves:
                moves[to] = moves[x, y] + 1
                waiting.append(to)
    return None


@pytest.mark.parametrize("name", [name for name in BUNDLED if name not in ("gates.yaml",)])
def test_every_bundled_room_holds_what_its_page_asks_for(name: str) -> None:
    for seed in range(6):
        made = bundled(name, seed)
        report = check(made.level, made.proof)
        assert [finding for finding in report.findings if not finding.holds] == []
        assert made.proof.moves


def test_a_key_opens_the_only_way_and_ways_are_as_long_as_asked() -> None:
    for seed in range(60):
        rows = drawn(bundled("keys.yaml", seed))
        text = "".join(rows)
        assert moves_between(rows, "@", "k", "#") == 9
        assert moves_between(rows, "k", ">", "#") == 11
        assert moves_between(rows, "@", "k", "#+") is not None
        assert moves_between(rows, "@", ">", "#+") is None
        assert [text.count(glyph) for glyph in "@>k+"] == [1, 1, 1, 1]
        assert 20 <= text.count(".") <= 45
        assert {rows[0], rows[-1]} == {"#" * 11}


def test_two_gates_open_one_after_the_other() -> None:
    rows = drawn(bundled("gates.yaml", seed=3))
    assert moves_between(rows, "@", "b", "#R<") is None
    assert moves_between(rows, "@", ">", "#B<") is None


def test_a_large_room_keeps_two_exact_ways() -> None:
    for seed in range(6):
        rows = drawn(bundled("cellar.yaml", seed))
        assert moves_between(rows, "@", "k", "#") == 17
        assert moves_between(rows, "k", ">", "#") == 23


def test_rooms_of_different_seeds_differ() -> None:
    rooms = {tuple(drawn(bundled("keys.yaml", seed))) for seed in range(40)}
    assert len(rooms) == 40


def test_a_room_is_the_same_in_another_process() -> None:
    pages = files("worldgen").joinpath("data/rules")
    specs = [
        {**yaml.safe_load(pages.joinpath(name).read_text("utf-8")), "deadline_ms": 120_000}
        for name in ("keys.yaml", "crates.yaml", "platform.yaml")
    ]
    here = [generate(read_spec(spec)).provenance.content_sha256 for spec in specs]
    assert hashes_elsewhere(specs) == here


def test_a_room_of_crates_is_solved_by_a_search_of_its_own() -> None:
    for seed in range(8):
        made = bundled("crates.yaml", seed)
        assert fewest_pushing_moves(drawn(made)) == len(made.proof.moves)


def fewest_pushing_moves(rows: list[str]) -> int | None:
    cells = {(x, y): glyph for y, row in enumerate(rows) for x, glyph in enumerate(row)}
    at = {glyph: spot for spot, glyph in cells.items()}
    targets = {spot for spot, glyph in cells.items() if glyph == "x"}
    first = (at["@"], frozenset(spot for spot, glyph in cells.items() if glyph == "o"))
    moves = {first: 0}
    waiting = deque([first])
    while waiting:
        (x, y), crates = state = waiting.popleft()
        if targets <= crates and (x, y) == at[">"]:
            return moves[state]
        for dx, dy in ((0, -1), (1, 0), (0, 1), (-1, 0)):
            to, beyond = (x + dx, y + dy), (x + 2 * dx, y + 2 * dy)
            if cells[to] == "#" or (to in crates and (cells[beyond] == "#" or beyond in crates)):
                continue
            after = (to, crates - {to} | {beyond} if to in crates else crates)
            if after not in moves:
                moves[after] = moves[state] + 1
                waiting.append(after)
    return None


def test_a_long_solution_can_be_asked_for() -> None:
    text = files("worldgen").joinpath("data/rules/crates.yaml").read_text("utf-8")
    spec = read_spec(text.replace("{pushes: 10}", "{pushes: 12, min_moves: 32}"))
    assert len(generate(spec).proof.moves) >= 32


def test_progress_never_falls_and_drafts_come_before_the_room() -> None:
    text = files("worldgen").joinpath("data/rules/cellar.yaml").read_text("utf-8")
    steps = list(generation(read_spec(text)))
    fractions = [step.fraction for step in steps]
    assert fractions == sorted(fractions)
    assert any(step.draft is not None for step in steps[:-1])


def test_an_arena_as_text(golden: Golden) -> None:
    golden.check("levels/rules_arena.txt", "\n".join(drawn(bundled("arena.yaml", seed=7))) + "\n")
