"""What is open on the page /cast, which its address says too."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from nicegui import ui

from npcgen.preview.pages.cast.undo import Undo
from npcgen.preview.parts.told import told


@dataclass(frozen=True, slots=True)
class Opened:
    """One state of the page; the ids are empty where nothing is chosen."""

    tab: str
    persona: str = ""
    other: str = ""
    """The second of two personas who talk to each other."""
    world: str = ""
    player: str = ""

    @property
    def address(self) -> str:
        said = {
            "tab": "" if self.tab == "people" else self.tab,
            "persona": self.persona,
            "other": self.other,
            "world": self.world,
            "player": self.player,
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return f"/cast?{query}" if query else "/cast"


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the page; `show` fills it."""

    title: str
    icon: str
    show: Callable[["Cast"], Awaitable[None]]


class Cast:
    """The page: its tabs, and what is open."""

    def __init__(self, opened: Opened, tabs: Mapping[str, Tab]) -> None:
        self.opened = opened
        self._tabs = tabs
        self._showing = asyncio.Lock()
        self._entries: dict[str, ui.button] = {}
        self._leaving: list[Callable[[], object]] = []
        ui.context.client.on_delete(self._leave)

    async def build(self) -> None:
        self.shell = ui.element("div")
        with self.shell:
            ui.label("Cast").props("role=heading aria-level=1").classes("cast-title")
            with ui.element("div").props('role=group aria-label="Parts of the cast"') as bar:
                bar.classes("cast-tabs")
                for name, tab in self._tabs.items():
                    if tab.title:
                        self._entries[name] = self._entry(name, tab)
            self.undo = Undo(self.go)
            self._panel = ui.element("div")
        await self.show()

    def note(self, **changes: str) -> None:
        """Writes what is open now into the address; shows nothing anew."""
        self.opened = replace(self.opened, **changes)
        ui.run_javascript(f"history.replaceState(history.state, '', {self.opened.address!r})")

    async def go(self, **changes: str) -> None:
        """Opens something else, where anybody still looks."""
        if self.shell.is_deleted or not self.shell.client.has_socket_connection:
            return
        with self.shell:
            self.note(**changes)
            await self.show()

    @told
    async def show(self) -> None:
        """Builds what is open. NOTE: one at a time, as each awaits the server midway."""
        async with self._showing:
            self._leave()
            self._panel.clear()
            for name, entry in self._entries.items():
                is_open = name == self.opened.tab
                entry.props(f"aria-pressed={str(is_open).lower()}")
            with self._panel:
                await self._tabs[self.opened.tab].show(self)

    def on_leave(self, end: Callable[[], object]) -> None:
        """`end` is called when what is shown now gives way."""
        self._leaving.append(end)

    def _leave(self) -> None:
        while self._leaving:
            self._leaving.pop()()

    def _entry(self, name: str, tab: Tab) -> ui.button:
        async def open_tab() -> None:
            await self.go(tab=name, persona="" if name == "people" else self.opened.persona)

        entry = ui.button(tab.title, icon=tab.icon, color=None, on_click=open_tab)
        return entry.props("flat no-caps").classes("cast-tab")
