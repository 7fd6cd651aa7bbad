"""The page /quests: make quests of a world, look at one, play it, break it, take it along."""

from collections.abc import Mapping

from nicegui import app, ui

from npcgen.preview import frame
from npcgen.preview.pages.quests.asked import Asked, asked_in
from npcgen.preview.pages.quests.desk import PASTED, Desk
from npcgen.preview.pages.quests.made import Kept
from npcgen.preview.parts.last_shown import LastShown
from npcgen.preview.parts.told import telling

STYLE = '<link rel="stylesheet" href="/room/static/quests.css">'


def add() -> None:
    kept = Kept()

    @ui.page("/quests")
    async def page() -> None:
        ui.add_head_html(STYLE)
        await ui.context.client.connected()
        last = LastShown("quests")
        with frame.frame("/quests"), telling():
            asked = _asked(last.query)
            desk = Desk(kept, asked or Asked(), last)
            if asked and "world" in last.query:
                desk.make(asked)
            desk.offer([world async for world in frame.client().list_quest_worlds()])


def _asked(query: Mapping[str, str]) -> Asked | None:
    """What the link says; None where that can't be, which is told."""
    with telling():
        return asked_in(query, str(app.storage.tab.get(PASTED, "")))
    return None
