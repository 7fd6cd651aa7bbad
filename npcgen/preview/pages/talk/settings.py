"""How replies are asked for: the scene, what the game says about now, chance, actions."""

import json
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, cast

from nicegui import ui

from npcgen import Action, Character, GameObject, GameState
from npcgen.client import ReplyOptions

EXAMPLE = """\
{
  "actions": [
    {"name": "give_item", "description": "Hands over something the NPC carries.",
     "when": ["give me", "hand me", "take it", "take this"],
     "arguments": {"properties": {"item": {"format": "object_id"},
                                  "to": {"format": "character_id"}},
                   "required": ["item", "to"]}},
    {"name": "follow", "description": "Walks along with somebody.",
     "when": ["follow me", "come with me", "walk with me"],
     "arguments": {"properties": {"whom": {"format": "character_id"}}, "required": ["whom"]}}
  ],
  "objects": [{"id": "key_1", "name": "the key", "kind": "key"},
              {"id": "hammer_1", "name": "the hammer", "kind": "tool"}],
  "characters": [{"id": "player_1", "name": "Ada"}]
}"""
FIELDS: Mapping[str, tuple[str, str]] = {
    "player": ("Your name", "Ada; from the next new talk on"),
    "scene": ("Scene", "what goes on around them"),
    "place": ("Place", "where they are; empty: where the character is found"),
    "items": ("The player holds", "the old key, a lantern"),
    "flags": ("It is true that", "the bridge is down"),
    "quests": ("Quests and stages", "the mine = 2"),
    "seed": ("Seed", "drawn for each reply"),
    "max_tokens": ("Longest reply", "tokens; 128"),
    "temperature": ("Temperature", "0 to 2; the model's own"),
    "top_k": ("Top k", "0 to 1000; the model's own"),
    "top_p": ("Top p", "0.001 to 1; the model's own"),
    "min_p": ("Min p", "0 to 1; the model's own"),
    "repeat_penalty": ("Repeat penalty", "1 to 2; the model's own"),
}
"""Each field with its label, and what stands in it while it is empty."""
NUMBERS: Mapping[str, type[int] | type[float]] = {
    "seed": int,
    "max_tokens": int,
    "temperature": float,
    "top_k": int,
    "top_p": float,
    "min_p": float,
    "repeat_penalty": float,
}
"""Fields that replies are asked for with as they are."""
DEFAULTS = {**dict.fromkeys(FIELDS, ""), "actions": EXAMPLE}


class SettingsForm:
    """The fields. What is typed is kept in `values` at once, where a reload finds it."""

    def __init__(self, values: MutableMapping[str, str], changed: Callable[[], None]) -> None:
        """`changed` is called when `values` have."""
        self._values, self._changed = values, changed
        for name, text in DEFAULTS.items():
            values.setdefault(name, text)
        ui.label("Empty fields have the server's defaults.").classes("room-soft talk-small")
        with ui.element("div").classes("talk-fields"):
            for name, (label, hint) in FIELDS.items():
                self._field(name, label, hint)
        area = ui.textarea("Actions that the game allows, as JSON", value=self._values["actions"])
        area.props("outlined dense autogrow input-class=talk-code debounce=250")
        area.classes("talk-wide")
        area.on_value_change(lambda event: self._keep("actions", event.value))

    def _field(self, name: str, label: str, hint: str) -> None:
        field = ui.input(label, placeholder=hint, value=self._values[name])
        field.props("outlined dense stack-label debounce=250")
        field.on_value_change(lambda event: self._keep(name, event.value))

    def _keep(self, name: str, value: object) -> None:
        self._values[name] = str(value or "")
        self._changed()

    def options(self) -> ReplyOptions:
        """What the fields ask for. Raises ValueError that names the field."""
        return options_of(self._values)


def options_of(values: Mapping[str, str]) -> ReplyOptions:
    """What the typed `values` ask for. Raises ValueError that names the field."""
    options = ReplyOptions(
        scene=values["scene"], state=_state(values), **_declared(values["actions"])
    )
    numbers: dict[str, Any] = {
        name: _number(name, values[name], kind)
        for name, kind in NUMBERS.items()
        if values[name].strip()
    }
    options.update(cast("ReplyOptions", numbers))
    return options


def _number(name: str, text: str, kind: Callable[[str], Any]) -> Any:
    try:
        return kind(text.strip())
    except ValueError:
        label, _ = FIELDS[name]
        raise ValueError(f"{label} is '{text[:40]}', which is no number; write one") from None


def _state(values: Mapping[str, str]) -> GameState:
    quests: dict[str, int] = {}
    for each in _listed(values["quests"]):
        name, _, stage = each.partition("=")
        quests[name.strip()] = _number("quests", stage, int) if stage.strip() else 0
    return GameState(
        place=values["place"],
        quests=quests,
        items=frozenset(_listed(values["items"])),
        flags=frozenset(_listed(values["flags"])),
    )


def _listed(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _declared(text: str) -> ReplyOptions:
    """The actions, and what they may be done with."""
    if not text.strip():
        return ReplyOptions()
    try:
        given = json.loads(text)
        return ReplyOptions(
            actions=[_action(each) for each in given.get("actions", ())],
            objects=[GameObject(**each) for each in given.get("objects", ())],
            characters=[Character(**each) for each in given.get("characters", ())],
        )
    except json.JSONDecodeError as error:
        raise ValueError(
            f"the actions are no JSON in line {error.lineno}: {error.msg}; correct it, or empty "
            "the field for no actions"
        ) from None
    except (TypeError, AttributeError, KeyError) as error:
        raise ValueError(
            f"the actions aren't as they should be ({error}); write lists named actions, objects "
            "and characters, as in the example"
        ) from None


def _action(given: Mapping[str, Any]) -> Action:
    schema = json.dumps(given["arguments"]) if given.get("arguments") else ""
    return Action(given["name"], given.get("description", ""), schema, tuple(given.get("when", ())))
