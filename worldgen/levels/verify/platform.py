"""platform, a tick at a time; and how many ticks lead where."""

from collections.abc import Iterator

from worldgen.levels.verify.board import TOWARD, Board, Mask, Spot, said
from worldgen.levels.verify.walking import Illegal

_SEARCH = "looking for ways in platform"
RUNS = {"l": -1, "r": 1, "-": 0}
_ALONG = {(0, -1): TOWARD["n"], (1, 0): TOWARD["e"], (0, 1): TOWARD["s"], (-1, 0): TOWARD["w"]}


class Jumper:
    """Runs, jumps, climbs and falls. Raises Illegal where it can't begin, or can't `move`; after
    that it is of no use.
    """

    def __init__(self, board: Board, at: Spot, secrets: bool = False) -> None:
        self.board = board
        self.at = at
        self.rise = 0
        self.keys: set[str] = set()
        self.gathers = True
        """Whether it picks up keys."""
        self._secrets: set[Spot] = set() if secrets else board.secrets
        self._solid, self._hazard = board.flat("solid"), board.flat("hazard")
        self._platform, self._ladder = board.flat("platform"), board.flat("ladder")
        if not self.is_free(at):
            raise Illegal(f"{said(at)} isn't free")
        self._enter(at)

    def move(self, move: str) -> None:
        if move in ("u", "d"):
            self._climb(move)
        elif move == "stairs":
            self._take_stairs()
        elif move in RUNS:
            self._run(RUNS[move])
        elif move[:1] == "j" and move[1:] in RUNS:
            if not self.is_supported():
                raise Illegal("there is nothing to jump off from")
            self.rise = self.board.level.movement.jump
            self._run(RUNS[move[1:]])
        else:
            raise Illegal("there is no such move in platform")

    def moves(self) -> Iterator[str]:
        """Those that begin: a tick may still end it."""
        yield from RUNS
        if self.is_supported():
            yield from ("jl", "jr", "j-")
        if self._has(self._ladder, self.at):
            yield from ("u", "d")
        elif self._can_climb_down():
            yield "d"
        if self.at in self.board.stairs:
            yield "stairs"

    def is_free(self, spot: Spot) -> bool:
        inside = self.board.inside(spot)
        return inside and spot not in self._secrets and not self._has(self._solid, spot)

    def is_supported(self) -> bool:
        below = _moved(self.at, 0, 1)
        if not self.board.inside(below) or self._has(self._ladder, self.at):
            return True
        return self._has(self._solid, below) or self._has(self._platform, below)

    def _run(self, dx: int) -> None:
        if self.rise > 0:
            self.rise -= 1
            self._try(0, -1)
        elif not self.is_supported():
            self._try(0, 1)
        if dx:
            self._try(dx, 0)

    def _climb(self, move: str) -> None:
        can = self._has(self._ladder, self.at) or (move == "d" and self._can_climb_down())
        if not can:
            raise Illegal("there is nothing to climb")
        self.rise = 0
        self._try(0, 1 if move == "d" else -1, climbing=True)

    def _can_climb_down(self) -> bool:
        below = _moved(self.at, 0, 1)
        return self.board.inside(below) and (
            self._has(self._ladder, below) or self._has(self._platform, below)
        )

    def _try(self, dx: int, dy: int, climbing: bool = False) -> None:
        there = _moved(self.at, dx, dy)
        through = dy < 1 or climbing or not self._has(self._platform, there)
        if through and self._can_enter(there, _ALONG[dx, dy]):
            self._enter(there)
        elif dy:
            self.rise = 0

    def _can_enter(self, there: Spot, toward: str) -> bool:
        if not self.is_free(there) or not self.board.leads(self.at, there, toward):
            return False
        return self.board.locks.get(there, set()) <= self.keys

    def _take_stairs(self) -> None:
        if self.at not in self.board.stairs:
            raise Illegal(f"no stairs lead from {said(self.at)}")
        there = self.board.stairs[self.at]
        if not self._can_enter(there, "nowhere"):
            raise Illegal(f"the stairs' other end {said(there)} can't be entered")
        self.rise = 0
        self._enter(there)

    def _enter(self, there: Spot) -> None:
        if self._has(self._hazard, there):
            raise Illegal(f"who enters {said(there)} dies of {self.board.tile_at(there)}")
        self.at = there
        if self.gathers:
            self.keys |= self.board.keys.get(there, set())

    def _has(self, trait: bytes, spot: Spot) -> bool:
        return self.board.inside(spot) and bool(trait[self.board.index(spot)])


def ticks_from(board: Board, start: Spot, keys: frozenset[str], secrets: bool) -> dict[Spot, int]:
    """How many ticks it takes at least to where, with these keys, to all that can be reached."""
    board.work.spend(200_000, _SEARCH)
    try:
        jumper = Jumper(board, start, secrets)
    except Illegal:
        return {}
    jumper.keys, jumper.gathers = set(keys), False
    ticks = {start: 0}
    seen = {(start, 0)}
    frontier = [(start, 0)]
    tick = 0
    while frontier:
        tick += 1
        board.work.spend(len(frontier) * 20_000, _SEARCH)
        states_after = [after for state in frontier for after in _after(jumper, *state)]
        frontier = [state for state in dict.fromkeys(states_after) if state not in seen]
        seen.update(frontier)
        for spot, _ in frontier:
            ticks.setdefault(spot, tick)
    return ticks


def _after(jumper: Jumper, at: Spot, rise: int) -> Iterator[tuple[Spot, int]]:
    """Where one can be, and still rise, a tick later."""
    jumper.at, jumper.rise = at, rise
    for move in tuple(jumper.moves()):
        jumper.at, jumper.rise = at, rise
        try:
            jumper.move(move)
        except Illegal:
            continue
        yield jumper.at, jumper.rise


def _moved(spot: Spot, dx: int, dy: int) -> Spot:
    return spot[0] + dx, spot[1] + dy, spot[2]


def resting_places(board: Board) -> Mask:
    """The free cells that one is supported in, and that don't kill."""
    solid, ladder = board.having("solid"), board.having("ladder")
    bearing = solid | board.having("platform")
    supported = ladder.copy()
    supported[:, :-1] |= bearing[:, 1:]
    supported[:, -1] = True
    resting: Mask = supported & ~solid & ~board.having("hazard")
    return resting
