"""A new character: written by hand, made of one sentence, or brought along on a card."""

from nicegui import ui

from npcgen import Persona
from npcgen.preview.frame import client
from npcgen.preview.pages.cast.authored import authored, free_id
from npcgen.preview.pages.cast.card import card_drop
from npcgen.preview.pages.cast.opened import Cast
from npcgen.preview.pages.cast.sentence import Sentence
from npcgen.preview.parts.told import told


async def show(cast: Cast) -> None:
    worlds = {"": "none"} | {each.id: each.name async for each in client().list_worlds()}
    with ui.element("div").classes("cast-bar"):
        ui.button("Everybody", icon="arrow_back", on_click=lambda: cast.go(tab="people")).props(
            "flat dense no-caps"
        )
        ui.label("New character").props("role=heading aria-level=2").classes("cast-name")
    with ui.element("div").classes("cast-new"):
        with ui.element("section").classes("room-panel"):
            ui.label("Write it yourself").props("role=heading aria-level=2")
            _by_hand(cast)
        with ui.element("section").classes("room-panel"):
            ui.label("Make it of one sentence").props("role=heading aria-level=2")
            Sentence(cast, worlds)
        with ui.element("section").classes("room-panel"):
            ui.label("Bring a character card").props("role=heading aria-level=2")
            card_drop(cast)


def _by_hand(cast: Cast) -> None:
    ui.label("A name and a role are enough to begin; the sheet opens then.").classes("room-soft")
    name = ui.input("Name").props("outlined dense")
    role = ui.input("Role").props("outlined dense")

    @told
    async def begin() -> None:
        taken = [each.id async for each in client().list_personas()]
        values = {
            "id": free_id(name.value or "", taken),
            "name": name.value or "",
            "role": role.value or "",
        }
        kept = await client().create_persona(authored(Persona, values))
        await cast.go(tab="people", persona=kept.id)

    ui.button("Begin", on_click=begin).props("unelevated no-caps")
