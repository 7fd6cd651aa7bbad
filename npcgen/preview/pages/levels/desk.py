"""The level that the page shows, and how it becomes another one."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from nicegui import ui

from npcgen.client import GeneratedLevel, LevelProgress
from npcgen.client.level_calls import LevelEvent
from npcgen.errors import InternalError
from npcgen.preview.frame import client
from npcgen.preview.pages.levels import difference
from npcgen.preview.pages.levels.address import SHOWN_HASH, Address, Redone
from npcgen.preview.parts.packed_level import Packed, pack_level, pack_preview
from npcgen.preview.parts.tile_map import TileMapElement
from npcgen.preview.parts.work import Work
from worldgen.levels.fixed import with_fixed
from worldgen.levels.level import Cell, Level, content_sha256
from worldgen.levels.preview import Preview
from worldgen.levels.spec import FixedTile, LevelSpec
from worldgen.levels.text import topmost
from worldgen.levels.verify.replay import way_of

DEADLINE_MS = 300_000
"""What a designer may wait for; there is a button to cancel."""
_READ_MS = 8000


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A level, and what is worked out of it to be shown."""

    generated: GeneratedLevel
    spec: LevelSpec
    way: tuple[Cell, ...]
    """From the spawn to the exit; empty where there is none."""
    packed: Packed
    sha256: str
    redone: tuple[Redone, ...] = ()
    pins: tuple[FixedTile, ...] | None = None
    """Those that it comes with; None leaves them as they are."""

    def seen_at(self, cell: FixedTile) -> str:
        """The name of the topmost tile there; empty where there is none."""
        level = self.generated.level
        index = int(topmost(level)[cell.floor, cell.y, cell.x])
        return level.tiles[index].name if index else ""

    def with_pins(self, pins: tuple[FixedTile, ...]) -> Level:
        """The level with what these put there. Raises InvalidSpec for a tile that nobody knows.

        NOTE: a pin that holds what is there leaves its cell as it is, in all layers.
        """
        put = tuple(pin for pin in pins if self.seen_at(pin) != pin.tile)
        return with_fixed(self.generated.level, self.spec.model_copy(update={"fixed": put}))


class Desk:
    """Begins work, and tells whoever listens of each level that comes of it."""

    def __init__(self, work: Work, tile_map: TileMapElement) -> None:
        self._work, self._map, self._client = work, tile_map, client()
        self._listeners: list[Callable[[Made], object]] = []
        self._before: list[Made] = []
        self.made: Made | None = None

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    def on_made(self, listener: Callable[[Made], object]) -> None:
        self._listeners.append(listener)

    def open(self, address: Address) -> None:
        """Makes what a link shows, if it asks for a level."""
        if address.spec is not None:
            spec = address.spec
            self._work.begin(lambda: self._open(spec, address))

    def make(self, spec: LevelSpec | Mapping[str, Any], words: str = "") -> None:
        self._work.begin(lambda: self._make(spec, words))

    def redo(self, redone: Redone, pins: tuple[FixedTile, ...]) -> None:
        """Makes a box of the level anew, with these cells as they are."""
        self._work.begin(lambda: self._redo(redone, pins))

    def undo(self) -> None:
        """The level as it was before the last box was made anew."""
        if self._before:
            self._show(replace(self._before.pop(), pins=None), keeps_view=True)

    async def _open(self, spec: LevelSpec, address: Address) -> None:
        pins = address.pins or spec.fixed
        await self._make(spec, pins=pins)
        for each in address.redone:
            await self._redo(each, pins)
        if self.made and address.sha256 not in ("", self.made.sha256[:SHOWN_HASH]):
            ui.notify(
                "This isn't quite the level that the link was made of: the generator is another "
                "version by now, or pins were put or freed between boxes.",
                type="warning",
                timeout=0,
                close_button="Close",
            )

    async def _make(
        self,
        spec: LevelSpec | Mapping[str, Any],
        words: str = "",
        pins: tuple[FixedTile, ...] | None = None,
    ) -> None:
        """With the spec's own pins, unless there are others."""
        patient = _patient(spec)
        events = self._client.stream_level(patient, prompt=words, previews=True)
        generated = await self._watched(events)
        self._before.clear()
        made = await asyncio.to_thread(_made_of, generated, ())
        self._show(replace(made, pins=generated.spec.fixed if pins is None else pins))
        _tell_unused(generated)

    async def _redo(self, redone: Redone, pins: tuple[FixedTile, ...]) -> None:
        before = self.made
        if before is None:
            return
        level = await asyncio.to_thread(before.with_pins, pins)
        spec = before.spec.model_copy(update={"fixed": pins})
        redoing = self._client.stream_region(
            level, redone.region, spec, seed=redone.seed, previews=True
        )
        generated = await self._watched(redoing, keeps_view=True)
        made = await asyncio.to_thread(_made_of, generated, (*before.redone, redone), before.spec)
        self._before.append(before)
        self._show(made, keeps_view=True)
        told = await asyncio.to_thread(
            difference.told, before.generated.level, generated.level, redone.region
        )
        ui.notify(told, type="info", timeout=_READ_MS)

    async def _watched(
        self, events: AsyncGenerator[LevelEvent, None], *, keeps_view: bool = False
    ) -> GeneratedLevel:
        """The end of it, with progress and previews shown; if it fails, what there was is shown."""
        is_whole = False
        try:
            async with aclosing(events):
                async for event in events:
                    if isinstance(event, GeneratedLevel):
                        is_whole = True
                        return event
                    self._tell(event, keeps_view)
        finally:
            if not is_whole and self.made is not None:
                self._map.show(self.made.packed, keeps_view=True)
        raise InternalError("the server's stream ended without a level")

    def _tell(self, event: LevelProgress | Preview, keeps_view: bool) -> None:
        if isinstance(event, LevelProgress):
            self._work.tell(event.phase, event.fraction)
        else:
            self._map.show(pack_preview(event), keeps_view=keeps_view)

    def _show(self, made: Made, *, keeps_view: bool = False) -> None:
        self.made = made
        self._map.show(made.packed, keeps_view=keeps_view)
        for listener in self._listeners:
            listener(made)


def _patient(spec: LevelSpec | Mapping[str, Any]) -> LevelSpec | dict[str, Any]:
    """With a deadline as a designer has patience, where it names none of its own."""
    if not isinstance(spec, LevelSpec):
        return {"deadline_ms": DEADLINE_MS, **spec}
    default = LevelSpec.model_fields["deadline_ms"].default
    return spec.model_copy(
        update={"deadline_ms": DEADLINE_MS} if spec.deadline_ms == default else {}
    )


def _made_of(
    generated: GeneratedLevel, redone: tuple[Redone, ...], spec: LevelSpec | None = None
) -> Made:
    way = way_of(generated.level, generated.proof.moves)
    packed = pack_level(generated.level, way)
    sha256 = content_sha256(generated.level)
    return Made(generated, spec or generated.spec, way, packed, sha256, redone)


def _tell_unused(generated: GeneratedLevel) -> None:
    if generated.unused_words:
        ui.notify(f"Nothing was made of: {', '.join(generated.unused_words)}", type="info")
