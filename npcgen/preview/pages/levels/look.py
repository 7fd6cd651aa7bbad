"""What is seen on the map: layers on and off, marks on and off, and what each tile and mark is."""

from collections import Counter

import numpy as np
from nicegui import ui

from npcgen.preview.pages.levels.desk import Made
from npcgen.preview.pages.levels.parts import heading
from npcgen.preview.parts.packed_level import mark_of
from npcgen.preview.parts.tile_map import MARKS, TileMapElement
from worldgen.levels.text import topmost
from worldgen.levels.tiles import Tile

_SHOWN_AT_FIRST = ("entities", "way", "relief")


class LookPanel:
    """Made where it shall stand."""

    def __init__(self, tile_map: TileMapElement) -> None:
        self._map = tile_map
        self._layers: dict[str, ui.checkbox] = {}
        heading("Layers")
        self._layers_box = ui.element("div").classes("levels-checks")
        with self._layers_box:
            ui.label("None yet.").classes("room-soft")
        heading("Over them")
        with ui.element("div").classes("levels-checks"):
            self._marks = {
                name: ui.checkbox(label, value=name in _SHOWN_AT_FIRST, on_change=self._tell).props(
                    "dense"
                )
                for name, label in MARKS.items()
            }
        heading("What is what")
        self._legend = ui.element("ul").classes("levels-legend")
        with self._legend, ui.element("li"):
            ui.label("Nothing yet.").classes("room-soft levels-none")
        self._tell()

    def show(self, made: Made) -> None:
        level = made.generated.level
        names = [layer.name for layer in level.layers]
        if names != list(self._layers):
            self._layers_box.clear()
            with self._layers_box:
                self._layers = {
                    name: ui.checkbox(name.capitalize(), value=True, on_change=self._tell).props(
                        "dense"
                    )
                    for name in names
                }
            self._tell()
        counts = np.bincount(topmost(level).ravel(), minlength=len(level.tiles) + 1)
        self._legend.clear()
        with self._legend:
            for index, tile in enumerate(level.tiles, start=1):
                if counts[index]:
                    _tile_entry(tile, int(counts[index]))
            for kind, count in Counter(it.kind for it in level.entities).items():
                _mark_entry(kind, count)

    def _tell(self) -> None:
        hidden = [name for name, box in self._layers.items() if not box.value]
        self._map.seen(hidden, [name for name, box in self._marks.items() if box.value])


def _tile_entry(tile: Tile, count: int) -> None:
    ink = "#000" if sum(bytes.fromhex(tile.colour[1:])) > 382 else "#fff"
    with ui.element("li"):
        swatch = ui.label(tile.glyph).classes("levels-swatch").props("aria-hidden=true")
        swatch.style(f"background: {tile.colour}; color: {ink}")
        if "solid" in tile.traits:
            swatch.classes("levels-solid")
        ui.label(_spoken(tile.name))
        ui.label(", ".join(sorted(tile.traits))).classes("room-soft levels-traits")
        ui.label(f"{count:,}").classes("room-soft levels-count")


def _mark_entry(kind: str, count: int) -> None:
    mark = mark_of(kind)
    with ui.element("li"):
        swatch = ui.label(mark["glyph"]).classes(f"levels-swatch levels-{mark['shape']}")
        swatch.props("aria-hidden=true")
        # NOTE: white on the boss's dark red, as on the map; all others are light.
        ink = "#fff" if kind == "boss" else "#0b0e14"
        swatch.style(f"background: {mark['colour']}; color: {ink}")
        ui.label(_spoken(kind))
        ui.label().classes("levels-traits")
        ui.label(f"{count:,}").classes("room-soft levels-count")


def _spoken(name: str) -> str:
    return name.replace("_", " ")
