"""A spec as a form: what its kind may be asked for, and all the rest as YAML."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from nicegui import ui

from npcgen.preview.pages.levels.fields import Control, control, spoken
from npcgen.preview.pages.levels.schema import rest_of, schema_of
from worldgen.documents import read_mapping
from worldgen.errors import InvalidSpec
from worldgen.levels.kind import KindInfo
from worldgen.levels.spec import with_sides
from worldgen.rng import MAX_SEED

_GROUPS = {"counts": "How many of what", "options": "How it is made"}
_NOT_SHOWN = ("fixed", "deadline_ms")
"""Pins are put on the map."""
_ROWS_OF = ("width", "height")


class SpecForm:
    """Made where it shall stand. Calls `changed` when somebody changes something."""

    def __init__(self, kinds: Mapping[str, KindInfo], changed: Callable[[], object]) -> None:
        self._kinds, self._changed = kinds, changed
        self._controls: dict[tuple[str, ...], Control] = {}
        self._is_filling = True
        named = {name: spoken(name) for name in kinds}
        self._kind = ui.select(named, label="Kind", value="dungeon", on_change=self._turn).props(
            "outlined dense options-dense"
        )
        self._about = ui.label().classes("room-soft levels-about")
        with ui.row().classes("levels-pair"):
            self._seed = ui.number(
                "Seed", value=1, min=0, max=MAX_SEED, precision=0, on_change=self._told
            ).props("outlined dense")
            ui.button(icon="casino", on_click=self._next_seed).props(
                'flat round aria-label="Next seed"'
            ).tooltip("Next seed")
        self._body = ui.element("div").classes("levels-fields")
        self._build()
        self._is_filling = False

    @property
    def kind(self) -> str:
        return str(self._kind.value)

    @property
    def seed(self) -> int:
        return int(self._seed.value or 0)

    def set_seed(self, seed: int) -> None:
        self._seed.value = seed

    def fields(self) -> dict[str, Any]:
        """What is asked for, to be read as a spec. Raises InvalidSpec for what is no YAML."""
        said: dict[str, Any] = {"kind": self.kind, "seed": self.seed}
        for path, each in self._controls.items():
            if (value := each.get()) is None:
                continue
            if len(path) == 1:
                said[path[0]] = value
            else:
                said.setdefault(path[0], {})[path[1]] = value
        written = str(self._rest.value or "")
        return {**said, **(read_mapping(written, "more") if written.strip() else {})}

    def check_kind(self, kind: str) -> None:
        """Raises InvalidSpec where the server has no such kind."""
        if kind not in self._kinds:
            known = ", ".join(self._kinds)
            raise InvalidSpec.at("kind", f"there is no kind {kind!r}; there are: {known}")

    def fill(self, fields: Mapping[str, Any]) -> None:
        """Shows these instead, without calling `changed`. The fields are a valid spec's."""
        self._is_filling = True
        self._seed.value = fields.get("seed", 0)
        if self._kind.value != fields["kind"]:
            self._kind.value = fields["kind"]
        self._build(fields)
        self._is_filling = False

    def _turn(self) -> None:
        """Another kind was chosen: it is asked for other things."""
        if not self._is_filling:
            self.fill({"kind": self.kind, "seed": self.seed, **starter(self.kind)})
            self._changed()

    def _build(self, fields: Mapping[str, Any] = {}) -> None:
        kind = self._kinds[self.kind]
        self._about.text = kind.description[:1].upper() + kind.description[1:]
        self._controls.clear()
        self._body.clear()
        properties = schema_of(kind)["properties"]
        with self._body:
            with ui.element("div").classes("levels-pair"):
                for name in _ROWS_OF:
                    self._add((name,), properties[name], fields.get(name))
            for name, schema in properties.items():
                if name in _GROUPS:
                    self._add_group(name, schema["properties"], fields.get(name) or {})
                elif name not in _ROWS_OF:
                    self._add((name,), schema, fields.get(name))
            self._add_rest(kind, fields)

    def _add_group(self, group: str, properties: dict[str, Any], values: Mapping[str, Any]) -> None:
        whole = ui.expansion(_GROUPS[group], value=bool(values)).classes("levels-group")
        with whole, ui.element("div").classes(f"levels-{group}"):
            for name, schema in properties.items():
                self._add((group, name), schema, values.get(name))

    def _add(self, path: tuple[str, ...], schema: dict[str, Any], value: Any) -> None:
        made = control(path[-1], schema, self._told)
        made.set(value)
        self._controls[path] = made

    def _add_rest(self, kind: KindInfo, fields: Mapping[str, Any]) -> None:
        names = rest_of(kind)
        rest = {name: fields[name] for name in names if fields.get(name) and name not in _NOT_SHOWN}
        text = yaml.safe_dump(rest, sort_keys=False, allow_unicode=True) if rest else ""
        with ui.expansion("More, as YAML", value=bool(rest)).classes("levels-group"):
            self._rest = ui.textarea(
                "Tiles, constraints, a sample", value=text, on_change=self._told
            ).props("outlined dense autogrow input-class=levels-yaml debounce=300")

    def _next_seed(self) -> None:
        self._seed.value = (self.seed + 1) % (MAX_SEED + 1)

    def _told(self) -> None:
        if not self._is_filling:
            self._changed()


@cache
def starter(kind: str) -> dict[str, Any]:
    """What a level of the kind can't do without, to begin with: a sample, tiles, constraints."""
    text = files("worldgen").joinpath("data/small_levels.yaml").read_text("utf-8")
    small = yaml.safe_load(text).get(kind, {})
    return with_sides(small) if "tiles" in small else {}
