"""One persona, open: its sheet, its secrets, and what can be done with it."""

from typing import Any, Literal

from nicegui import app, ui

from npcgen import Persona, PersonaDetails
from npcgen.preview.frame import client
from npcgen.preview.pages.cast.authored import authored
from npcgen.preview.pages.cast.form import Form
from npcgen.preview.pages.cast.opened import Cast
from npcgen.preview.pages.cast.verbs import copy, delete, talk_to
from npcgen.preview.parts.told import told

DRAFTS = "cast_drafts"
"""Where a tab keeps what isn't saved yet, by persona, so that a reload loses nothing."""
_FORMATS: dict[str, tuple[Literal["png", "v3-json"], str, str]] = {
    "PNG card": ("png", "png", "image/png"),
    "JSON card": ("v3-json", "json", "application/json"),
}


async def show(cast: Cast, persona_id: str) -> None:
    details = await client().get_persona(persona_id)
    worlds = {each.id: each.name async for each in client().list_worlds()}
    others = {
        each.id: each.name async for each in client().list_personas() if each.id != persona_id
    }
    _Sheet(cast, details, worlds, others).build()


class _Sheet:
    def __init__(
        self, cast: Cast, details: PersonaDetails, worlds: dict[str, str], others: dict[str, str]
    ) -> None:
        self._cast, self._persona, self._bundled = cast, details.persona, details.bundled
        self._worlds, self._others = worlds, others

    def build(self) -> None:
        unsaved = _drafts().get(self._persona.id)
        with ui.element("div").classes("cast-bar"):
            ui.button(
                "Everybody", icon="arrow_back", on_click=lambda: self._cast.go(persona="")
            ).props("flat dense no-caps")
            ui.label(self._persona.name).props("role=heading aria-level=2").classes("cast-name")
            ui.label(self._persona.id).classes("cast-chip").tooltip("Its id, for the game")
            ui.space()
            talk_to(self._persona)
            self._verbs()
        if self._bundled:
            with ui.element("div").classes("cast-bundled").props("data-testid=bundled"):
                ui.icon("lock").props("aria-hidden=true")
                ui.label(
                    f"{self._persona.name} came with the server and stays as it is. Copy it to "
                    "make it yours: the copy is a character of its own, with everything below."
                )
                ui.button("Copy and edit", on_click=self._copy).props("outline dense no-caps")
        self._form = Form(
            self._persona.model_dump(mode="json") | (unsaved or {}),
            self._worlds,
            self._others,
            self._changed,
            editable=not self._bundled,
        )
        if not self._bundled:
            self._ends(unsaved is not None)

    def _verbs(self) -> None:
        ui.button("Copy", icon="content_copy", on_click=self._copy).props("flat dense no-caps")
        with ui.dropdown_button("Export", icon="download", auto_close=True) as exports:
            exports.props("flat dense no-caps")
            for name in _FORMATS:
                ui.item(name, on_click=lambda name=name: self._export(name))
        if not self._bundled:
            ui.button("Delete", icon="delete", on_click=self._delete).props("flat dense no-caps")

    def _ends(self, is_unsaved: bool) -> None:
        with ui.element("div").classes("cast-save room-panel"):
            ui.button("Save", on_click=self._save).props("unelevated no-caps")
            ui.button("Undo all changes", on_click=self._undo).props("flat no-caps")
            self._state = ui.label().classes("room-soft").props("role=status")
        self._say(is_unsaved)

    def _say(self, is_unsaved: bool) -> None:
        self._state.text = "Changes aren't saved yet." if is_unsaved else "All saved."

    def _changed(self) -> None:
        _drafts()[self._persona.id] = self._form.values()
        self._say(True)

    @told
    async def _save(self) -> None:
        values = self._persona.model_dump(mode="json") | self._form.values()
        self._persona = await client().update_persona(authored(Persona, values))
        _drafts().pop(self._persona.id, None)
        with self._cast.shell:
            ui.notify(f"{self._persona.name} is saved.", position="top")
            await self._cast.show()

    @told
    async def _undo(self) -> None:
        _drafts().pop(self._persona.id, None)
        await self._cast.show()

    @told
    async def _copy(self) -> None:
        await copy(self._cast, self._persona)

    @told
    async def _delete(self) -> None:
        await delete(self._cast, self._persona)

    @told
    async def _export(self, name: str) -> None:
        format, ending, kind = _FORMATS[name]
        card = await client().export_card(self._persona.id, format)
        ui.download.content(card, f"{self._persona.id}.{ending}", kind)


def _drafts() -> dict[str, Any]:
    drafts: dict[str, Any] = app.storage.tab.setdefault(DRAFTS, {})
    return drafts
