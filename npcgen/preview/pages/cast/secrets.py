"""One secret of a persona in a form, with a plain sentence that says when it is told."""

from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui

from npcgen.preview.pages.cast.rows import Read


def told_when(condition: Mapping[str, Any] | None, hint: str = "") -> str:
    """When a secret with that condition is told, for a designer."""
    if condition is None:
        return "Never told, whatever the player does. It is in nothing that the model reads."
    asked = []
    if condition.get("trust") is not None:
        asked.append(f"it trusts the player {condition['trust']:g} or more (of -1 to 1)")
    if condition.get("quest"):
        stage = condition.get("stage") or 0
        reached = f"has reached stage {stage}" if stage else "has begun"
        asked.append(f"the quest “{condition['quest']}” {reached}")
    if condition.get("item"):
        asked.append(f"the player holds “{condition['item']}”")
    if condition.get("flag"):
        asked.append(f"the game says that “{condition['flag']}”")
    if not asked:
        return "Say below what has to hold, or it can't be saved."
    before = f"until then it lets show only: {hint}" if hint else "until then only that it hides"
    return f"May be told once {' and '.join(asked)}; {before}."


def secret_row(value: Any, changed: Callable[[], None], *, editable: bool) -> Read:
    """The fields of a secret: a text, or a text with its condition; gives what reads them."""
    whole = value if isinstance(value, dict) else {"text": value or "", "hint": ""}
    return _SecretRow(whole, changed, editable).read


class _SecretRow:
    def __init__(
        self, secret: Mapping[str, Any], changed: Callable[[], None], editable: bool
    ) -> None:
        self._changed = changed
        asked = secret.get("condition")
        lock = "" if editable else "readonly"
        self._text = ui.textarea("The secret", value=secret["text"], on_change=self._typed)
        self._text.props(f"outlined dense autogrow debounce=250 {lock}")
        self._may = ui.checkbox("May be told when…", value=asked is not None)
        self._may.on_value_change(self._typed)
        self._may.set_enabled(editable)
        with ui.element("div").classes("cast-condition") as self._box:
            self._fields = self._condition(asked or {}, secret.get("hint", ""), lock)
        self._said = ui.label().classes("room-soft cast-told")
        self._tell()

    def _condition(self, asked: Mapping[str, Any], hint: str, lock: str) -> dict[str, Any]:
        trust = ui.number(
            "Trust, at least", value=asked.get("trust"), min=-1, max=1, step=0.1, format="%g"
        )
        stage = ui.number("Stage", value=asked.get("stage") or None, min=0, precision=0)
        fields: dict[str, Any] = {
            "trust": trust,
            "quest": ui.input("Quest has begun", value=asked.get("quest") or ""),
            "stage": stage,
            "item": ui.input("Player holds", value=asked.get("item") or ""),
            "flag": ui.input("It is true that", value=asked.get("flag") or ""),
            "hint": ui.input("Hint until then", value=hint),
        }
        for field in fields.values():
            field.props(f"outlined dense debounce=250 {lock}").on_value_change(self._typed)
        return fields

    def read(self) -> Any:
        """A text where it's never told, else both; None for an empty row."""
        text = self._text.value or ""
        if not self._may.value:
            return text or None
        return {"text": text, "condition": self._asked(), "hint": self._fields["hint"].value or ""}

    def _asked(self) -> dict[str, Any]:
        values = {name: field.value for name, field in self._fields.items() if name != "hint"}
        return {
            "trust": values["trust"],
            "quest": values["quest"] or None,
            "stage": int(values["stage"] or 0),
            "item": values["item"] or None,
            "flag": values["flag"] or None,
        }

    def _typed(self) -> None:
        self._tell()
        self._changed()

    def _tell(self) -> None:
        may = bool(self._may.value)
        self._box.set_visibility(may)
        hint = self._fields["hint"].value or ""
        self._said.text = told_when(self._asked() if may else None, hint)
