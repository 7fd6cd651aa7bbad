"""The page /cast."""

from nicegui import ui

from npcgen.preview.frame import frame


def add() -> None:
    @ui.page("/cast")
    async def page() -> None:
        await ui.context.client.connected()
        with frame("/cast"):
            ui.label("To come.")
