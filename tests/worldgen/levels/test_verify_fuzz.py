"""Random maps and mutated proofs, judged by the verifier and by the slow rules written here.

These rules are read from docs/concepts/levels.md once more, and play on the drawn characters.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from tests.worldgen.levels.maps import level_of, promise
from worldgen.levels.level import Movement
from worldgen.levels.proof import Obligation, Proof
from worldgen.levels.verify import check

MOVES = {
    "walk4": ["n", "e", "s", "w", "stairs"],
    "walk8": ["n", "e", "s", "w", "ne", "se", "sw", "nw", "stairs"],
    "push": ["n", "e", "s", "w", "stairs"],
    "platform": ["l", "r", "-", "jl", "jr", "j-", "u", "d", "stairs"],
}
STEPS = {"n": (0, -1), "e": (1, 0), "s": (0, 1), "w": (-1, 0)}
GATES = {"^": (0, -1), "}": (1, 0), "v": (0, 1), "{": (-1, 0)}
JUMP = 2
Spot = tuple[int, int, int]


@dataclass(frozen=True)
class State:
    at: Spot
    keys: frozenset[str] = frozenset()
    crates: frozenset[Spot] = frozenset()
    rise: int = 0


class Naive:
    """One map, one movement; `gathers` says whether keys are picked up."""

    def __init__(self, drawn: str, kind: str, gathers: bool = True) -> None:
        self.kind, self.gathers = kind, gathers
        self.cells = {
            (x, y, floor): glyph
            for floor, rows in enumerate(drawn.split("\n---\n"))
            for y, row in enumerate(rows.split("\n"))
            for x, glyph in enumerate(row)
        }

    def find(self, glyphs: str) -> list[Spot]:
        return sorted(
            (spot for spot, glyph in self.cells.items() if glyph in glyphs), key=lambda s: s[::-1]
        )

    def start(self, keys: frozenset[str] = frozenset()) -> State:
        crates = frozenset(self.find("o*")) if self.kind == "push" and self.gathers else frozenset()
        return State(self.find("@")[0], keys, crates)

    def finished(self, state: State) -> bool:
        if self.kind == "push" and not set(self.find("x*")) <= state.crates:
            return False
        return state.at in self.find(">")

    def ground(self, spot: Spot) -> bool:
        return self.cells.get(spot, "#") not in "# ~!?"

    def after(self, state: State, move: str) -> State | None:
        """None for what is against the rules."""
        if move not in MOVES[self.kind]:
            return None
        if move == "stairs":
            return self.by_stairs(state)
        if self.kind == "platform":
            return self.tick(state, move)
        steps = [STEPS[letter] for letter in move]
        x, y, floor = state.at
        there = x + sum(step[0] for step in steps), y + sum(step[1] for step in steps), floor
        if not self.ground(there) or not self.gate_opens(state, there, steps):
            return None
        if len(steps) == 2:
            for dx, dy in steps:
                corner = (x + dx, y + dy, floor)
                if not self.ground(corner) or self.cells[corner] in "ABC^v{}":
                    return None
        if there in state.crates:
            beyond = there[0] + steps[0][0], there[1] + steps[0][1], floor
            if not self.ground(beyond) or beyond in state.crates:
                return None
            if self.cells[beyond] in "ABC^v{}1":
                return None
            state = replace(state, crates=state.crates - {there} | {beyond})
        return self.enter(state, there)

    def gate_opens(self, state: State, there: Spot, steps: list[tuple[int, int]]) -> bool:
        glyph = self.cells[there]
        if glyph in "ABC" and glyph.lower() not in state.keys:
            return False
        gates = [GATES[self.cells[s]] for s in (state.at, there) if self.cells[s] in GATES]
        return all(steps == [gate] for gate in gates)

    def enter(self, state: State, there: Spot) -> State:
        glyph = self.cells[there]
        keys = state.keys | {glyph} if glyph in "abc" and self.gathers else state.keys
        return replace(state, at=there, keys=keys)

    def by_stairs(self, state: State) -> State | None:
        if self.cells[state.at] != "1":
            return None
        there = next(spot for spot in self.find("1") if spot != state.at)
        return None if there in state.crates else replace(state, at=there, rise=0)

    def tick(self, state: State, move: str) -> State | None:
        x, y, floor = state.at
        below = self.cells.get((x, y + 1, floor), "")
        ladder = self.cells[state.at] == "H"
        supported = ladder or below in ("", "#", "-")
        if move in "ud":
            if not ladder and not (move == "d" and below in ("H", "-")):
                return None
            return self.shift(replace(state, rise=0), 0, 1 if move == "d" else -1, climbs=True)
        if move[0] == "j":
            if not supported:
                return None
            state = replace(state, rise=JUMP)
        after: State | None = state
        if state.rise:
            after = self.shift(replace(state, rise=state.rise - 1), 0, -1)
        elif not supported:
            after = self.shift(state, 0, 1)
        dx = {"l": -1, "r": 1, "-": 0}[move[-1]]
        return self.shift(after, dx, 0) if after and dx else after

    def shift(self, state: State, dx: int, dy: int, climbs: bool = False) -> State | None:
        x, y, floor = state.at
        there = x + dx, y + dy, floor
        glyph = self.cells.get(there, "#")
        stopped = replace(state, rise=0) if dy else state
        if glyph in "#?" or not self.gate_opens(state, there, [(dx, dy)]):
            return stopped
        if glyph == "-" and dy == 1 and not climbs:
            return stopped
        return None if glyph == "!" else self.enter(state, there)

    def holds(self, moves: tuple[str, ...]) -> bool:
        state: State | None = self.start()
        for move in moves:
            state = state and self.after(state, move)
        return bool(moves) and state is not None and self.finished(state)

    def lengths(self, start: State) -> dict[State, tuple[str, ...]]:
        """A shortest way to every state, of at most 20,000."""
        ways: dict[State, tuple[str, ...]] = {start: ()}
        frontier = [start]
        for state in frontier:
            for move in MOVES[self.kind]:
                after = self.after(state, move)
                if after is not None and after not in ways and len(ways) < 20_000:
                    ways[after] = (*ways[state], move)
                    frontier.append(after)
        return ways


def draw(dice: random.Random, kind: str) -> str:
    """A small map with a spawn, an exit, and locks that have keys."""
    floors, height, width = dice.choice([1, 1, 2]), dice.randint(2, 5), dice.randint(3, 6)
    glyphs = {
        "push": "......##oox}1?aA",
        "platform": "        ...##-HH!}{^v?aAbB",
    }.get(kind, "......##~=!?^v{}aAbB")
    cells = [dice.choice(glyphs.replace("1", ".")) for _ in range(floors * height * width)]
    special = ["@", ">", *(("1", "1") if dice.random() < 0.5 else ())]
    for glyph, at in zip(special, dice.sample(range(len(cells)), len(special)), strict=True):
        cells[at] = glyph
    return tidy("".join(cells), width, height)


def tidy(cells: str, width: int, height: int) -> str:
    """Rows and floors; a lock without a key is a floor."""
    for lock in "AB":
        if lock.lower() not in cells:
            cells = cells.replace(lock, ".")
    rows = [cells[at : at + width] for at in range(0, len(cells), width)]
    floors = ["\n".join(rows[at : at + height]) for at in range(0, len(rows), height)]
    return "\n---\n".join(floors)


def mutants(dice: random.Random, kind: str, moves: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Proofs a move away, and the proof."""
    yield moves
    yield ()
    for _ in range(8):
        at = dice.randrange(len(moves) + 1)
        other = dice.choice(MOVES[kind])
        yield dice.choice(
            [
                (*moves[:at], other, *moves[at:]),
                (*moves[:at], *moves[at + 1 :]),
                (*moves[:at], other, *moves[at + 1 :]),
            ]
        )


