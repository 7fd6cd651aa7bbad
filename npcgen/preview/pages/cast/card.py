"""A character card, dropped or chosen, made into a persona; its warnings in words."""

from nicegui import events, ui

from npcgen.preview.frame import client
from npcgen.preview.pages.cast.opened import Cast
from npcgen.preview.parts.told import show_error, told

MAX_CARD_BYTES = 1_000_000
"""What fits into one message to the server, with what stands around it."""


def card_drop(cast: Cast) -> None:
    """Where a card is dropped, and below what came of it."""
    ui.label("A PNG, APNG, CHARX or JSON card, up to 1 MB. Drop it here, or choose it.").classes(
        "room-soft"
    )
    persona_id = ui.input("Id for it").props('outlined dense hint="left empty: made of its name"')
    trusts = ui.checkbox("Let the card's own prompts give the model orders")
    trusts.tooltip("Only for cards of people you trust")

    @told
    async def bring(event: events.UploadEventArguments) -> None:
        upload.reset()
        content = await event.file.read()
        card = await client().import_card(
            content, (persona_id.value or "").strip(), trust_prompts=trusts.value
        )
        told_box.clear()
        with told_box, ui.element("div").classes("cast-made").props('data-testid="brought"'):
            ui.label(card.persona.name).props("role=heading aria-level=3")
            ui.label(f"{card.persona.role} · from {card.spec}").classes("room-soft")
            for warning in card.warnings:
                with ui.element("div").classes("cast-warning"):
                    ui.icon("warning").props("aria-hidden=true")
                    ui.label(warning)
            if card.lore_entries:
                ui.label(f"Its lorebook has {card.lore_entries} entries, kept with the card.")
            ui.button(
                "Open", on_click=lambda: cast.go(tab="people", persona=card.persona.id)
            ).props("unelevated no-caps")

    upload = ui.upload(
        label="Drop a card here",
        auto_upload=True,
        max_file_size=MAX_CARD_BYTES,
        on_upload=bring,
        on_rejected=lambda: show_error(
            "That file isn't taken: a card is a PNG, CHARX or JSON file of at most 1 MB. "
            "Import a larger one with: npcgen card import FILE"
        ),
    )
    upload.props('flat accept=".png,.apng,.json,.charx"').classes("cast-drop")
    ui.button("Choose a card", icon="upload_file").props("outline no-caps").on(
        "click", js_handler=f"() => getElement({upload.id}).pickFiles()"
    )
    told_box = ui.element("div").props("aria-live=polite")
