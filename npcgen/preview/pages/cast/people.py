"""Everybody as cards, or the one that is open."""

import asyncio

from nicegui import ui

from npcgen import Persona, PersonaDetails
from npcgen.errors import NotFound
from npcgen.preview.frame import client
from npcgen.preview.pages.cast import sheet as cast_sheet
from npcgen.preview.pages.cast.opened import Cast
from npcgen.preview.pages.cast.verbs import copy, delete, talk_to
from npcgen.preview.parts.told import show_error, told

MOST_SHOWN = 60


async def show(cast: Cast) -> None:
    if cast.opened.persona:
        try:
            return await cast_sheet.show(cast, cast.opened.persona)
        except NotFound as error:
            show_error(str(error))
            cast.note(persona="")
    everybody = [each async for each in client().list_personas()]
    with ui.element("div").classes("cast-bar"):
        search = ui.input("Search", placeholder="a name, a trade, a place, a trait")
        search.props("outlined dense clearable type=search").classes("cast-search")
        count = ui.label().classes("room-soft").props("role=status")
        ui.space()
        ui.button("New character", icon="person_add", on_click=lambda: cast.go(tab="new")).props(
            "unelevated no-caps"
        )
    cards = ui.element("div").classes("cast-cards").props('role=list aria-label="Characters"')

    @told
    async def fill() -> None:
        wanted = search.value or ""
        fitting = [each for each in everybody if fits(each, wanted)]
        shown = await asyncio.gather(
            *(client().get_persona(each.id) for each in fitting[:MOST_SHOWN])
        )
        if wanted != (search.value or ""):
            return
        count.text = _counted(len(fitting), len(everybody))
        cards.clear()
        with cards:
            for each in shown:
                _card(cast, each)

    search.on_value_change(fill)
    await fill()


def fits(persona: Persona, wanted: str) -> bool:
    """Whether every word of the search stands somewhere in what a card shows."""
    said = " ".join(
        (
            persona.id,
            persona.name,
            persona.role,
            persona.place,
            persona.world,
            persona.personality,
            persona.speech_style,
            *persona.factions,
        )
    ).casefold()
    return all(word in said for word in wanted.casefold().split())


def _counted(fitting: int, everybody: int) -> str:
    if fitting > MOST_SHOWN:
        return f"{MOST_SHOWN} of {fitting} shown; search for fewer"
    return f"{everybody} characters" if fitting == everybody else f"{fitting} of {everybody}"


def _card(cast: Cast, details: PersonaDetails) -> None:
    persona = details.persona
    with ui.element("div").classes("room-panel cast-card").props("role=listitem"):
        with ui.element("div").classes("cast-who"):
            ui.label(persona.name[0]).classes("cast-face").props("aria-hidden=true")
            with ui.element("div").classes("cast-names"):
                ui.label(persona.name).props("role=heading aria-level=2")
                ui.label(persona.role).classes("room-soft cast-role")
            if details.bundled:
                ui.label("example").classes("cast-chip").tooltip("Came with the server")
        with ui.element("div").classes("cast-manner"):
            if persona.place:
                with ui.element("div").classes("cast-place"):
                    ui.icon("place").props("aria-hidden=true")
                    ui.label(persona.place)
            ui.label(persona.speech_style or persona.personality or persona.summary)
        with ui.element("div").classes("cast-card-end"):
            talk_to(persona)
            ui.space()
            _verbs(cast, details)


def _verbs(cast: Cast, details: PersonaDetails) -> None:
    persona = details.persona

    @told
    async def copy_it() -> None:
        await copy(cast, persona)

    @told
    async def delete_it() -> None:
        await delete(cast, persona)

    opening = ui.button(
        "Look" if details.bundled else "Edit", on_click=lambda: cast.go(persona=persona.id)
    ).props("flat dense no-caps")
    opening.props["aria-label"] = f"{'Look at' if details.bundled else 'Edit'} {persona.name}"
    copying = ui.button(icon="content_copy", on_click=copy_it).props("flat round dense")
    copying.props["aria-label"] = f"Copy {persona.name}"
    copying.tooltip("Copy")
    if not details.bundled:
        deleting = ui.button(icon="delete", on_click=delete_it).props("flat round dense")
        deleting.props["aria-label"] = f"Delete {persona.name}"
        deleting.tooltip("Delete")
