"""The page /."""

from nicegui import ui

from npcgen.preview.frame import frame


def add() -> None:
    @ui.page("/")
    async def page() -> None:
        await ui.context.client.connected()
        with frame("/"):
            ui.label("To come.")
