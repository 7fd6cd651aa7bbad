"""The layers of a Tiled map, by floor, as cells of one size."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec
from worldgen.levels.export.content import OURS
from worldgen.levels.import_tiled.cells import MAX_CELLS, Budget, Chunk, chunks_of
from worldgen.levels.import_tiled.node import Node
from worldgen.levels.import_tiled.tiles import Numbers
from worldgen.levels.level import Layer
from worldgen.levels.tiles import TileSet
from worldgen.levels.verify.well_formed import MAX_FLOORS, MAX_SIDE

_MAX_DEPTH = 16
_MAX_LAYERS = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Floors:
    """What is in the file, with all cells read."""

    width: int
    height: int
    left: int
    """The column of the file that is column 0 here: in infinite maps it can be any."""
    top: int
    tiles: TileSet
    layers: tuple[Layer, ...]
    objects: tuple[tuple[int, Node], ...]
    """Layers of objects, and the floor of each."""
    number: int

    @classmethod
    def of(cls, map_: Node, beside: Mapping[str, bytes]) -> "Floors":
        width, height = (map_.whole(side, 0, MAX_SIDE) for side in ("width", "height"))
        found = [*_layers(map_, 0, 0)]
        if len(found) > _MAX_LAYERS:
            raise map_.wrong("layers", f"{len(found)} are too many; merge some")
        number = 1 + max((floor for floor, _ in found), default=0)
        budget = Budget()
        drawn = [
            (floor, layer, chunks_of(layer, width, height, budget))
            for floor, layer in found
            if layer.text("type") == "tilelayer"
        ]
        objects = tuple(each for each in found if each[1].text("type") == "objectgroup")
        left = top = 0
        if map_.raw.get("infinite") is True and f"{OURS}kind" not in map_.properties():
            left, top, width, height = _bounds([part for *_, parts in drawn for part in parts])
        names = len({layer.text("name") for _, layer, _ in drawn})
        if width * height * number * max(1, names) > MAX_CELLS:
            raise map_.wrong("layers", f"more than {MAX_CELLS} cells; make the map smaller")
        if not width or not height:
            raise map_.wrong("width", "the map has no cells; draw something")
        numbers = Numbers.of(map_, beside)
        area = (left, top, width, height)
        layers = _whole([(f, n, _filled(n, p, area, numbers)) for f, n, p in drawn], number)
        return cls(width, height, left, top, numbers.tile_set(), layers, objects, number)


def _layers(parent: Node, floor: int, depth: int) -> Iterator[tuple[int, Node]]:
    if depth > _MAX_DEPTH:
        raise parent.wrong("layers", f"groups are nested more than {_MAX_DEPTH} deep; flatten them")
    for layer in parent.children("layers"):
        if layer.text("type") == "group":
            said = layer.properties().get(f"{OURS}floor", floor)
            if not isinstance(said, int) or not 0 <= said < MAX_FLOORS:
                raise layer.wrong(f"{OURS}floor", f"{said!r:.40} isn't in 0..{MAX_FLOORS - 1}")
            yield from _layers(layer, said, depth + 1)
        else:
            yield floor, layer


def _bounds(chunks: list[Chunk]) -> tuple[int, int, int, int]:
    """Left, top, width and height of all that isn't empty. Raises InvalidSpec beyond MAX_SIDE."""
    spans = []
    for chunk in chunks:
        rows, columns = chunk.numbers.nonzero()
        if len(rows):
            spans.append((columns.min() + chunk.x, rows.min() + chunk.y))
            spans.append((columns.max() + chunk.x, rows.max() + chunk.y))
    if not spans:
        return 0, 0, 0, 0
    xs, ys = ([int(each) for each in side] for side in zip(*spans, strict=True))
    width, height = max(xs) - min(xs) + 1, max(ys) - min(ys) + 1
    if max(width, height) > MAX_SIDE:
        raise InvalidSpec.at(
            "layers", f"what is drawn spans {width}x{height} cells; at most {MAX_SIDE} a side"
        )
    return min(xs), min(ys), width, height


def _filled(
    layer: Node, chunks: list[Chunk], area: tuple[int, int, int, int], numbers: Numbers
) -> NDArray[np.uint16]:
    left, top, width, height = area
    cells = np.zeros((height, width), np.uint16)
    for chunk in chunks:
        used, places = np.unique(chunk.numbers, return_inverse=True)
        indices = np.array(
            [numbers.index(int(each), layer.path) if each else 0 for each in used], np.uint16
        )[places].reshape(chunk.numbers.shape)
        x, y = chunk.x - left, chunk.y - top
        inside = indices[max(0, -y) : max(0, height - y), max(0, -x) : max(0, width - x)]
        rows, columns = inside.shape
        if rows and columns:
            cells[max(0, y) : max(0, y) + rows, max(0, x) : max(0, x) + columns] = inside
    return cells


def _whole(drawn: list[tuple[int, Node, NDArray[np.uint16]]], floors: int) -> tuple[Layer, ...]:
    """Layers of one name on several floors are one; of one name on one floor they are numbered."""
    cells: dict[tuple[str, int], list[tuple[int, NDArray[np.uint16]]]] = {}
    times: dict[tuple[int, str], int] = {}
    for floor, layer, filled in drawn:
        name = layer.text("name")
        times[floor, name] = times.get((floor, name), 0) + 1
        cells.setdefault((name, times[floor, name]), []).append((floor, filled))
    made = []
    for (name, time), parts in cells.items():
        whole = np.zeros((floors, *parts[0][1].shape), np.uint16)
        for floor, filled in parts:
            whole[floor] = filled
        made.append(Layer(name if time == 1 else f"{name} ({time})", whole))
    return tuple(made)
