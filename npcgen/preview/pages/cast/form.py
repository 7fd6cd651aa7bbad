"""The sheet of a persona as a form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from nicegui import ui

from npcgen.dialogue.relation import RELATION_KINDS
from npcgen.preview.pages.cast.authored import lines_of, names_of
from npcgen.preview.pages.cast.axes import axis_fields
from npcgen.preview.pages.cast.rows import Read, Rows
from npcgen.preview.pages.cast.secrets import secret_row

Kind = Literal["line", "text", "lines", "names"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a persona that is typed."""

    name: str
    label: str
    kind: Kind = "line"
    hint: str = ""


WHO = (
    Field("name", "Name"),
    Field("role", "Role", hint="the trade or part in the story: blacksmith"),
    Field("place", "Place", hint="where it is found: the forge by the north gate"),
    Field("factions", "Belongs to", "names", "with commas: old miners, the village watch"),
)
MANNER = (
    Field("summary", "Who it is", "text", "in a sentence or two"),
    Field("personality", "Traits", hint="gruff, honest, tired"),
    Field("speech_style", "How it talks", "text", "Short, blunt sentences. Never flatters."),
)
MIND = (
    Field("goals", "What it wants", "lines", "one a line"),
    Field("knowledge", "What it knows and may say", "lines", "one a line"),
    Field("boundaries", "What it never does", "lines", "one a line"),
)
MORE = (
    Field("scenario", "How its talks begin", "text", "the situation that it is in"),
    Field("instructions", "Orders to the model", "text", "how to play it, for experts"),
    Field("fallback_lines", "Said when it can't think in time", "lines", "one a line"),
    Field("deflections", "Said when it must not answer", "lines", "one a line"),
)
TEMPERAMENTS = {"": "even", "placid": "placid: little moves it", "fiery": "fiery: much moves it"}


class Form:
    """What is typed, as the fields of a persona."""

    def __init__(
        self,
        values: Mapping[str, Any],
        worlds: Mapping[str, str],
        others: Mapping[str, str],
        changed: Callable[[], None],
        *,
        editable: bool = True,
    ) -> None:
        """`worlds` and `others` are names by id; `changed` is called when anything is typed."""
        self._values, self._others = values, others
        self._changed, self._editable = changed, editable
        self._reads: dict[str, Read] = {}
        with ui.element("div").classes("cast-sheet"):
            with ui.element("div"):
                self._person(worlds)
            with ui.element("div"):
                self._mind()

    def values(self) -> dict[str, Any]:
        return {name: read() for name, read in self._reads.items()}

    def _person(self, worlds: Mapping[str, str]) -> None:
        with _part("Who"):
            self._typed(WHO)
            self._chosen("world", "World", {"": "none"} | dict(worlds))
        with _part("Secrets"):
            ui.label(
                "What it hides. A secret stays out of everything the model reads until it may be "
                "told, so no trick can get it out."
            ).classes("room-soft")
            self._listed("secrets", "secret", self._secret)
        with _part("Manner"):
            self._typed(MANNER)
            self._chosen("temperament", "Temperament", TEMPERAMENTS)

    def _mind(self) -> None:
        with _part("How it talks, by example"):
            self._listed("examples", "example", self._example)
            self._listed("greetings", "greeting", self._greeting)
        with _part("Mind"):
            self._typed(MIND)
        with _part("Ties"):
            self._listed("relations", "tie", self._tie)
        with _part("How it sees strangers"):
            ui.label("From -1 to 1; 0 for nothing. Its feelings fade back to this.").classes(
                "room-soft"
            )
            self._baseline()
        with _part("For special moments"):
            self._typed(MORE)

    def _typed(self, fields: tuple[Field, ...]) -> None:
        for field in fields:
            self._reads[field.name] = self._field(field)

    def _field(self, field: Field) -> Read:
        value = self._values[field.name]
        text = {"lines": "\n", "names": ", "}.get(field.kind)
        shown = value if text is None else text.join(value)
        make = ui.textarea if field.kind in ("text", "lines") else ui.input
        area = make(field.label, value=shown, on_change=self._changed).props("outlined dense")
        area.props("debounce=250")
        if field.kind in ("text", "lines"):
            area.props("autogrow")
        if not self._editable:
            area.props("readonly")
        elif field.hint:
            area.props["hint"] = field.hint
        read = {"lines": lines_of, "names": names_of}.get(field.kind, str)
        return lambda: read(area.value or "")

    def _chosen(self, name: str, label: str, options: dict[str, str]) -> None:
        value = self._values[name]
        known = options if value in options else options | {value: f"{value} (not here)"}
        select = self._select(known, label, value)
        self._reads[name] = lambda: select.value

    def _select(self, options: Any, label: str, value: Any) -> ui.select:
        select = ui.select(options, label=label, value=value, on_change=self._changed)
        select.props("outlined dense options-dense")
        if not self._editable:
            select.props("readonly")
        return select

    def _listed(self, name: str, what: str, make: Callable[[Any], Read]) -> None:
        values = self._values[name]
        rows = Rows(what, make, values, self._changed, editable=self._editable)
        self._reads[name] = rows.values

    def _secret(self, value: Any) -> Read:
        return secret_row(value, self._changed, editable=self._editable)

    def _baseline(self) -> None:
        name = "baseline_relationship"
        axes = axis_fields(self._values[name], self._changed, editable=self._editable)
        self._reads[name] = axes

    def _greeting(self, value: Any) -> Read:
        said = ui.textarea("It may begin with", value=value or "", on_change=self._changed)
        said.props(f"outlined dense autogrow debounce=250 {'' if self._editable else 'readonly'}")
        return lambda: said.value or None

    def _example(self, value: Any) -> Read:
        said = value or {"player": "", "npc": ""}
        asks, answers = (
            ui.textarea(label, value=said[key], on_change=self._changed).props(
                f"outlined dense autogrow debounce=250 {'' if self._editable else 'readonly'}"
            )
            for key, label in (("player", "The player says"), ("npc", "It answers"))
        )

        def read() -> dict[str, str] | None:
            both = {"player": asks.value or "", "npc": answers.value or ""}
            return both if any(both.values()) else None

        return read

    def _tie(self, value: Any) -> Read:
        tie = value or {"persona_id": None, "kind": "friend", "why": ""}
        target = tie["persona_id"]
        known = dict(self._others)
        if target is not None:
            known.setdefault(target, f"{target} (not here)")
        kind = self._select(list(RELATION_KINDS), "Is the", tie["kind"])
        who = self._select(known, "of", target)
        why = ui.input("Why, or since when", value=tie["why"], on_change=self._changed)
        why.props(f"outlined dense debounce=250 {'' if self._editable else 'readonly'}")

        def read() -> dict[str, str] | None:
            if who.value is None:
                return None
            return {"persona_id": who.value, "kind": kind.value, "why": why.value or ""}

        return read


def _part(title: str) -> ui.element:
    section = ui.element("section").classes("room-panel cast-part")
    with section:
        ui.label(title).props("role=heading aria-level=3").classes("cast-part-title")
    return section
