"""A map of tiles on a canvas: seen, dragged, zoomed, marked and walked in the browser.

Its levels come packed by `packed_level.py`. The scripts are static/tile_*.js.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from npcgen.preview.parts.packed_level import Packed
from worldgen.levels.level import Cell
from worldgen.levels.region import Region

TOOLS = {"look": "Look", "box": "Box", "pin": "Pin", "walk": "Walk"}
"""What a drag or the arrow keys do."""
MARKS = {
    "entities": "What stands there",
    "way": "Critical path",
    "locks": "Keys and their locks",
    "rooms": "Rooms",
    "relief": "Relief",
    "grid": "Grid",
}
"""What can be drawn over the tiles."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A cell that was chosen, and the tile that is seen there; empty where none is."""

    cell: Cell
    tile: str


class TileMapElement(Element, component="../static/tile_map.js"):
    """The canvas. What it is told before it stands in the browser is told again then."""

    def __init__(self, label: str, hint: str = "") -> None:
        """`hint` stands there while no level does."""
        super().__init__()
        self._props["label"], self._props["hint"] = label, hint
        self._shown: Packed | None = None
        self._said: dict[str, tuple[Any, ...]] = {}
        self.on("ready", self._begin)

    def show(self, level: Packed, *, keeps_view: bool = False) -> None:
        """`keeps_view`: where the size is the same, the same part is seen."""
        self._shown = level
        self.run_method("show", level.text, keeps_view)

    def seen(self, hidden_layers: Iterable[str], marks: Iterable[str]) -> None:
        """Leaves these layers out, and draws these MARKS."""
        self._tell("setSeen", list(hidden_layers), list(marks))

    def tool(self, name: str) -> None:
        """One of TOOLS."""
        self._tell("setTool", name)

    def floor(self, floor: int) -> None:
        self._tell("setFloor", floor)

    def box(self, region: Region | None) -> None:
        self._tell("setBox", None if region is None else asdict(region))

    def pins(self, cells: Iterable[Cell]) -> None:
        self._tell("setPins", [asdict(cell) for cell in cells])

    def go(self, cell: Cell) -> None:
        self.run_method("go", cell.x, cell.y, cell.floor)

    def zoom(self, factor: float) -> None:
        self.run_method("zoom", factor)

    def fit(self) -> None:
        self.run_method("fit")

    def play(self, moves: Sequence[str]) -> None:
        """Walks by itself; the tool is `walk` for it."""
        self.run_method("play", list(moves))

    def walk_again(self) -> None:
        self.run_method("walkAgain")

    def on_box(self, handler: Callable[[Region], None]) -> None:
        self.on("box", lambda event: handler(Region(**_numbers(event))))

    def on_pick(self, handler: Callable[[Picked], None]) -> None:
        def picked(event: GenericEventArguments) -> None:
            at = {name: int(event.args[name]) for name in ("x", "y", "floor")}
            handler(Picked(Cell(**at), str(event.args["tile"])[:64]))

        self.on("pick", picked)

    def on_floor(self, handler: Callable[[int], object]) -> None:
        """Somebody who walks took stairs."""
        self.on("floor", lambda event: handler(int(event.args["floor"])))

    def _tell(self, method: str, *values: Any) -> None:
        self._said[method] = values
        self.run_method(method, *values)

    def _begin(self) -> None:
        for method, values in self._said.items():
            self.run_method(method, *values)
        if self._shown is not None:
            self.run_method("show", self._shown.text, False)


def _numbers(event: GenericEventArguments) -> dict[str, int]:
    return {name: int(event.args[name]) for name in ("x", "y", "width", "height", "floor")}
