"""The server's models: those that can speak, those on its disk, and those that could be got."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial

from nicegui import ui

from npcgen.client import Client, Model, ModelState
from npcgen.preview.pages.server.catalogue import Catalogue
from npcgen.preview.pages.server.sizes import MIB, size_told
from npcgen.preview.parts.told import telling

_STATES = {
    ModelState.LOADED: ("check_circle", "Loaded"),
    ModelState.LOADING: ("hourglass_top", "Loading"),
    ModelState.UNLOADING: ("hourglass_bottom", "Finishing its replies"),
    ModelState.AVAILABLE: ("inventory_2", "On disk"),
    ModelState.FAILED: ("error", "Couldn't be loaded; the server's log says why"),
    ModelState.UNSPECIFIED: ("help", "In a state this page doesn't know"),
}
_TICK_S = 1.0
_BEGUN_S = 0.3


class Models:
    """The panel of models."""

    def __init__(self, client: Client, refresh: Callable[[], Awaitable[None]]) -> None:
        """`refresh` asks the server anew, and has `show` called."""
        self._client = client
        self._refresh = refresh
        self._shown: tuple[Model, ...] = ()
        self._begun_at: dict[str, float] = {}
        self._clocks: dict[str, ui.label] = {}
        self._panel = ui.element("section").classes("room-panel").props('aria-label="Models"')
        with self._panel:
            with ui.element("div").classes("server-head"):
                ui.label("Models").props("role=heading aria-level=2")
                self._free = ui.label().classes("room-soft")
            self._list = ui.element("div").classes("server-models")
            self._catalogue = Catalogue(client, refresh)
        self._ticking = ui.timer(_TICK_S, self._tick, active=False)

    def show(self, models: tuple[Model, ...], free_mib: float) -> None:
        self._free.text = f"{free_mib:,.0f} MiB of memory free for models"
        if models == self._shown:
            return
        self._shown = models
        moving = {each.name for each in models if _is_moving(each)}
        now = time.monotonic()
        self._begun_at = {name: self._begun_at.get(name, now) for name in moving}
        self._clocks.clear()
        self._list.clear()
        with self._list:
            for model in models:
                self._row(model)
        self._ticking.active = bool(moving)
        self._catalogue.show({each.name for each in models})

    def _row(self, model: Model) -> None:
        icon, state = _STATES[model.state]
        with ui.element("div").classes("server-model").props("data-testid=model"):
            with ui.element("div"):
                with ui.element("div").classes("server-head"):
                    ui.label(model.name).props("role=heading aria-level=3").classes("server-title")
                    with ui.element("span").classes(f"server-chip is-{model.state}"):
                        ui.icon(icon).props("aria-hidden=true")
                        ui.label(state)
                    if model.is_default:
                        ui.label("default").classes("server-chip")
                ui.label(" · ".join(_facts(model))).classes("room-soft")
                ui.label(model.description).classes("server-about")
                if model.file_changed:
                    ui.label("Its file changed since; it speaks on as it was loaded.")
            self._verb(model)
            if _is_moving(model):
                self._progress(model)

    def _verb(self, model: Model) -> None:
        if model.state in (ModelState.AVAILABLE, ModelState.FAILED):
            button = ui.button("Load").props(f'no-caps aria-label="Load {model.name}"')
            button.on_click(partial(self._load, button, model.name))
        elif model.state is ModelState.LOADED and not model.is_default:
            button = ui.button("Unload").props(f'no-caps outline aria-label="Unload {model.name}"')
            button.on_click(partial(self._unload, button, model.name))

    def _progress(self, model: Model) -> None:
        with ui.element("div").classes("server-wide"):
            bar = ui.linear_progress(show_value=False).props("indeterminate")
            bar.props(f'aria-label="{_STATES[model.state][1]} {model.name}"')
            self._clocks[model.name] = ui.label()

    def _tick(self) -> None:
        for name, label in self._clocks.items():
            seconds = time.monotonic() - self._begun_at[name]
            label.text = f"{seconds:.0f} s; conversations with other models go on meanwhile"

    async def _load(self, button: ui.button, name: str) -> None:
        button.props("loading")
        await self._changed(self._client.load_model(name), f"{name} is loaded")

    async def _unload(self, button: ui.button, name: str) -> None:
        button.props("loading")
        await self._changed(self._client.unload_model(name), f"{name} is unloaded")

    async def _changed(self, changing: Coroutine[object, object, object], done: str) -> None:
        """Awaits it, with the list as it is meanwhile and as it is then."""
        # NOTE: the button, in whose place this began, may be gone with its row by then.
        with self._panel, telling():
            try:
                await asyncio.gather(changing, self._refresh_soon())
                ui.notify(done, type="positive", position="top")
            finally:
                self._shown = ()
                await self._refresh()

    async def _refresh_soon(self) -> None:
        """Once the server has begun, so that it says so."""
        await asyncio.sleep(_BEGUN_S)
        await self._refresh()


def _is_moving(model: Model) -> bool:
    return model.state in (ModelState.LOADING, ModelState.UNLOADING)


def _facts(model: Model) -> list[str]:
    facts = (
        f"{model.parameters_m:,.1f} million weights" if model.parameters_m else "",
        model.quantisation,
        size_told(model.size_mib * MIB) if model.size_mib else "",
        f"licence {model.licence}" if model.licence else "licence not said",
        f"{model.slots} slots of {model.context_tokens:,} tokens" if model.slots else "",
        f"adapters: {', '.join(model.adapters)}" if model.adapters else "",
    )
    return [fact for fact in facts if fact]
