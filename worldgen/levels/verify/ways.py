"""Ways through a level, whatever its movement is."""

from functools import cached_property

import numpy as np

from worldgen.levels.verify.board import Board, Mask, Spot, cell_of
from worldgen.levels.verify.platform import resting_places, ticks_from
from worldgen.levels.verify.regions import Regions
from worldgen.levels.verify.shortest import moves_between

Keys = frozenset[str]


class Ways:
    """For who starts with keys, and picks up none."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._jumps = board.level.movement.kind == "platform"

    def length(self, start: Spot, end: Spot, keys: Keys) -> int | None:
        """Moves of the shortest way; None where there is none."""
        if self._jumps:
            return ticks_from(self.board, start, keys, secrets=False).get(end)
        return moves_between(self.board, start, end, keys)

    def reached(self, start: Spot, keys: Keys, secrets: bool = False) -> Mask:
        """The cells that a way ends in; none where it can't start."""
        if self._jumps:
            reached = np.zeros(self.board.shape, np.bool_)
            for spot in ticks_from(self.board, start, keys, secrets):
                reached[cell_of(spot)] = True
            return reached
        self.board.work.spend(200_000 + self.board.cells * 10, "looking for what is reached")
        return (self._with_secrets if secrets else self._without_secrets).reached(start, keys)

    @cached_property
    def standing(self) -> Mask:
        """The cells that can be stood in."""
        return resting_places(self.board) if self._jumps else self.board.standing

    @cached_property
    def _with_secrets(self) -> Regions:
        return Regions(self.board, secrets=True)

    @cached_property
    def _without_secrets(self) -> Regions:
        return Regions(self.board, secrets=False)
