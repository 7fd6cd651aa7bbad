"""The page /cast: who there is, what they know of their world, and how they feel about players."""

from nicegui import ui

from npcgen.preview.frame import frame
from npcgen.preview.pages import (
    cast_lore,
    cast_memories,
    cast_new,
    cast_overhear,
    cast_people,
    cast_ties,
)
from npcgen.preview.pages.cast_opened import Cast, Opened, Tab

STYLE = '<link rel="stylesheet" href="/room/static/cast.css">'
TABS = {
    "people": Tab("People", "groups", cast_people.show),
    "lore": Tab("Lore", "menu_book", cast_lore.show),
    "ties": Tab("Ties", "hub", cast_ties.show),
    "overhear": Tab("Overhear", "hearing", cast_overhear.show),
    "memories": Tab("Memories", "psychology", cast_memories.show),
    "new": Tab("", "", cast_new.show),
}
"""By their name in the address; one without a title is reached from within another."""


def add() -> None:
    @ui.page("/cast")
    async def page(
        tab: str = "people", persona: str = "", world: str = "", player: str = ""
    ) -> None:
        await ui.context.client.connected()
        ui.add_head_html(STYLE)
        with frame("/cast"):
            known = tab if tab in TABS else "people"
            await Cast(Opened(known, persona, world, player), TABS).build()
