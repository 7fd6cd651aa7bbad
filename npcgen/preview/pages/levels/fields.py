"""One control for each property of a schema; what it holds, as a spec says it."""

from collections.abc import Callable
from typing import Any, Protocol

from nicegui import ui

from npcgen.preview.pages.levels.schema import RANGE


class Control(Protocol):
    """Shows a value and gives it back; None where the spec is to say nothing of it.

    What it can't hold it doesn't show: the server refuses it, and says why.
    """

    def get(self) -> Any: ...
    def set(self, value: Any) -> None: ...


Changed = Callable[[], object]


def control(name: str, schema: dict[str, Any], changed: Changed) -> Control:
    """Made where it shall stand. It is labelled by its name and described by the schema."""
    label = spoken(name)
    if "$ref" in schema and schema["$ref"] == RANGE["$ref"]:
        return Amount(label, schema, changed)
    if "enum" in schema:
        return Choice(label, schema, changed)
    match schema.get("type"):
        case "boolean":
            return Switch(label, schema, changed)
        case "integer":
            return Whole(label, schema, changed)
        case "number":
            return Share(label, schema, changed)
        case "array":
            return Curve(label, schema, changed)
    return Text(label, schema, changed)


def spoken(name: str) -> str:
    """one_ways -> One ways."""
    return name.replace("_", " ").capitalize()


class Whole:
    def __init__(self, label: str, schema: dict[str, Any], changed: Changed) -> None:
        self._default = schema.get("default")
        low, high = schema["minimum"], schema["maximum"]
        self._box = ui.number(
            label, value=self._default, min=low, max=high, precision=0, on_change=changed
        ).props(f'outlined dense hint="{low:g} to {high:g}"')

    def get(self) -> Any:
        value = self._box.value
        return None if value is None else int(value)

    def set(self, value: Any) -> None:
        self._box.value = value if isinstance(value, int | float) else self._default


class Share:
    """A slider, with its value beside its name."""

    def __init__(self, label: str, schema: dict[str, Any], changed: Changed) -> None:
        self._default = schema["default"]
        low, high = schema["minimum"], schema["maximum"]
        with ui.element("div").classes("levels-slider"):
            with ui.row().classes("levels-slider-name"):
                ui.label(label)
                self._said = ui.label(f"{self._default:g}").classes("room-soft")
            self._slider = ui.slider(
                min=low, max=high, step=0.05, value=self._default, on_change=self._moved
            ).props(f'dense aria-label="{label}"')
            self._slider.tooltip(schema["description"])
        self._changed = changed

    def _moved(self) -> None:
        self._said.text = f"{self._slider.value:g}"
        self._changed()

    def get(self) -> Any:
        value = self._slider.value
        return None if value == self._default else value

    def set(self, value: Any) -> None:
        self._slider.value = value if isinstance(value, int | float) else self._default


class Switch:
    def __init__(self, label: str, schema: dict[str, Any], changed: Changed) -> None:
        self._default = bool(schema["default"])
        self._switch = ui.switch(label, value=self._default, on_change=changed).props("dense")
        self._switch.tooltip(schema["description"])

    def get(self) -> Any:
        return None if self._switch.value == self._default else self._switch.value

    def set(self, value: Any) -> None:
        self._switch.value = value if isinstance(value, bool) else self._default


class Choice:
    def __init__(self, label: str, schema: dict[str, Any], changed: Changed) -> None:
        self._default = schema.get("default") or schema["enum"][0]
        named = {each: spoken(each) for each in schema["enum"]}
        self._select = ui.select(named, label=label, value=self._default, on_change=changed)
        self._select.props("outlined dense options-dense")

    def get(self) -> Any:
        return None if self._select.value == self._default else self._select.value

    def set(self, value: Any) -> None:
        self._select.value = value if value in self._select.options else self._default


class Text:
    def __init__(self, label: str, schema: dict[str, Any], changed: Changed) -> None:
        self._input = ui.input(label, on_change=changed).props("outlined dense maxlength=300")

    def get(self) -> Any:
        return (self._input.value or "").strip() or None

    def set(self, value: Any) -> None:
        self._input.value = "" if value is None else str(value)


class Amount(Text):
    """How many: 3, 3..5, 3.. or ..5; empty leaves it to the kind."""

    def __init__(self, label: str, schema: dict[str, Any], changed: Changed) -> None:
        super().__init__(label, schema, changed)
        self._input.props('placeholder="as suits"')
        self._input.tooltip(
            f"{schema['description']} 3, 3..5, 3.. or ..5; {schema['maximum']} at most"
        )

    def set(self, value: Any) -> None:
        super().set(_range_text(value) if isinstance(value, dict) else value)


class Curve(Text):
    """Numbers of 0 to 1 along the way."""

    def __init__(self, label: str, schema: dict[str, Any], changed: Changed) -> None:
        super().__init__(label, schema, changed)
        self._default = ", ".join(f"{each:g}" for each in schema["default"])
        self._input.props('hint="0 to 1, from the start to the end"')
        self._input.value = self._default

    def get(self) -> Any:
        text = super().get()
        return None if text in (None, self._default) else [_number(it) for it in text.split(",")]

    def set(self, value: Any) -> None:
        super().set(self._default if value is None else ", ".join(f"{each:g}" for each in value))


def _number(text: str) -> float | str:
    """What is no number is left for the spec's reader to refuse."""
    try:
        return float(text)
    except ValueError:
        return text.strip()


def _range_text(given: dict[str, int]) -> str:
    low, high = given.get("low", 0), given.get("high", 1_000_000)
    if low == high:
        return str(low)
    return f"{low or ''}..{high if high < 1_000_000 else ''}"
