"""The page /quests: make quests of a world, look at one, play it, break it, take it along."""

from nicegui import app, ui

from npcgen.preview import frame
from npcgen.preview.pages.quests.asked import asked_in
from npcgen.preview.pages.quests.desk import PASTED, Desk
from npcgen.preview.pages.quests.made import Kept
from npcgen.preview.parts.told import telling

STYLE = '<link rel="stylesheet" href="/room/static/quests.css">'


def add() -> None:
    kept = Kept()

    @ui.page("/quests")
    async def page() -> None:
        await ui.context.client.connected()
        ui.add_head_html(STYLE)
        query = ui.context.client.request.query_params
        with frame.frame("/quests"), telling():
            asked = asked_in(query, str(app.storage.tab.get(PASTED, "")))
            desk = Desk(kept, asked)
            if "world" in query:
                desk.make(asked)
            desk.offer([world async for world in frame.client().list_quest_worlds()])
