"""The models that could be got, each with its licence, and how one is got by the server."""

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from functools import partial

from nicegui import ui

from npcgen.client import Client, PulledModel, PullProgress
from npcgen.engine.catalogue import CatalogueModel, catalogue
from npcgen.preview.pages.server.sizes import MIB, size_told
from npcgen.preview.parts.work import Work

_SHIPPING = {"yes": "yes", "conditions": "on conditions", "no": "no"}
_TRUST = {
    "known": "its checksum is the one that the catalogue knows",
    "earlier": "its checksum is that of an earlier pull",
    "hub": "its checksum is the one that the hub says",
    "first": "no checksum was known; this one is kept, and later pulls must have it",
}


class Catalogue:
    """The fold of models that aren't here; one is got at a time."""

    def __init__(self, client: Client, refresh: Callable[[], Awaitable[None]]) -> None:
        """`refresh` is awaited when a model came."""
        self._client, self._refresh = client, refresh
        self._here: set[str] | None = None
        self._work = Work("Getting a model")
        self._came = ui.label().props("role=status")
        self._fold = ui.expansion().classes("server-wide")

    def show(self, here: set[str]) -> None:
        """All but those that are `here`."""
        if here == self._here:
            return
        self._here = here
        rest = [each for each in catalogue() if each.name not in here]
        self._fold.text = f"Models you can get ({len(rest)})"
        self._fold.clear()
        with self._fold:
            ui.label(
                "The server gets one into its folder, checked; then it can be loaded above. Where "
                "it may not, run npcgen models pull NAME on its machine. Memory is with one "
                "conversation."
            ).classes("room-soft")
            with ui.element("div").classes("server-models"):
                for model in rest:
                    self._row(model)

    def _row(self, model: CatalogueModel) -> None:
        with ui.element("div").classes("server-model").props("data-testid=pullable"):
            with ui.element("div"):
                ui.label(model.name).props("role=heading aria-level=3").classes("server-title")
                ui.label(" · ".join(_facts(model))).classes("room-soft")
                ui.label(model.good_for).classes("server-about")
            button = ui.button("Get", on_click=partial(self._ask, model))
            button.props(f'outline no-caps aria-label="Get {model.name}"')

    async def _ask(self, model: CatalogueModel) -> None:
        """Begins once they agree to its licence."""
        title = f"Get {model.name}?"
        with self._fold, ui.dialog() as dialog, ui.card().classes("room-panel server-asking"):
            dialog.props["aria-label"] = title
            ui.label(title).props("role=heading aria-level=2")
            ui.label(f"{size_told(model.size_bytes)} from {model.repository}.")
            with ui.element("div"):
                ui.label(f"Licence: {_licence(model)}.")
                if model.licence_url:
                    ui.link("Read it", model.licence_url, new_tab=True)
            ui.label(f"May ship with a game: {_SHIPPING[model.may_ship]}. {model.conditions}")
            with ui.row().classes("server-end"):
                ui.button("Cancel", on_click=lambda: dialog.submit(False)).props("flat no-caps")
                ui.button("Agree and get it", on_click=lambda: dialog.submit(True)).props("no-caps")
        agreed = await dialog
        if not dialog.is_deleted:
            dialog.delete()
        if agreed:
            self._came.text = ""
            self._work.begin(partial(self._get, model))

    async def _get(self, model: CatalogueModel) -> None:
        async with aclosing(self._client.pull_model(model.name, model.licence)) as pulling:
            async for each in pulling:
                self._work.tell(progress_told(model, each), _share(each))
                if each.pulled is not None:
                    self._came.text = came_told(each.pulled)
        await self._refresh()


def progress_told(model: CatalogueModel, progress: PullProgress) -> str:
    """Such as "getting qwen3-0.6b: 120 of 610 MiB"."""
    done = f"getting {model.name}: {progress.received_mib:,.0f}"
    of = f" of {progress.total_mib:,.0f}" if progress.total_mib else ""
    return f"{done}{of} MiB" + (f" · {progress.note}" if progress.note else "")


def came_told(pulled: PulledModel) -> str:
    """That it is here, and why it is believed to be the right one."""
    why = _TRUST.get(pulled.trust, "its checksum was taken")
    return f"{pulled.name} is here: {why}. SHA-256 {pulled.sha256[:16]}…"


def _facts(model: CatalogueModel) -> tuple[str, ...]:
    memory = size_told(model.memory_mib * MIB) if model.memory_mib else "nobody knows how much"
    return (
        f"{size_told(model.size_bytes)} to get",
        f"{memory} of memory",
        f"licence {_licence(model)}",
        f"may ship with a game: {_SHIPPING[model.may_ship]}",
    )


def _share(progress: PullProgress) -> float:
    return progress.received_mib / progress.total_mib if progress.total_mib else 0.0


def _licence(model: CatalogueModel) -> str:
    return model.licence.removeprefix("LicenseRef-")
