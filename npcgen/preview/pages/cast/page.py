"""The page /cast: who there is, what they know of their world, and how they feel about players."""

from nicegui import ui

from npcgen.preview.frame import frame
from npcgen.preview.pages.cast.lore import show as show_lore
from npcgen.preview.pages.cast.memories import show as show_memories
from npcgen.preview.pages.cast.new import show as show_new
from npcgen.preview.pages.cast.opened import Cast, Opened, Tab
from npcgen.preview.pages.cast.overhear import show as show_overhear
from npcgen.preview.pages.cast.people import show as show_people
from npcgen.preview.pages.cast.ties import show as show_ties

STYLE = '<link rel="stylesheet" href="/room/static/cast.css">'
TABS = {
    "people": Tab("People", "groups", show_people),
    "lore": Tab("Lore", "menu_book", show_lore),
    "ties": Tab("Ties", "hub", show_ties),
    "overhear": Tab("Overhear", "hearing", show_overhear),
    "memories": Tab("Memories", "psychology", show_memories),
    "new": Tab("", "", show_new),
}
"""By their name in the address; one without a title is reached from within another."""


def add() -> None:
    @ui.page("/cast")
    async def page(
        tab: str = "people",
        persona: str = "",
        other: str = "",
        world: str = "",
        player: str = "",
    ) -> None:
        await ui.context.client.connected()
        with frame("/cast"):
            ui.add_head_html(STYLE)
            known = tab if tab in TABS else "people"
            await Cast(Opened(known, persona, other, world, player), TABS).build()
