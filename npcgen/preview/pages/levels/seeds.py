"""The same spec with other seeds, side by side."""

import asyncio
import base64
from collections.abc import Callable

from nicegui import ui

from npcgen.client import GeneratedLevel
from npcgen.preview.frame import client
from npcgen.preview.pages.levels.parts import heading, telling_of_specs
from npcgen.preview.parts.work import Work
from worldgen.levels.picture import as_png
from worldgen.levels.spec import LevelSpec
from worldgen.levels.verify.replay import way_of
from worldgen.rng import MAX_SEED

COUNT = 6
"""Levels at once."""
_WIDE_PX = 260


class SeedsPanel:
    """Made where it shall stand. `asked` says what is compared, `choose` takes a seed."""

    def __init__(self, asked: Callable[[], LevelSpec], choose: Callable[[int], object]) -> None:
        self._asked, self._choose, self._client = asked, choose, client()
        self._next = 0
        heading("Compare seeds")
        ui.label("The form as it is, with the seeds that follow.").classes("room-soft")
        with ui.row().classes("levels-buttons"):
            ui.button(f"Make {COUNT}", icon="grid_view", on_click=self._begin).props(
                "dense no-caps unelevated"
            ).classes("levels-primary")
            self._more = ui.button(f"{COUNT} more", on_click=self._go_on).props(
                "outline dense no-caps"
            )
        self._more.set_enabled(False)
        self._work = Work("Making levels to compare")
        self._grid = ui.element("ul").classes("levels-seeds")

    def _begin(self) -> None:
        with telling_of_specs():
            spec = self._asked()
            self._grid.clear()
            self._next = spec.seed + 1
            self._work.begin(lambda: self._make(spec))

    def _go_on(self) -> None:
        with telling_of_specs():
            spec = self._asked()
            self._work.begin(lambda: self._make(spec))

    async def _make(self, spec: LevelSpec) -> None:
        for at in range(COUNT):
            seed = self._next % (MAX_SEED + 1)
            self._work.tell(f"making seed {seed}", at / COUNT)
            made = await self._client.generate_level(spec.model_copy(update={"seed": seed}))
            picture = await asyncio.to_thread(_picture, made)
            self._add(seed, made, picture)
            self._next += 1
            self._more.set_enabled(True)

    def _add(self, seed: int, made: GeneratedLevel, picture: str) -> None:
        rooms, moves = len(made.level.rooms), len(made.proof.moves)
        about = f"{rooms} rooms, {moves} moves"
        with self._grid, ui.element("li"):
            button = ui.button(on_click=lambda: self._choose(seed)).props(
                f'flat no-caps aria-label="Seed {seed}: {about}"'
            )
            with button.classes("levels-seed"):
                ui.element("img").props(f'alt="" src="{picture}"')
                ui.label(f"Seed {seed}").classes("levels-seed-name")
                ui.label(about).classes("room-soft")


def _picture(made: GeneratedLevel) -> str:
    way = way_of(made.level, made.proof.moves)
    png = as_png(made.level, way=way, cell_px=max(1, _WIDE_PX // made.level.width))
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
