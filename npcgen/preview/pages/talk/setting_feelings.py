"""A dialog that sets how a character feels about the player, to hear it angry or trusting."""

from nicegui import ui

from npcgen import Relationship
from npcgen.preview.pages.cast.asking import answer_of, named_dialog
from npcgen.preview.pages.cast.authored import authored
from npcgen.preview.pages.cast.axes import axis_fields
from npcgen.preview.parts.told import telling


async def ask_relationship(name: str, felt: Relationship) -> Relationship | None:
    """What they set; None where they thought better of it."""
    title = f"How {name} feels about the player"
    with named_dialog(title) as dialog, ui.card().classes("room-panel cast-form"):
        ui.label(title).props("role=heading aria-level=2")
        ui.label(
            "From -1 to 1. Try what changes with it: a secret that waits for trust opens by it."
        ).classes("room-soft")
        axes = axis_fields(felt.model_dump())

        def submit() -> None:
            with telling():
                dialog.submit(authored(Relationship, axes()))

        with ui.row().classes("cast-end"):
            ui.button("Cancel", on_click=lambda: dialog.submit(None)).props("flat no-caps")
            ui.button("Set", on_click=submit).props("unelevated no-caps")
    answer = await answer_of(dialog)
    return answer if isinstance(answer, Relationship) else None
