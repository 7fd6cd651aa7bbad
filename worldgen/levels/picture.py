"""A level as a picture, for people: a square a cell, and the way through it."""

import io
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from worldgen.levels.level import Cell, Entity, Level
from worldgen.levels.text import topmost

MAX_PIXELS = 4096
"""On the longer side; the squares of a large level get smaller."""
_MARKS = {
    "spawn": "#4ade80",
    "exit": "#f43f5e",
    "key": "#facc15",
    "lock": "#f59e0b",
    "one_way": "#38bdf8",
    "secret": "#c084fc",
    "stairs": "#f5f5f4",
    "enemy": "#ef4444",
    "boss": "#991b1b",
    "loot": "#eab308",
    "npc_place": "#22d3ee",
    "crate": "#a16207",
    "target": "#fde047",
}
_OTHER_MARK = "#d4d4d8"
_WAY = "#ffffff"


def as_png(level: Level, floor: int = 0, way: Iterable[Cell] = (), cell_px: int = 16) -> bytes:
    """PNG bytes of one floor: `cell_px` pixels a cell, fewer beyond MAX_PIXELS."""
    side = max(1, min(cell_px, MAX_PIXELS // max(level.width, level.height)))
    image = Image.fromarray(colours(level)[floor])
    image = image.resize((level.width * side, level.height * side), Image.Resampling.NEAREST)
    draw = ImageDraw.Draw(image)
    if side >= 4:
        _draw_way(draw, way, floor, side)
        for entity in level.entities:
            if entity.floor == floor:
                _draw_mark(draw, entity, side)
    data = io.BytesIO()
    image.save(data, "PNG", optimize=False)
    return data.getvalue()


def colours(level: Level) -> NDArray[np.uint8]:
    """Shape (floors, height, width, 3): the topmost tile's colour, darker on lower ground."""
    palette = np.array([(0, 0, 0), *(_rgb(tile.colour) for tile in level.tiles)], np.uint8)
    shown = palette[topmost(level)]
    if level.heights is not None:
        light = 160 + (level.heights.astype(np.uint32) * 95 >> 16)
        shown = (shown * light[None, :, :, None] // 255).astype(np.uint8)
    return shown


def _draw_way(draw: ImageDraw.ImageDraw, way: Iterable[Cell], floor: int, side: int) -> None:
    before: Cell | None = None
    for cell in way:
        near = before and abs(cell.x - before.x) <= 1 and abs(cell.y - before.y) <= 1
        if before and near and before.floor == cell.floor == floor:
            line = [_middle(before, side), _middle(cell, side)]
            draw.line(line, fill=_WAY, width=max(1, side // 8))
        before = cell


def _draw_mark(draw: ImageDraw.ImageDraw, entity: Entity, side: int) -> None:
    x, y = _middle(entity.cell, side)
    radius = max(1, side * 3 // 8)
    fill = _MARKS.get(entity.kind, _OTHER_MARK)
    draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=fill, outline="#000000")


def _middle(cell: Cell, side: int) -> tuple[int, int]:
    return cell.x * side + side // 2, cell.y * side + side // 2


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
