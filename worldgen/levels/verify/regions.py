"""Where a walker gets with which keys: cells that hang together are labelled once, and what is
between them (locks, one_ways, stairs) is a small graph of labels.

NOTE: walk8 reaches what walk4 does, for a diagonal needs both of its corners: walking round one of
them takes the same way in two moves. And crates are in no way's way.
"""

from collections import defaultdict

import numpy as np
from scipy import ndimage

from worldgen.levels.verify.board import STEPS, TOWARD, Board, Mask, Spot, cell_of
from worldgen.levels.verify.walking import beside

_IN_A_PLANE = np.zeros((3, 3, 3), np.bool_)
_IN_A_PLANE[1] = ndimage.generate_binary_structure(2, 1)


class Regions:
    """For who knows the secrets, or doesn't."""

    def __init__(self, board: Board, secrets: bool) -> None:
        self._board = board
        ground = board.standing.copy()
        for secret in () if secrets else board.secrets:
            ground[cell_of(secret)] = False
        borders = [spot for spot in {**board.locks, **board.one_ways} if ground[cell_of(spot)]]
        board.work.spend(len(borders) * 20_000 + board.cells * 10, "finding regions")
        for spot in borders:
            ground[cell_of(spot)] = False
        self._labels, self._last = ndimage.label(ground, _IN_A_PLANE)
        self._locks: dict[int, set[str]] = {}
        for spot in borders:
            self._last += 1
            self._labels[cell_of(spot)] = self._last
            self._locks[self._last] = board.locks.get(spot, set())
        self._ways: dict[int, set[int]] = defaultdict(set)
        for spot in borders:
            for move, step in STEPS.items():
                self._join(spot, beside(spot, step), TOWARD[move])
                self._join(beside(spot, step), spot, TOWARD[_BACK[move]])
        for spot, end in board.stairs.items():
            self._join(spot, end, "nowhere")

    def reached(self, start: Spot, keys: frozenset[str]) -> Mask:
        """The cells that a way with these keys ends in; none where it can't start."""
        reached = np.zeros(self._last + 1, np.bool_)
        frontier = [self._label(start)] if self._label(start) else []
        reached[frontier] = True
        while frontier:
            label = frontier.pop()
            for other in self._ways.get(label, ()):
                if not reached[other] and self._locks.get(other, set()) <= keys:
                    reached[other] = True
                    frontier.append(other)
        mask: Mask = reached[self._labels]
        return mask

    def _join(self, here: Spot, there: Spot, toward: str) -> None:
        if self._label(here) and self._label(there) and self._board.leads(here, there, toward):
            self._ways[self._label(here)].add(self._label(there))

    def _label(self, spot: Spot) -> int:
        """0 where nobody can stand."""
        return int(self._labels[cell_of(spot)]) if self._board.inside(spot) else 0


_BACK = {"n": "s", "e": "w", "s": "n", "w": "e"}
