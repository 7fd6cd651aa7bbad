"""A settlement's ground: water and its shores, roads and bridges, walls, houses, fields, trees."""

import numpy as np
from scipy import ndimage

from worldgen.levels.boxes import Box
from worldgen.levels.canvas import Canvas
from worldgen.levels.ground import block, distances
from worldgen.levels.level import Mask
from worldgen.levels.settlement.layout import Layout
from worldgen.levels.settlement.plots import House
from worldgen.levels.settlement.themes import PLACES, Theme
from worldgen.rng import Stream

_AROUND = np.ones((3, 3), np.bool_)
_GROVE = 6
"""Cells across a square of the noise that woods are made of."""


def mask_of(boxes: list[Box], shape: tuple[int, ...]) -> Mask:
    mask = np.zeros(shape, np.bool_)
    for box in boxes:
        mask[box.slices] = True
    return mask


def draw_land(canvas: Canvas, theme: Theme, layout: Layout, roads: Mask, water: Mask) -> None:
    """Everything but houses; then what is fixed."""
    spec = canvas.spec
    shape = (spec.height, spec.width)
    plaza, piers = mask_of([layout.plaza], shape), mask_of(layout.piers, shape)
    everywhere = np.ones(shape, np.bool_)
    shore = ndimage.binary_dilation(water, _AROUND) & ~water
    deep = ndimage.binary_erosion(water, _AROUND, border_value=1)
    canvas.fill("terrain", theme.ground, everywhere & ~water)
    canvas.fill("terrain", "beach" if layout.piers else theme.ground, shore)
    canvas.fill("water", "water", water)
    canvas.fill("water", "deep_water", deep if layout.piers else np.zeros_like(deep))
    canvas.fill("terrain", theme.road, (roads | piers) & ~water)
    canvas.fill("terrain", "plaza", plaza)
    canvas.fill("decor", "bridge", (roads | piers) & water)
    walls = mask_of(layout.walls, shape) & ~water
    canvas.fill("walls", theme.wall, walls & ~roads)
    canvas.fill("decor", "gate", walls & roads)
    canvas.stamp()


def draw_house(canvas: Canvas, theme: Theme, house: House) -> None:
    rows, columns = house.box.slices
    for layer in ("decor", "water", "walls"):
        canvas.layers[layer][0, rows, columns] = 0
    canvas.layers["walls"][0, rows, columns] = canvas.index(theme.house_wall)
    canvas.layers["terrain"][0, rows, columns] = canvas.index(theme.house_floor)
    rows, columns = house.inside.slices
    canvas.layers["walls"][0, rows, columns] = 0
    x, y = house.door
    canvas.put("walls", "", x, y)
    canvas.put("terrain", "door", x, y)


def furnish_house(
    canvas: Canvas, house: House, kind: str, open_: Mask, keep: Mask, stream: Stream
) -> None:
    """Closes cells of `open_`, so that the rest of the house can still be walked through."""
    width = open_.shape[1]
    for tile, most in PLACES[kind].furniture:
        cells = np.array([y * width + x for x, y in stream.shuffled(house.inside.cells())])
        for cell in block(open_, cells, keep, most):
            canvas.put("decor", tile, int(cell) % width, int(cell) // width)


def fill_pockets(canvas: Canvas, theme: Theme, spawn: tuple[int, int]) -> None:
    """What nobody can get to is grown over."""
    walkable = canvas.walkable()[0]
    canvas.fill("walls", theme.tree, walkable & (distances(walkable, spawn) < 0))


def draw_fields(canvas: Canvas, theme: Theme, wild: Mask, wanted: int, stream: Stream) -> list[Box]:
    """Rectangles of crops on wild land, which they take; as many of them as find a place."""
    fields: list[Box] = []
    height, width = wild.shape
    for turn in range(60 * wanted):
        if len(fields) == wanted:
            break
        shrink = turn // (15 * wanted)
        w, h = (max(2, stream.between(4, 10) - 2 * shrink) for _ in range(2))
        if w + 2 >= width or h + 2 >= height:
            continue
        box = Box(stream.between(1, width - w - 1), stream.between(1, height - h - 1), w, h)
        if wild[box.slices].all():
            wild[box.y - 1 : box.y + h + 1, box.x - 1 : box.x + w + 1] = False
            fields.append(box)
    canvas.fill("decor", theme.field, mask_of(fields, wild.shape))
    return fields


def draw_gardens(canvas: Canvas, houses: list[House], wild: Mask, stream: Stream) -> None:
    """Beside some houses, on wild land."""
    chosen = [house.box for house in houses if stream.chance(0.4)]
    around = ndimage.binary_dilation(mask_of(chosen, wild.shape), _AROUND)
    canvas.fill("decor", "garden", around & wild)


def plant_trees(
    canvas: Canvas, theme: Theme, wild: Mask, open_: Mask, keep: Mask, stream: Stream
) -> None:
    """On wild land, thick in groves; no tree closes a way."""
    height, width = wild.shape
    coarse = stream.units(height // _GROVE + 1, width // _GROVE + 1) < 2 * theme.woods
    groves = coarse.repeat(_GROVE, 0).repeat(_GROVE, 1)[:height, :width]
    drawn = stream.units(height, width)
    wanted = wild & (drawn < np.where(groves, 0.45, theme.woods / 4))
    cells = np.flatnonzero(wanted)
    planted = np.zeros_like(wild)
    planted.reshape(-1)[block(open_, cells, keep, cells.size)] = True
    canvas.fill("walls", theme.tree, planted)