def flipped(dice: random.Random, drawn: str, kind: str) -> str:
    """The map with one plain cell changed."""
    at = dice.choice([at for at, glyph in enumerate(drawn) if glyph in ". #"] or [0])
    other = dice.choice("#." if kind != "platform" else "#. !")
    return drawn[:at] + other + drawn[at + 1 :] if drawn[at] in ". #" else drawn


def verdicts(drawn: str, kind: str, moves: tuple[str, ...], *promises: Obligation) -> list[bool]:
    level = level_of(drawn, Movement(kind, JUMP))  # type: ignore[arg-type]
    findings = check(level, Proof(moves, promises)).findings
    assert all(finding.name != "well_formed" for finding in findings), findings
    return [finding.holds for finding in findings]


@pytest.mark.parametrize("kind", MOVES)
def test_replays_agree_with_the_slow_rules(kind: str) -> None:
    dice = random.Random(f"replay {kind}")
    held = refused = 0
    for _ in range(200):
        drawn = draw(dice, kind)
        naive = Naive(drawn, kind)
        ways = naive.lengths(naive.start())
        solved = [moves for state, moves in ways.items() if naive.finished(state) and moves]
        moves = solved[0] if solved else dice.choice([*ways.values()])
        for level in (drawn, flipped(dice, drawn, kind)):
            for mutant in mutants(dice, kind, moves):
                expected = Naive(level, kind).holds(mutant)
                assert verdicts(level, kind, mutant) == [expected], (level, mutant)
                held, refused = held + expected, refused + (not expected)
    assert held > 150
    assert refused > 1500


