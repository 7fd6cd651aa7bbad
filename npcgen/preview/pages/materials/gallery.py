"""The materials that there are, as small pictures to choose from, found by their words."""

import asyncio
from collections.abc import Callable

from nicegui import ui

from npcgen import Client
from npcgen.preview.pages.materials.controls import Cards, humanised
from npcgen.preview.pages.materials.looks import Looks
from npcgen.preview.parts.told import telling
from worldgen.textures.making.told import Catalogue, MaterialInfo


class Gallery:
    """Names are there at once; pictures of what is in sight come one after the other."""

    def __init__(self, catalogue: Catalogue, told: Callable[[str], None]) -> None:
        self._catalogue = catalogue
        self._seen: asyncio.Queue[str] = asyncio.Queue()
        self._root = ui.element("div").classes("material-choice-place")
        with self._root:
            self._cards = Cards(
                [_card(material) for material in catalogue.materials.values()],
                told,
                self._seen.put_nowait,
            )

    def show(self, material: str) -> None:
        """Which one is chosen."""
        self._cards.choose(material)

    async def fill(self, client: Client, looks: Looks) -> None:
        """Draws what comes into sight until it's cancelled, or one can't be had, which is told."""
        with self._root, telling():
            while True:
                name = await self._seen.get()
                if material := self._catalogue.materials.get(name):
                    self._cards.draw(name, await looks.of(client, material))


def _card(material: MaterialInfo) -> dict[str, str]:
    title = humanised(material.name)
    words = " ".join((title, material.description, *material.words, *material.tags))
    return {
        "name": material.name,
        "title": title,
        "doc": material.description,
        "words": words.lower(),
    }
