"""A lorebook, dropped or chosen, taken into a world; what of it couldn't come along, in words."""

from nicegui import events, ui

from npcgen.preview.frame import client
from npcgen.preview.pages.cast.asking import answer_of, named_dialog
from npcgen.preview.pages.cast.card import MAX_CARD_BYTES
from npcgen.preview.parts.told import show_error, told


async def import_lorebook(world: str, name: str) -> bool:
    """Whether entries came. All of a book's come, or none."""
    came = False
    title = f"Bring a lorebook into {name}"
    with named_dialog(title) as dialog, ui.card().classes("room-panel cast-form"):
        ui.label(title).props("role=heading aria-level=2")
        ui.label(
            "A lorebook of a character card, a V3 lorebook, or world info of SillyTavern: a JSON "
            "file of up to 1 MB. What comes is known to everybody; narrow that entry by entry."
        ).classes("room-soft")

        @told
        async def bring(event: events.UploadEventArguments) -> None:
            nonlocal came
            upload.reset()
            ids, warnings = await client().import_lorebook(world, await event.file.read())
            came = came or bool(ids)
            result.clear()
            with result:
                count = "1 entry" if len(ids) == 1 else f"{len(ids)} entries"
                ui.label(f"{count} of {event.file.name[:80]} came.").classes("cast-panel-title")
                for warning in warnings:
                    with ui.element("div").classes("cast-warning"):
                        ui.icon("warning").props("aria-hidden=true")
                        ui.label(warning)

        upload = ui.upload(
            label="Drop a lorebook here",
            auto_upload=True,
            max_file_size=MAX_CARD_BYTES,
            on_upload=bring,
            on_rejected=lambda: show_error(
                "That file isn't taken: a lorebook is a JSON file of at most 1 MB."
            ),
        )
        upload.props('flat accept=".json"').classes("cast-drop")
        result = ui.element("div").props('aria-live=polite data-testid="came"')
        with ui.row().classes("cast-end"):
            ui.button("Choose a file", icon="upload_file").props("outline no-caps").on(
                "click", js_handler=f"() => getElement({upload.id}).pickFiles()"
            )
            ui.button("Done", on_click=lambda: dialog.submit(True)).props("unelevated no-caps")
    await answer_of(dialog)
    return came
