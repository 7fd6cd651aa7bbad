"""The page /quests."""

from nicegui import ui

from npcgen.preview.frame import frame


def add() -> None:
    @ui.page("/quests")
    async def page() -> None:
        await ui.context.client.connected()
        with frame("/quests"):
            ui.label("To come.")
