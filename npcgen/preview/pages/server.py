"""The page /server."""

from nicegui import ui

from npcgen.preview.frame import frame


def add() -> None:
    @ui.page("/server")
    async def page() -> None:
        await ui.context.client.connected()
        with frame("/server"):
            ui.label("To come.")
