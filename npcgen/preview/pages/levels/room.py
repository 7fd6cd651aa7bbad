"""The three columns of /levels, and what they tell each other."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from nicegui import ui

from npcgen.preview.pages.levels.address import MAX_WORDS, Address, fields_of
from npcgen.preview.pages.levels.change import ChangePanel
from npcgen.preview.pages.levels.check import CheckPanel, Edited
from npcgen.preview.pages.levels.desk import DEADLINE_MS, Desk, Made
from npcgen.preview.pages.levels.export import ExportPanel
from npcgen.preview.pages.levels.form import SpecForm
from npcgen.preview.pages.levels.look import LookPanel
from npcgen.preview.pages.levels.map import MapTools
from npcgen.preview.pages.levels.parts import telling_of_specs
from npcgen.preview.pages.levels.seeds import SeedsPanel
from npcgen.preview.pages.levels.way import WayPanel
from npcgen.preview.parts.last_shown import LastShown
from npcgen.preview.parts.tile_map import TileMapElement
from npcgen.preview.parts.told import show_error
from npcgen.preview.parts.work import Work
from worldgen.errors import InvalidSpec
from worldgen.levels.kind import KindInfo
from worldgen.levels.spec import FixedTile, LevelSpec, read_spec

_HINT = "Say at the left what it shall be, in words or as a form, then make it."


class LevelsRoom:
    """Made within a page's frame."""

    def __init__(self, kinds: Mapping[str, KindInfo], last: LastShown) -> None:
        self._last = last
        # NOTE: kept, as what was clicked may be gone by the time that the address changes.
        self._browser = ui.context.client
        with ui.element("div").classes("levels"):
            with _column("levels-spec", "What it shall be"):
                self._add_spec(kinds)
            with _column("levels-middle", "Map"):
                self._add_map()
            with _column("levels-side", "About the level"):
                self._add_panels()
        for listener in (self._tools.show, self._look.show, self._way.show, self._change.show):
            self._desk.on_made(listener)
        self._desk.on_made(self._show)

    def open(self, address: Address) -> None:
        """Shows what the link shows."""
        self._words.value = address.words
        if address.spec is not None:
            self._form.check_kind(address.spec.kind)
            self._form.fill(fields_of(address.spec))
            self._change.set_pins(address.pins or address.spec.fixed)
        self._desk.open(address)

    def _add_spec(self, kinds: Mapping[str, KindInfo]) -> None:
        self._words = ui.textarea(
            "In words", placeholder="a small flooded crypt with two keys", on_change=self._changed
        ).props("outlined dense autogrow stack-label debounce=300")
        ui.button("Make it from these words", icon="notes", on_click=self._make_from_words).props(
            "outline dense no-caps"
        )
        ui.separator()
        self._form = SpecForm(kinds, self._changed)
        with ui.element("div").classes("levels-make"):
            ui.button("Make the level", icon="construction", on_click=self._make).props(
                "no-caps unelevated"
            ).classes("levels-primary")
            self._stale = ui.label("The map is of an earlier form.").classes("levels-stale")
        self._stale.visible = False

    def _add_map(self) -> None:
        tools = ui.element("div")
        self._map = TileMapElement("Map of the level", _HINT)
        self._desk = Desk(Work("Making the level"), self._map)
        with tools:
            self._tools = MapTools(self._map, self._take_tool)

    def _add_panels(self) -> None:
        with ui.tabs().props("dense no-caps align=justify narrow-indicator") as self._tabs:
            names = ("Look", "Way", "Check", "Change", "Seeds", "Export")
            for name in names:
                ui.tab(name)
        with ui.tab_panels(self._tabs, value="Look", animated=False).props("keep-alive"):
            with ui.tab_panel("Look"):
                self._look = LookPanel(self._map)
            with ui.tab_panel("Way"):
                self._way = WayPanel(self._map.go, self._walk)
            with ui.tab_panel("Check"):
                self._check = CheckPanel(self._edited)
            with ui.tab_panel("Change"):
                self._change = ChangePanel(self._desk, self._map, self._pinned)
            with ui.tab_panel("Seeds"):
                self._seeds = SeedsPanel(self._asked, self._choose_seed)
            with ui.tab_panel("Export"):
                ExportPanel(self._desk)
        self._tabs.on_value_change(lambda event: self._check.turn(is_open=event.value == "Check"))

    def _take_tool(self, name: str) -> None:
        """What is done with a box, or a pin, stands there."""
        if name in ("box", "pin"):
            self._tabs.value = "Change"

    def _edited(self) -> Edited | None:
        made = self._desk.made
        return Edited(made, _within(self._change.pins, made.spec)) if made else None

    def _pinned(self) -> None:
        self._write_address()
        self._check.refresh()

    def _asked(self) -> LevelSpec:
        """The form's, and the pins that are within it. Raises InvalidSpec."""
        spec = read_spec({"deadline_ms": DEADLINE_MS, **self._form.fields()})
        return spec.model_copy(update={"fixed": (*spec.fixed, *_within(self._change.pins, spec))})

    def _make(self) -> None:
        with telling_of_specs():
            self._desk.make(self._asked())

    def _make_from_words(self) -> None:
        words = str(self._words.value or "").strip()
        if not words:
            show_error("Write what the level shall be first, such as: a small flooded crypt.")
        elif len(words) > MAX_WORDS:
            show_error(f"These are {len(words):,} characters; {MAX_WORDS:,} at most are read.")
        else:
            self._desk.make({"seed": self._form.seed}, words)

    def _choose_seed(self, seed: int) -> None:
        self._form.set_seed(seed)
        self._make()

    def _walk(self, made: Made) -> None:
        self._tools.choose("walk")
        self._map.play(made.generated.proof.moves)

    def _show(self, made: Made) -> None:
        """The form says what the level was made of."""
        self._form.fill(fields_of(made.spec))
        if made.pins is not None:
            self._change.set_pins(made.pins)
        self._stale.visible = False
        self._write_address()
        self._check.refresh()

    def _changed(self) -> None:
        self._stale.visible = self._desk.made is not None
        # NOTE: half a word of YAML is no spec; the address then stays as it was.
        with suppress(InvalidSpec):
            spec = read_spec(self._form.fields())
            self._write(Address(spec, self._said, pins=self._change.pins))

    def _write_address(self) -> None:
        made = self._desk.made
        if made is None or self._stale.visible:
            self._changed()
            return
        pins = self._change.pins if self._change.pins != made.spec.fixed else ()
        with telling_of_specs():
            self._write(Address(made.spec, self._said, pins, made.redone, made.sha256))

    @property
    def _said(self) -> str:
        """Words that are too long to be read aren't kept in the address either."""
        words = str(self._words.value or "")
        return words if len(words) <= MAX_WORDS else ""

    def _write(self, address: Address) -> None:
        """NOTE: replaced, not pushed: going back leaves the page."""
        query = address.query()
        self._last.keep(query)
        url = f"/levels?{query}"
        self._browser.run_javascript(f"history.replaceState(history.state, '', {json.dumps(url)})")


def _column(name: str, label: str) -> Any:
    return ui.element("section").classes(f"room-panel {name}").props(f'aria-label="{label}"')


def _within(pins: tuple[FixedTile, ...], spec: LevelSpec) -> tuple[FixedTile, ...]:
    """Those that a level of this size has a cell for."""
    return tuple(
        pin
        for pin in pins
        if pin.x < spec.width and pin.y < spec.height and pin.floor < spec.floors
    )
