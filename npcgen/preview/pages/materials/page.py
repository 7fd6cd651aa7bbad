"""The page /materials: choose a material, turn it, look at it from all sides, take it along."""

import asyncio

from nicegui import ui

from npcgen.preview import frame
from npcgen.preview.pages.materials.bench import Bench
from npcgen.preview.pages.materials.gallery import Gallery
from npcgen.preview.pages.materials.looks import Looks
from npcgen.preview.parts.last_shown import LastShown
from npcgen.preview.parts.told import telling

STYLE = '<link rel="stylesheet" href="/room/static/materials.css">'
_LOOK_SIDE = 112


def add() -> None:
    looks = Looks(_LOOK_SIDE)

    @ui.page("/materials")
    async def page() -> None:
        ui.add_head_html(STYLE)
        await ui.context.client.connected()
        last = LastShown("materials")
        with frame.frame("/materials"), telling():
            await _show(last, looks)


async def _show(last: LastShown, looks: Looks) -> None:
    client = frame.client()
    waiting = ui.label("Asking the server for its materials ...").classes("room-soft")
    try:
        catalogue = await client.list_materials()
    finally:
        waiting.delete()
    with ui.element("div").classes("materials"):
        with ui.element("aside").classes("room-panel materials-choice"):
            gallery = Gallery(catalogue, lambda name: bench.choose(name))
        bench = Bench(client, catalogue, last, gallery.show)
    bench.make()
    filling = asyncio.create_task(gallery.fill(client, looks))
    ui.context.client.on_delete(filling.cancel)
