"""The page /materials."""

from nicegui import ui

from npcgen.preview.frame import frame


def add() -> None:
    @ui.page("/materials")
    async def page() -> None:
        await ui.context.client.connected()
        with frame("/materials"):
            ui.label("To come.")
