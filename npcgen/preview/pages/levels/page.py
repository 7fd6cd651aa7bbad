"""The page /levels: a spec, the map that comes of it, and what is done with that."""

from nicegui import ui

from npcgen.preview.frame import client, frame
from npcgen.preview.pages.levels.address import Address
from npcgen.preview.pages.levels.parts import telling_of_specs
from npcgen.preview.pages.levels.room import LevelsRoom
from npcgen.preview.parts.last_shown import LastShown

_MODULES = ("data", "hands", "marks", "paint", "view", "walk")
"""What the map's script imports: asked for at once, not when the map is there."""
_HEAD = "".join(
    (
        '<link rel="stylesheet" href="/room/static/levels.css">',
        *(f'<link rel="modulepreload" href="/room/static/tile_{name}.js">' for name in _MODULES),
    )
)


def add() -> None:
    @ui.page("/levels")
    async def page() -> None:
        ui.add_head_html(_HEAD)
        await ui.context.client.connected()
        last = LastShown("levels")
        with frame("/levels"):
            with ui.element("h1").classes("levels-title"):
                ui.label("Levels")
            waiting = ui.label("Asking the server what it can make …").classes("room-soft")
            with telling_of_specs():
                kinds = {kind.name: kind for kind in await client().list_level_kinds()}
                waiting.delete()
                room = LevelsRoom(kinds, last)
                room.open(Address.read(last.query))