@pytest.mark.parametrize("kind", MOVES)
def test_ways_agree_with_the_slow_rules(kind: str) -> None:
    dice = random.Random(f"ways {kind}")
    for _ in range(250):
        drawn = draw(dice, kind)
        naive = Naive(drawn, kind, gathers=False)
        keys = frozenset(dice.sample("ab", dice.randint(0, 2)))
        for held, locks in ((frozenset("ab"), "open"), (frozenset(), "closed")):
            length = shortest(naive, held)
            low, high = (0, 10**6) if length is None else (length, length)
            way = promise("path_length", start="spawn", to="exit", low=low, high=high, locks=locks)
            assert verdicts(drawn, kind, ("n",), way)[0] is (length is not None), drawn
        possible = shortest(naive, keys) is not None
        reach = promise("reach", start="spawn", to="exit", keys=(*keys,), possible=possible)
        assert verdicts(drawn, kind, ("n",), reach)[0], (drawn, keys)


def shortest(naive: Naive, keys: frozenset[str]) -> int | None:
    ways = naive.lengths(naive.start(keys))
    ends = [len(moves) for state, moves in ways.items() if state.at in naive.find(">")]
    return min(ends, default=None)


@pytest.mark.parametrize("kind", ["walk4", "walk8"])
def test_what_is_reached_agrees_with_the_slow_rules(kind: str) -> None:
    dice = random.Random(f"reached {kind}")
    for _ in range(250):
        drawn = draw(dice, kind)
        naive = Naive(drawn.replace("?", "."), kind, gathers=False)
        reached = {state.at for state in naive.lengths(naive.start(frozenset("ab")))}
        everywhere = reached == {spot for spot in naive.cells if naive.ground(spot)}
        near = {
            (x + dx, y + dy, floor)
            for x, y, floor in reached
            for dx, dy in (*STEPS.values(), (0, 0))
        }
        keys = all(spot in near for spot in naive.find("ab>"))
        promises = promise("all_reachable"), promise("entities_reachable", kinds=("key", "exit"))
        assert verdicts(drawn, kind, ("n",), *promises)[:2] == [everywhere, keys], drawn
