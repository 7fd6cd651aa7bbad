"""walk4, walk8 and push, a move at a time."""

from worldgen.levels.level import Entity
from worldgen.levels.verify.board import DIAGONALS, STEPS, TOWARD, Board, Spot, said, spot_of


class Illegal(Exception):
    """A move against the rules of play; its text says why."""


class Walker:
    """Stands in a cell and holds keys. Raises Illegal where it can't begin, or can't `move` to."""

    def __init__(self, board: Board, spawn: Entity) -> None:
        self.board = board
        self.at = spot_of(spawn)
        self.keys: set[str] = set()
        self._must_be_ground(self.at)
        self._arrive(self.at)

    def move(self, move: str) -> None:
        if move == "stairs":
            self._take_stairs()
        elif move in STEPS:
            self._step(move)
        elif move in DIAGONALS and self.board.level.movement.kind == "walk8":
            self._step_diagonally(move)
        else:
            raise Illegal(f"there is no such move in {self.board.level.movement.kind}")

    def _step(self, move: str) -> None:
        there = beside(self.at, STEPS[move])
        self._must_be_enterable(there)
        self._must_go_along(there, TOWARD[move])
        self._make_room(there, STEPS[move])
        self._arrive(there)

    def _make_room(self, there: Spot, step: tuple[int, int] | None) -> None:
        """Pushes what stands there in the direction of the step; stairs have none."""

    def _must_be_enterable(self, there: Spot) -> None:
        self._must_be_ground(there)
        missing = self.board.locks.get(there, set()) - self.keys
        if missing:
            raise Illegal(f"{said(there)} is locked, and key {min(missing)!r} isn't held")

    def _step_diagonally(self, move: str) -> None:
        dx, dy = DIAGONALS[move]
        there = beside(self.at, (dx, dy))
        self._must_be_enterable(there)
        self._must_go_along(there, toward="nowhere")
        for corner in (beside(self.at, (dx, 0)), beside(self.at, (0, dy))):
            self._must_be_ground(corner)
            if corner in self.board.locks or corner in self.board.one_ways:
                raise Illegal(f"the corner {said(corner)} holds a lock or a one_way")
        self._arrive(there)

    def _take_stairs(self) -> None:
        if self.at not in self.board.stairs:
            raise Illegal(f"no stairs lead from {said(self.at)}")
        there = self.board.stairs[self.at]
        self._must_be_enterable(there)
        self._must_go_along(there, toward="nowhere")
        self._make_room(there, None)
        self._arrive(there)

    def _must_be_ground(self, there: Spot) -> None:
        if not self.board.inside(there):
            raise Illegal(f"{said(there)} is outside of the map")
        if not self.board.can_stand(there):
            raise Illegal(f"nobody can stand in {said(there)}")
        if there in self.board.secrets:
            raise Illegal(f"{said(there)} is a secret, which no proof knows")

    def _must_go_along(self, there: Spot, toward: str) -> None:
        if not self.board.leads(self.at, there, toward):
            raise Illegal(
                f"a one_way at {said(self.at)} or {said(there)} doesn't lead {toward}"
                if toward != "nowhere"
                else f"the one_way at {said(self.at)} or {said(there)} is only left and entered "
                "along its direction"
            )

    def _arrive(self, there: Spot) -> None:
        self.at = there
        self.keys |= self.board.keys.get(there, set())


class Pusher(Walker):
    """Pushes crates, one at a time, and never pulls."""

    def __init__(self, board: Board, spawn: Entity) -> None:
        self.crates = set(board.entities("crate"))
        super().__init__(board, spawn)
        if self.at in self.crates:
            raise Illegal(f"a crate is in {said(self.at)}")

    def _make_room(self, there: Spot, step: tuple[int, int] | None) -> None:
        if there not in self.crates:
            return
        if step is None:
            raise Illegal(f"stairs push no crate, and one is in {said(there)}")
        beyond = beside(there, step)
        if why := self._holds_no_crate(beyond):
            raise Illegal(f"the crate in {said(there)} can't be pushed on: {said(beyond)} {why}")
        self.crates.remove(there)
        self.crates.add(beyond)

    def _holds_no_crate(self, spot: Spot) -> str:
        """Why none can be pushed there; empty where one can."""
        board = self.board
        if not board.can_stand(spot) or spot in board.secrets:
            return "can't be stood in"
        if spot in self.crates:
            return "holds another"
        if spot in board.locks or spot in board.one_ways or spot in board.entities("stairs"):
            return "holds a lock, a one_way or stairs"
        return ""


def beside(spot: Spot, step: tuple[int, int]) -> Spot:
    return spot[0] + step[0], spot[1] + step[1], spot[2]
