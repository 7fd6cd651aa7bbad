"""The page /levels."""

from nicegui import ui

from npcgen.preview.frame import frame


def add() -> None:
    @ui.page("/levels")
    async def page() -> None:
        await ui.context.client.connected()
        with frame("/levels"):
            ui.label("To come.")
