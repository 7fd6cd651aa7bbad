import numpy as np
import pytest

from worldgen.textures.pixel.neighbours import NE, NW, SE, SW, E, N, S, W, masks, masks_of, reduced


@pytest.mark.parametrize(("rule", "count"), [("blob", 47), ("sides", 16), ("corners", 16)])
def test_each_rule_has_its_number_of_pictures(rule: str, count: int) -> None:
    assert len(masks(rule)) == count


def test_a_corner_needs_both_sides() -> None:
    assert reduced(N | NE, "blob") == N
    assert reduced(N | NE | E, "blob") == N | NE | E
    assert reduced(N | NE | E, "sides") == N | E


def test_neighbours_of_a_cell_are_found() -> None:
    same = np.array([[1, 1, 0], [0, 1, 0], [0, 1, 1]], np.bool_)
    found = masks_of(same, beyond=False)
    assert found[1, 1] == N | S
    assert found[0, 0] == E
    assert found[2, 1] == N | E


def test_beyond_the_map_is_what_is_said() -> None:
    one = np.ones((1, 1), np.bool_)
    assert masks_of(one, beyond=True)[0, 0] == 255
    assert masks_of(one, beyond=False)[0, 0] == 0


def test_corners_lie_between_cells() -> None:
    found = masks_of(np.array([[1, 0], [0, 1]], np.bool_), "corners", beyond=False)
    assert found.shape == (3, 3)
    assert found[1, 1] == NW | SE
    assert found[0, 0] == SE
    assert found[0, 1] == SW
    assert found[2, 2] == NW
    assert found[1, 0] == NE
    assert found[0, 2] == 0
    assert W not in (int(each) for each in found.ravel())
