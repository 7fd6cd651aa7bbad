"""The materials that there are, as small pictures to choose from, found by their words."""

import asyncio
from collections.abc import Callable

from nicegui import ui
from nicegui.element import Element

from npcgen import Client
from npcgen.preview.pages.materials.controls import SeenPicture, humanised
from npcgen.preview.pages.materials.looks import Looks
from npcgen.preview.parts.told import telling
from worldgen.textures.making.told import Catalogue, MaterialInfo


class Gallery:
    """Names are there at once; pictures of what is in sight come one after the other."""

    def __init__(self, catalogue: Catalogue, told: Callable[[str], None]) -> None:
        self._catalogue = catalogue
        self._cards: dict[str, Element] = {}
        self._seen: asyncio.Queue[tuple[MaterialInfo, SeenPicture]] = asyncio.Queue()
        ui.input("Find a material", on_change=lambda event: self._find(event.value)).props(
            "dense outlined clearable clear-icon=close type=search debounce=150"
        ).classes("w-full")
        self._none = ui.label("None is called so.").classes("room-soft")
        self._none.visible = False
        with ui.element("div").classes("material-cards material-gallery"):
            for material in catalogue.materials.values():
                self._add(material, told)

    def show(self, material: str) -> None:
        """Which one is chosen."""
        for name, card in self._cards.items():
            card.props(f"aria-pressed={str(name == material).lower()}")

    async def fill(self, client: Client, looks: Looks) -> None:
        """Draws what comes into sight until it's cancelled, or one can't be had, which is told."""
        with self._none, telling():
            while True:
                material, picture = await self._seen.get()
                picture.show(await looks.of(client, material))

    def _add(self, material: MaterialInfo, told: Callable[[str], None]) -> None:
        with ui.element("button").classes("material-card") as card:
            card.props("type=button aria-pressed=false")
            card.props.update(title=material.description)
            card.on("click", lambda: told(material.name))
            picture = SeenPicture(lambda: self._seen.put_nowait((material, picture)))
            ui.label(humanised(material.name))
        self._cards[material.name] = card

    def _find(self, text: str | None) -> None:
        wanted = (text or "").casefold().split()
        for name, card in self._cards.items():
            words = _words(self._catalogue.materials[name])
            card.visible = all(word in words for word in wanted)
        self._none.visible = not any(card.visible for card in self._cards.values())


def _words(material: MaterialInfo) -> str:
    told = (humanised(material.name), material.description, *material.words, *material.tags)
    return " ".join(told).casefold()
