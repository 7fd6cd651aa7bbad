"""The map's tools: what a drag does, how large it is seen, which floor."""

from collections.abc import Callable

from nicegui import ui

from npcgen.preview.pages.levels.desk import Made
from npcgen.preview.parts.tile_map import TOOLS, TileMapElement

_LARGER = 1.3
_ICONS = {"look": "pan_tool", "box": "select_all", "pin": "push_pin", "walk": "directions_walk"}


class MapTools:
    """A row of buttons over the map. Made where it shall stand."""

    def __init__(self, tile_map: TileMapElement, chosen: Callable[[str], object]) -> None:
        """`chosen` hears of the tool that somebody takes."""
        self._map, self._chosen = tile_map, chosen
        self._tool = "look"
        with ui.row().classes("levels-tools").props('role=toolbar aria-label="Map"'):
            self._buttons = {name: self._button(name) for name in TOOLS}
            ui.space()
            self._floor = ui.select({0: "Floor 0"}, value=0, on_change=self._turn_floor).props(
                'dense outlined options-dense aria-label="Floor"'
            )
            _round("remove", "Smaller", lambda: tile_map.zoom(1 / _LARGER))
            _round("add", "Larger", lambda: tile_map.zoom(_LARGER))
            _round("fit_screen", "Show all of it", tile_map.fit)
        tile_map.on_floor(self._floor.set_value)
        self._floor.visible = False
        self._mark()

    def choose(self, name: str) -> None:
        """One of TOOLS."""
        self._tool = name
        self._map.tool(name)
        self._mark()

    def show(self, made: Made) -> None:
        floors = made.generated.level.floors
        self._floor.visible = floors > 1
        value = min(self._floor.value or 0, floors - 1)
        self._floor.set_options({at: f"Floor {at}" for at in range(floors)}, value=value)

    def _take(self, name: str) -> None:
        self.choose(name)
        self._chosen(name)

    def _button(self, name: str) -> ui.button:
        button = ui.button(TOOLS[name], icon=_ICONS[name], on_click=lambda: self._take(name))
        return button.props("flat dense no-caps").classes("levels-tool")

    def _mark(self) -> None:
        for name, button in self._buttons.items():
            button.props(f"aria-pressed={'true' if name == self._tool else 'false'}")

    def _turn_floor(self) -> None:
        self._map.floor(int(self._floor.value or 0))


def _round(icon: str, label: str, does: Callable[[], object]) -> None:
    ui.button(icon=icon, on_click=does).props(f'flat round dense aria-label="{label}"').tooltip(
        label
    )
