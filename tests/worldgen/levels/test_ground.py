"""What the walked kinds share, beside slow and obvious versions of it."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from worldgen.levels.grading import at_curve, passed
from worldgen.levels.ground import block, contacts, distances, is_simple, way_back
from worldgen.rng import Stream

Mask = NDArray[np.bool_]


def noise(seed: int, height: int = 9, width: int = 12) -> Mask:
    return Stream("test", seed).units(height, width) < 0.65


def slow_distances(open_: Mask, x: int, y: int) -> NDArray[np.int64]:
    away = np.where(open_, 10_000, -1)
    away[y, x] = 0
    for _ in range(open_.size):
        for (row, column), here in np.ndenumerate(away):
            around = [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
            inside = [(r, c) for r, c in around if (r, c) in np.ndindex(*away.shape)]
            near = [int(away[cell]) for cell in inside if away[cell] >= 0]
            if here > 0 and near:
                away[row, column] = min(int(here), 1 + min(near))
        if not (away == 10_000).any():
            break
    return np.where(away == 10_000, -1, away)


def test_distances_are_the_shortest() -> None:
    for seed in range(3):
        open_ = noise(seed, 5, 6)
        y, x = (int(i) for i in np.argwhere(open_)[0])
        assert np.array_equal(distances(open_, (x, y)), slow_distances(open_, x, y))


def test_a_way_back_has_as_many_moves_as_the_distance() -> None:
    for seed in range(100):
        open_ = noise(seed)
        y, x = (int(i) for i in np.argwhere(open_)[0])
        away = distances(open_, (x, y))
        far_y, far_x = (int(i) for i in np.unravel_index(away.argmax(), away.shape))
        way = way_back(away, far_x, far_y)
        assert way[0] == (x, y)
        assert way[-1] == (far_x, far_y)
        assert len(way) == away.max() + 1
        assert all(open_[b, a] for a, b in way)


def test_a_simple_cell_parts_nothing_around_it() -> None:
    for number in range(512):
        around = np.array([number >> at & 1 for at in range(9)], np.bool_).reshape(3, 3)
        around[1, 1] = False
        cross = ndimage.label(around)[0][[0, 1, 1, 2], [1, 0, 2, 1]]
        sides = set(cross[cross > 0].tolist())
        assert is_simple(around, 1, 1) == (len(sides) == 1)


def test_blocking_never_parts_what_stays_open() -> None:
    for seed in range(200):
        open_ = noise(seed)
        parts = ndimage.label(open_)[1]
        keep = np.zeros_like(open_)
        keep[4, 5] = True
        before = open_.copy()
        cells = np.array(Stream("cells", seed).shuffled(range(open_.size)), np.int64)
        blocked = block(open_, cells, keep, 30)
        assert ndimage.label(open_)[1] == parts
        assert len(blocked) == before.sum() - open_.sum() <= 30
        assert open_[4, 5] == before[4, 5]


def test_contacts_are_counted_along_both_axes() -> None:
    labels = np.array([[1, 1, 2], [3, 0, 2], [3, 3, 2]], np.int32)
    assert contacts(labels) == [(1, 2, 1), (1, 3, 1), (2, 3, 1)]


@pytest.mark.parametrize(
    ("share", "difficulty"), [(0.0, 0.2), (0.25, 0.5), (0.5, 0.8), (0.75, 0.6), (1.0, 0.4)]
)
def test_a_curve_is_joined_by_straight_lines(share: float, difficulty: float) -> None:
    assert at_curve((0.2, 0.8, 0.4), share) == pytest.approx(difficulty)


def test_a_curve_of_one_value_is_flat() -> None:
    assert at_curve((0.3,), 0.7) == 0.3


def test_a_detour_is_left_out() -> None:
    assert passed(["a", "b", "c", "b", "d"]) == ("a", "b", "d")
