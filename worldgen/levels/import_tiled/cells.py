"""The numbers of tile layers: lists, CSV and base64, plain or packed, each within bounds."""

import base64
import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec
from worldgen.levels.import_tiled.node import Node
from worldgen.levels.verify.well_formed import MAX_SIDE

Numbers = NDArray[np.uint32]
"""Shape (height, width)."""
MAX_CELLS = 1 << 25
"""Of all layers and floors together."""
_NUMBER_END = 2**32
_MAX_OFFSET = 1 << 24
_EITHER = 32 + zlib.MAX_WBITS
"""zlib or gzip, whichever it says it is."""


@dataclass(slots=True)
class Budget:
    """Cells that may still be read; a small file can ask for many."""

    left: int = field(default=MAX_CELLS)

    def spend(self, cells: int, path: str) -> None:
        self.left -= cells
        if self.left < 0:
            raise InvalidSpec.at(path, f"the map has more than {MAX_CELLS} cells; make it smaller")


@dataclass(frozen=True, slots=True)
class Chunk:
    x: int
    y: int
    numbers: Numbers


def chunks_of(layer: Node, width: int, height: int, budget: Budget) -> list[Chunk]:
    """A layer's parts; one where the map isn't infinite."""
    if "chunks" not in layer.raw:
        for name, side in (("width", width), ("height", height)):
            if layer.whole(name, 0, MAX_SIDE, side) != side:
                raise layer.wrong(name, f"the map has {side}; layers are as large as their map")
        return [Chunk(0, 0, _numbers(layer, layer, width, height, budget))]
    return [_chunk(layer, part, budget) for part in layer.children("chunks")]


def _chunk(layer: Node, part: Node, budget: Budget) -> Chunk:
    width, height = (part.whole(side, 1, MAX_SIDE) for side in ("width", "height"))
    x, y = (part.whole(name, -_MAX_OFFSET, _MAX_OFFSET) for name in ("x", "y"))
    return Chunk(x, y, _numbers(layer, part, width, height, budget))


def _numbers(layer: Node, part: Node, width: int, height: int, budget: Budget) -> Numbers:
    budget.spend(width * height, part.path)
    given = part.raw.get("data")
    if isinstance(given, str) and layer.text("encoding") == "base64":
        flat = _from_base64(layer, part, given, width * height)
    elif isinstance(given, str | list):
        flat = _from_list(part, given.split(",") if isinstance(given, str) else given)
    else:
        raise part.wrong("data", "this is missing; save the file with Tiled again")
    if len(flat) != width * height:
        raise part.wrong("data", f"{len(flat)} cells; {width}x{height} are {width * height}")
    return flat.reshape(height, width)


def _from_list(part: Node, given: list[Any]) -> Numbers:
    try:
        numbers = np.array([int(each) for each in given], np.int64)
    except (ValueError, TypeError, OverflowError):
        raise part.wrong("data", "not all of it are numbers of tiles") from None
    if len(numbers) and not 0 <= int(numbers.min()) <= int(numbers.max()) < _NUMBER_END:
        raise part.wrong("data", "a number isn't in 0..4294967295")
    return numbers.astype(np.uint32)


def _from_base64(layer: Node, part: Node, text: str, cells: int) -> Numbers:
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
        match layer.text("compression"):
            case "zlib" | "gzip":
                data = zlib.decompressobj(_EITHER).decompress(data, 4 * cells + 1)
            case "":
                pass
            case other:
                raise layer.wrong(
                    "compression",
                    f"{other!r:.40} isn't read; set the map's Tile Layer Format to CSV or zlib",
                )
    except (ValueError, zlib.error) as error:
        raise part.wrong("data", f"it can't be unpacked: {error}") from None
    if len(data) != 4 * cells:
        raise part.wrong("data", f"it doesn't unpack to the {4 * cells} bytes of {cells} cells")
    return np.frombuffer(data, "<u4").astype(np.uint32)
