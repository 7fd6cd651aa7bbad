"""The solver's ways are as short as those of a plain search of the test's own."""

from collections import deque
from dataclasses import replace

import numpy as np
import pytest

from tests.worldgen.levels.maps import level_of, proof_of
from worldgen.levels.level import Entity, Level, MovementKind
from worldgen.levels.solve import solve
from worldgen.levels.verify import check

STEPS = {"n": (0, -1), "e": (1, 0), "s": (0, 1), "w": (-1, 0)}
TOWARD = {"n": "north", "e": "east", "s": "south", "w": "west"}
DIAGONALS = {"ne": (1, -1), "se": (1, 1), "sw": (-1, 1), "nw": (-1, -1)}
DRAWN = " ....##~=?aAbB^v{}e$"


def random_level(seed: int, movement: MovementKind) -> Level:
    draw = np.random.default_rng(seed)
    rows = [[str(draw.choice(list(DRAWN))) for _ in range(9)] for _ in range(7)]
    rows[draw.integers(7)][draw.integers(4)] = "@"
    rows[draw.integers(7)][5 + draw.integers(4)] = ">"
    return level_of("\n".join(map("".join, rows)), movement)


def shortest(level: Level) -> int | None:
    """Moves of the shortest way, by the rules of play as docs/concepts/levels.md has them."""
    [spawn], [end] = level.of_kind("spawn")[:1], level.of_kind("exit")[:1]
    open_ = level.walkable()[0]
    for secret in level.of_kind("secret"):
        open_[secret.y, secret.x] = False
    keys = {(e.x, e.y): e.properties["key"] for e in level.of_kind("key")}
    locks = {(e.x, e.y): e.properties["key"] for e in level.of_kind("lock")}
    one_way = {(e.x, e.y): e.properties["toward"] for e in level.of_kind("one_way")}

    def may_stand(x: int, y: int) -> bool:
        return 0 <= x < level.width and 0 <= y < level.height and bool(open_[y, x])

    def arrived(x: int, y: int, held: frozenset[object]) -> tuple[int, int, frozenset[object]]:
        return x, y, held | {keys[x, y]} if (x, y) in keys else held

    first = arrived(spawn.x, spawn.y, frozenset())
    distance, queue = {first: 0}, deque([first])
    while queue:
        here = queue.popleft()
        x, y, held = here
        if (x, y) == (end.x, end.y):
            return distance[here]
        for move, (dx, dy) in ({**STEPS, **DIAGONALS}).items():
            to = x + dx, y + dy
            if not may_stand(*to) or (to in locks and locks[to] not in held):
                continue
            ways = [one_way[at] for at in ((x, y), to) if at in one_way]
            if move in DIAGONALS:
                corners = ((x + dx, y), (x, y + dy))
                free = all(may_stand(*c) and c not in locks and c not in one_way for c in corners)
                if level.movement.kind != "walk8" or ways or not free:
                    continue
            elif any(way != TOWARD[move] for way in ways):
                continue
            after = arrived(*to, held)
            if after not in distance:
                distance[after] = distance[here] + 1
                queue.append(after)
    return None


@pytest.mark.parametrize("movement", ["walk4", "walk8"])
def test_ways_are_the_shortest_there_are(movement: MovementKind) -> None:
    lengths = []
    for seed in range(400):
        level = random_level(seed, movement)
        lengths.append(shortest(level))
        assert len(solve(level)) == (lengths[-1] or 0), f"seed {seed}"
    assert sum(length is not None for length in lengths) > 40
    assert lengths.count(None) > 40


def test_stairs_join_floors() -> None:
    level = level_of("@.1\n---\n>.1")
    assert solve(level) == ("e", "e", "stairs", "w", "w")


def test_a_crate_is_pushed_onto_its_target() -> None:
    level = level_of("@.o.x", "push")
    moves = solve(level)
    assert moves == ("e", "e", "e")
    assert check(level, proof_of(" ".join(moves))).holds


def test_a_jumper_gets_over_a_wall() -> None:
    level = level_of("      \n@  # >\n######", "platform")
    moves = solve(level)
    assert any(move.startswith("j") for move in moves)
    assert check(level, proof_of(" ".join(moves))).holds


@pytest.mark.parametrize("drawn", ["@..", "..>", "@#>", "@A>", "@{>"])
def test_where_there_is_no_way_there_are_no_moves(drawn: str) -> None:
    assert solve(level_of(drawn)) == ()


def test_a_key_behind_its_own_lock_is_no_way() -> None:
    assert solve(level_of("@Aa>")) == ()


def test_more_keys_than_can_be_searched_for_together_are_still_found() -> None:
    """Twenty locks in a row, and the key of each before it."""
    cells = 42
    level = level_of("@" + "." * (cells - 2) + ">")
    entities = list(level.entities)
    for number in range(20):
        entities.append(Entity(f"k{number}", "key", 1 + 2 * number, 0, 0, {"key": f"{number}"}))
        entities.append(Entity(f"l{number}", "lock", 2 + 2 * number, 0, 0, {"key": f"{number}"}))
    moves = solve(replace(level, entities=tuple(entities)))
    assert moves == ("e",) * (cells - 1)
