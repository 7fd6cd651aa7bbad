"""Which quests shall be made: the world, how many, why, how dangerous, or the same in words."""

import random
from collections.abc import Callable, Iterable
from typing import Any

from nicegui import ui

from npcgen.preview.pages.quests.asked import (
    MAX_COUNT,
    MAX_SEED,
    MAX_WORDS,
    OWN,
    Asked,
    fits_a_link,
)
from npcgen.preview.pages.quests.rows import motive_name
from npcgen.preview.parts.told import telling
from worldgen.quests.generated import WorldInfo
from worldgen.quests.motives import bundled_motives

EXAMPLE = """\
id: hollow
entities:
  mill: {type: place, name: the old mill}
  green: {type: place, name: the green}
  mira: {type: character, name: Mira, worth: 20}
  elsa: {type: character, name: Elsa}
  tobin: {type: character, name: Tobin}
  lantern: {type: item, name: the lantern}
facts:
  - at player green
  - at mira mill
  - at elsa mill
  - alive mira
  - alive elsa
  - needs mira lantern
  - kin mira elsa
  - kin elsa mira
  - at tobin green
  - alive tobin
  - has tobin lantern
  - sells tobin lantern
"""
"""A world that is small enough to be read."""
_FIELD = "outlined dense"
_PASTED = {OWN: "My own (paste it)"}


class Form:
    """`on_make` hears of what was asked for when somebody presses the button."""

    def __init__(self, asked: Asked, on_make: Callable[[Asked], None]) -> None:
        self._on_make = on_make
        with ui.element("form").classes("quests-form").on("submit.prevent", self._make):
            names = {asked.world: asked.world.replace("_", " ").title(), **_PASTED}
            self._world = ui.select(names, label="World", value=asked.world).props(_FIELD)
            self._own_part(asked)
            with ui.element("div").classes("quests-pair"):
                self._count = ui.number("How many", value=asked.count, min=1, max=MAX_COUNT)
                self._count.props(_FIELD)
                self._seed_field(asked.seed)
            self._motives = (
                ui.select(
                    {name: motive_name(name) for name in sorted(bundled_motives().each)},
                    label="Why they ask",
                    value=list(asked.motives),
                    multiple=True,
                    clearable=True,
                )
                .props(f"{_FIELD} use-chips")
                .classes("quests-motives")
            )
            self._difficulty = ui.select(
                {"any": "Any", "easy": "Easy", "normal": "Normal", "hard": "Hard"},
                label="Danger",
                value=asked.difficulty,
            ).props(_FIELD)
            self._words = (
                ui.textarea("Or in words", value=asked.words, placeholder="thefts, for Odrin")
                .props(f"{_FIELD} rows=2 autogrow stack-label maxlength={MAX_WORDS}")
                .tooltip("For what is left open above")
            )
            self._button = ui.button("Make quests", color=None).props(
                "type=submit unelevated no-caps"
            )
            self._button.classes("quests-primary")

    def _own_part(self, asked: Asked) -> None:
        part = ui.element("div").classes("quests-own")
        part.bind_visibility_from(self._world, "value", value=OWN)
        with part:
            self._own = ui.textarea("The world, as YAML or JSON", value=asked.own)
            self._own.props(f"{_FIELD} rows=9 spellcheck=false").classes("quests-code")
            ui.button("Put in an example", on_click=self._put_example).props("flat dense no-caps")

    def _seed_field(self, seed: int) -> None:
        self._seed = ui.number("Seed", value=seed, min=0, max=MAX_SEED, precision=0).props(_FIELD)
        with self._seed.add_slot("append"):
            ui.button(icon="casino", on_click=self._roll).props(
                'flat round dense size=sm aria-label="Another seed"'
            ).tooltip("Another seed")

    def offer(self, worlds: Iterable[WorldInfo]) -> None:
        """The worlds that ship; the server tells them once its workers have begun."""
        names = {world.id: world.name for world in worlds} | _PASTED
        known = self._world.value if self._world.value in names else next(iter(names))
        self._world.set_options(names, value=known)

    def asked(self) -> Asked:
        """Raises ValueError for a number that isn't there."""
        return Asked(
            world=str(self._world.value),
            own=str(self._own.value or ""),
            count=_whole("How many", self._count.value, 1, MAX_COUNT),
            seed=_whole("The seed", self._seed.value, 0, MAX_SEED),
            motives=tuple(self._motives.value or ()),
            difficulty=str(self._difficulty.value),
            words=str(self._words.value or ""),
        )

    def _make(self) -> None:
        with telling():
            asked = self.asked()
            if asked.world == OWN and not asked.own.strip():
                raise ValueError("Paste your world first, or put in the example.")
            if len(asked.words) > MAX_WORDS:
                told = f"{len(asked.words):,} characters are too many words; at most {MAX_WORDS:,}."
                raise ValueError(told)
            if asked.world == OWN and not fits_a_link(asked.own):
                ui.notify("This world is too long for a link: only this tab can show its quests.")
            self._on_make(asked)

    def _put_example(self) -> None:
        self._own.value = EXAMPLE

    def _roll(self) -> None:
        self._seed.value = random.randrange(100_000)


def _whole(name: str, value: Any, least: int, most: int) -> int:
    if value is None or int(value) != value or not least <= value <= most:
        raise ValueError(f"{name}: a whole number of {least} to {most:,} is needed, not {value}.")
    return int(value)
