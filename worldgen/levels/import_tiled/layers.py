"""The layers of a Tiled map, by floor, as cells of one size."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
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
        drawn = [*_drawn(found, width, height)]
        objects = tuple(each for each in found if each[1].text("type") == "objectgroup")
        left = top = 0
        if map_.raw.get("infinite") is True and f"{OURS}kind" not in map_.properties():
            left, top, width, height = _bounds([part for each in drawn for part in each.chunks])
        if not width or not height:
            raise map_.wrong("width", "the map has no cells; draw something")
        names = len({each.name for each in drawn})
        if width * height * number * max(1, names) > MAX_CELLS:
            raise map_.wrong("layers", f"more than {MAX_CELLS} cells; make the map smaller")
        numbers = Numbers.of(map_, beside)
        cells: dict[str, NDArray[np.uint16]] = {}
        for each in drawn:
            if each.name not in cells:
                cells[each.name] = np.zeros((number, height, width), np.uint16)
            _fill(cells[each.name][each.floor], each, left, top, numbers)
        layers = tuple(Layer(name, whole) for name, whole in cells.items())
        return cls(width, height, left, top, numbers.tile_set(), layers, objects, number)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A layer of tiles on one floor; on others the layer of the same name belongs to it."""

    name: str
    floor: int
    path: str
    chunks: list[Chunk]


def _drawn(found: Iterable[tuple[int, Node]], width: int, height: int) -> Iterator[_Drawn]:
    """Layers of one name on one floor are numbered."""
    budget = Budget()
    times: Counter[tuple[int, str]] = Counter()
    for floor, layer in found:
        if layer.text("type") == "tilelayer":
            name = layer.text("name")
            times[floor, name] += 1
            time = times[floor, name]
            called = name if time == 1 else f"{name} ({time})"
            yield _Drawn(called, floor, layer.path, chunks_of(layer, width, height, budget))


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


def _fill(cells: NDArray[np.uint16], layer: _Drawn, left: int, top: int, numbers: Numbers) -> None:
    height, width = cells.shape
    for chunk in layer.chunks:
        used, places = np.unique(chunk.numbers, return_inverse=True)
        indices = np.array(
            [numbers.index(int(each), layer.path) if each else 0 for each in used], np.uint16
        )[places].reshape(chunk.numbers.shape)
        x, y = chunk.x - left, chunk.y - top
        inside = indices[max(0, -y) : max(0, height - y), max(0, -x) : max(0, width - x)]
        rows, columns = inside.shape
        if rows and columns:
            cells[max(0, y) : max(0, y) + rows, max(0, x) : max(0, x) + columns] = inside
