"""Sets of tiles: whatever lies beside whatever, the edges meet."""

import numpy as np
import pytest

from worldgen.errors import InvalidSpec
from worldgen.textures.pixel.neighbours import masks_of
from worldgen.textures.pixel.terrain import Outline, cut_out, stencils

SIDE = 16


def noise(side: int = SIDE) -> np.ndarray:
    """Smooth, in -1..1, and it tiles."""
    y, x = np.mgrid[0:side, 0:side] * 2 * np.pi / side
    return np.sin(x + 1) * 0.5 + np.cos(2 * y) * 0.5


def made(rule: str = "blob", outline: Outline | None = None) -> dict[int, np.ndarray]:
    picture = np.random.default_rng(1).integers(60, 200, (SIDE, SIDE, 3), np.uint8)
    cut = stencils(noise(), rule, outline)
    return {mask: cut_out(picture, stencil, outline) for mask, stencil in cut.items()}


def drawn(same: np.ndarray, rule: str, outline: Outline) -> np.ndarray:
    """The map as a picture; cells of another kind stay clear. Corners lie half a cell off."""
    tiles, found = made(rule, outline), masks_of(same, rule, beyond=False)
    whole = np.zeros((found.shape[0] * SIDE, found.shape[1] * SIDE, 4), np.uint8)
    for (row, column), mask in np.ndenumerate(found):
        if rule == "corners" or same[row, column]:
            at = np.s_[row * SIDE : row * SIDE + SIDE, column * SIDE : column * SIDE + SIDE]
            whole[at] = tiles[int(mask)]
    return whole


def cells(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random((9, 9)) < 0.7


@pytest.mark.parametrize("rule", ["blob", "corners"])
@pytest.mark.parametrize(("inset", "radius"), [(0.12, 0.1), (0.07, 0.2), (0.3, 0.2), (0.2, 0.0)])
@pytest.mark.parametrize("seed", range(10))
def test_outlines_go_on_across_edges(rule: str, inset: float, radius: float, seed: int) -> None:
    """NOTE: a break in the outline would be a pixel whose two neighbours across an edge differ
    although, on either side of the edge, nothing changes along it."""
    outline = Outline(inset, wander=0, round=radius, shadow=0)
    inside = drawn(cells(seed), rule, outline)[:, :, 3] == 255
    for edges in (inside, inside.T):
        before, after = edges[SIDE - 1 : -1 : SIDE], edges[SIDE::SIDE]
        broken = before != after
        steady = np.zeros_like(broken)
        steady[:, 2:-2] = True
        for shift in (-2, -1, 1, 2):
            steady &= (np.roll(before, shift, 1) == before) & (np.roll(after, shift, 1) == after)
        assert not (broken & steady).any()


def test_a_tile_among_its_own_kind_is_the_whole_picture() -> None:
    tiles = made()
    assert (tiles[255][:, :, 3] == 255).all()
    assert len(tiles) == 47


def test_a_tile_alone_ends_on_all_sides() -> None:
    inside = made(outline=Outline(shadow=0))[0][:, :, 3] == 255
    assert inside[SIDE // 2, SIDE // 2]
    for edge in (inside[0], inside[-1], inside[:, 0], inside[:, -1]):
        assert not edge.any()


def test_corners_that_stand_out_are_rounded() -> None:
    sharp, rounded = (
        made(outline=Outline(0.1, wander=0, round=radius, shadow=0))[0][:, :, 3] == 255
        for radius in (0.0, 0.2)
    )
    assert sharp[1, 1]
    assert not rounded[1, 1]
    assert np.array_equal(sharp[8], rounded[8])
    assert not (rounded & ~sharp).any()


def test_wander_moves_the_line() -> None:
    straight, crooked = (made(outline=Outline(wander=wander))[0][:, :, 3] for wander in (0.0, 0.12))
    assert not np.array_equal(straight, crooked)


def test_a_shadow_falls_to_the_south_east() -> None:
    alpha = made(outline=Outline(inset=0.25, wander=0))[0][:, :, 3]
    shaded = np.argwhere((alpha > 0) & (alpha < 255))
    assert shaded.size
    solid = np.argwhere(alpha == 255)
    assert (shaded.max(axis=0) > solid.max(axis=0)).all()
    assert (shaded.min(axis=0) > solid.min(axis=0)).all()


def test_a_tile_that_is_not_square_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="20x16 pixels; tiles are square"):
        stencils(np.zeros((16, 20)))
