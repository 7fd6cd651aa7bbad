"""Dialogs that are answered once, such as before something is gone for good."""

from nicegui import ui


def named_dialog(name: str) -> ui.dialog:
    """An empty one, which screen readers call by its name."""
    dialog = ui.dialog()
    dialog.props["aria-label"] = name
    return dialog


async def is_sure(question: str, consequence: str, verb: str) -> bool:
    """Whether they chose the verb. Any other way out is a no."""
    with named_dialog(question) as dialog, ui.card().classes("room-panel cast-asking"):
        ui.label(question).props("role=heading aria-level=2")
        ui.label(consequence).classes("room-soft")
        with ui.row().classes("cast-end"):
            ui.button("Keep", on_click=lambda: dialog.submit(False)).props("flat no-caps autofocus")
            ui.button(verb, color="negative", on_click=lambda: dialog.submit(True)).props("no-caps")
    return await answer_of(dialog) is True


async def answer_of(dialog: ui.dialog) -> object:
    """What was submitted, and the dialog is gone; None where they closed it, or the page."""
    answer: object = await dialog
    if not dialog.is_deleted:
        dialog.delete()
    return answer
