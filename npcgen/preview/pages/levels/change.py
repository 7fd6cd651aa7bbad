"""Parts of a level changed: a box made anew, and cells that are pinned."""

from collections.abc import Callable

from nicegui import ui

from npcgen.preview.pages.levels.address import Redone
from npcgen.preview.pages.levels.desk import Desk, Made
from npcgen.preview.pages.levels.parts import heading, place_button
from npcgen.preview.parts.tile_map import Picked, TileMapElement
from npcgen.preview.parts.told import show_error
from worldgen.levels.level import Cell
from worldgen.levels.region import Region
from worldgen.levels.spec import FixedTile
from worldgen.levels.tiles import bundled

_SAME = ""
"""A pin keeps what is there."""
_SIDES = {"x": "Left", "y": "Top", "width": "Cells across", "height": "Cells down"}
_SHOWN_PINS = 100


class ChangePanel:
    """Made where it shall stand. `changed` is told when pins are others."""

    def __init__(self, desk: Desk, tile_map: TileMapElement, changed: Callable[[], object]) -> None:
        self._desk, self._map, self._changed = desk, tile_map, changed
        self.pins: tuple[FixedTile, ...] = ()
        self._floor = 0
        heading("Make a box anew")
        ui.label("Choose Box over the map and drag, or write it down. All else stays.").classes(
            "room-soft"
        )
        self._add_box()
        heading("Pins")
        ui.label(
            "Choose Pin over the map and click cells: they stay as they are when the level, or a "
            "box, is made again."
        ).classes("room-soft")
        self._tile = ui.select({_SAME: "What is there"}, value=_SAME, label="A pin holds").props(
            "outlined dense options-dense"
        )
        self._list = ui.element("ul").classes("levels-list")
        self._list_pins()
        tile_map.on_box(self._drawn)
        tile_map.on_pick(self._picked)

    def show(self, made: Made) -> None:
        level = made.generated.level
        for name, value in self._box.items():
            value.props(f"max={level.width if name in ('x', 'width') else level.height}")
        names = dict.fromkeys((*(tile.name for tile in level.tiles), *bundled()))
        spoken = {name: name.replace("_", " ") for name in names}
        self._tile.set_options({_SAME: "What is there", **spoken}, value=_SAME)
        self._undo.set_enabled(self._desk.can_undo)

    def set_pins(self, pins: tuple[FixedTile, ...]) -> None:
        """Shows these, without telling."""
        self.pins = pins
        self._map.pins([Cell(pin.x, pin.y, pin.floor) for pin in pins])
        self._list_pins()

    def _add_box(self) -> None:
        with ui.element("div").classes("levels-box"):
            self._box = {
                name: ui.number(
                    label, value=0 if name in "xy" else 8, min=0, precision=0, on_change=self._typed
                ).props("outlined dense")
                for name, label in _SIDES.items()
            }
        self._seed = ui.number("Seed of the box", value=1, min=0, precision=0).props(
            "outlined dense"
        )
        with ui.row().classes("levels-buttons"):
            ui.button("Make the box anew", icon="restart_alt", on_click=self._redo).props(
                "dense no-caps unelevated"
            ).classes("levels-primary")
            self._undo = ui.button("Undo", icon="undo", on_click=self._desk.undo).props(
                "outline dense no-caps"
            )
        self._undo.set_enabled(False)

    def _region(self) -> Region:
        sides = {name: int(box.value or 0) for name, box in self._box.items()}
        return Region(**sides, floor=self._floor)

    def _drawn(self, region: Region) -> None:
        self._floor = region.floor
        for name, number in self._box.items():
            number.set_value(getattr(region, name))

    def _typed(self) -> None:
        region = self._region()
        if region.width and region.height:
            self._map.box(region)

    def _redo(self) -> None:
        if self._desk.made is None:
            show_error("There is no level yet; make one first.")
            return
        self._desk.redo(Redone(self._region(), int(self._seed.value or 0)), self.pins)
        self._seed.value = int(self._seed.value or 0) + 1

    def _picked(self, picked: Picked) -> None:
        cell = picked.cell
        if any(_cell_of(pin) == cell for pin in self.pins):
            self._free(cell)
            return
        tile = self._tile.value or picked.tile
        if not tile:
            show_error("Nothing stands in that cell; choose what a pin holds first.")
            return
        pin = FixedTile(x=cell.x, y=cell.y, floor=cell.floor, tile=tile)
        self.set_pins((*self.pins, pin))
        self._changed()

    def _free(self, cell: Cell) -> None:
        self.set_pins(tuple(pin for pin in self.pins if _cell_of(pin) != cell))
        self._changed()

    def _list_pins(self) -> None:
        self._list.clear()
        with self._list:
            for pin in self.pins[:_SHOWN_PINS]:
                cell = _cell_of(pin)
                with ui.element("li"):
                    place_button(f"{cell.x}, {cell.y}: {pin.tile}", cell, self._map.go)
                    free = ui.button(icon="close", on_click=lambda at=cell: self._free(at))
                    free.props(f'flat dense round size=sm aria-label="Free {cell.x}, {cell.y}"')
            more = len(self.pins) - _SHOWN_PINS
            if more > 0:
                with ui.element("li"):
                    ui.label(f"and {more} more")


def _cell_of(pin: FixedTile) -> Cell:
    return Cell(pin.x, pin.y, pin.floor)
