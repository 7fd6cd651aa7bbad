"""What an NPC may choose from in one turn: a grammar, the text that offers it, and the check after.

NOTE: the check is jsonschema's and knows nothing of the grammar. A model server that passes over
grammars answers what it likes, and that must not reach a game.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from npcgen.dialogue.actions.arguments import Ids, Narrowing, Schema
from npcgen.dialogue.actions.declared import Action, Declared, check_declared
from npcgen.dialogue.prompt import one_line
from npcgen.engine.base import Grammar
from npcgen.engine.grammars import check_grammar
from npcgen.errors import InvalidArgument

NONE = {"action": "none"}
_MOST_IDS, _MOST_VALUES = 4, 24
"""How many are shown of an argument."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An action that is possible with what exists, and the arguments it may have."""

    action: Action
    arguments: Schema


@dataclass(frozen=True, slots=True)
class Repertoire:
    """What may be chosen. Empty where nothing is possible."""

    declared: Declared
    choices: tuple[Choice, ...]

    @property
    def grammar(self) -> Grammar:
        """One of the actions with its arguments, or none."""
        shared: dict[str, Schema] = {}
        parts = [
            {
                "type": "object",
                "properties": {
                    "action": {"const": choice.action.name},
                    "arguments": _sharing(choice.arguments, shared),
                },
                "required": ["action", "arguments"],
                "additionalProperties": False,
            }
            for choice in self.choices
        ]
        # NOTE: no constant, which could only be written without the space that the offer shows.
        none = {
            "type": "object",
            "properties": {name: {"const": value} for name, value in NONE.items()},
            "required": [*NONE],
            "additionalProperties": False,
        }
        whole = {"anyOf": [*parts, none], "$defs": shared}
        return Grammar("json_schema", json.dumps(whole))

    def read(self, text: str) -> tuple[str, Schema] | None:
        """The chosen action's name and arguments; None for none, and for what isn't allowed."""
        try:
            chosen = json.loads(text)
        except (ValueError, RecursionError):
            return None
        if not isinstance(chosen, dict) or set(chosen) != {"action", "arguments"}:
            return None
        for choice in self.choices:
            if choice.action.name == chosen["action"] and _fits(chosen["arguments"], choice):
                return choice.action.name, chosen["arguments"]
        return None

    def offer(self) -> str:
        """The user message that asks for one of them; each text of the game on one line."""
        lines = ["[Actions: answer with JSON, one of these actions or none.]"]
        listed = [
            ("Objects", [(each.id, each.name) for each in self.declared.objects]),
            ("Characters", [(each.id, each.name) for each in self.declared.characters]),
        ]
        ids = frozenset(id for _, things in listed for id, _ in things)
        lines += [_offered(choice, ids) for choice in self.choices]
        lines.append(json.dumps(NONE))
        for label, things in listed:
            if things:
                named = "; ".join(f"{id} is {one_line(name) or id}" for id, name in things)
                lines.append(f"[{label}: {named}]")
        return "\n".join(lines)


def repertoire(declared: Declared) -> Repertoire:
    """What of it is possible; an action that nothing fits isn't. Raises InvalidArgument."""
    check_declared(declared)
    narrowing = Narrowing(Ids(declared.objects, declared.characters))
    choices = []
    for index, action in enumerate(declared.actions):
        arguments = narrowing.arguments(action.schema, f"actions[{index}].schema")
        if arguments is not None:
            choices.append(Choice(action, arguments))
    found = Repertoire(declared, tuple(choices))
    if choices:
        _check_whole(found)
    return found


def _check_whole(found: Repertoire) -> None:
    try:
        check_grammar(found.grammar)
    except InvalidArgument as error:
        problem = error.violations[0].description[:200]
        raise InvalidArgument.at(
            "actions", f"are too much at once: {problem}", reason="ACTION_INVALID"
        ) from None


def _offered(choice: Choice, ids: frozenset[str]) -> str:
    example = {name: _shown(part, ids) for name, part in choice.arguments["properties"].items()}
    form = json.dumps({"action": choice.action.name, "arguments": example}, ensure_ascii=False)
    description = one_line(choice.action.description)
    return f"{form} {description}".rstrip()


def _shown(schema: Schema, ids: frozenset[str]) -> str:
    """What stands for an argument in the offer: its values, or "id" for many of those below it.

    NOTE: values of the game's own stand nowhere else; a model that isn't shown them guesses.
    """
    values = [str(value) for value in schema.get("enum", ())]
    if not values:
        return str(schema.get("type", "value"))
    if len(values) > _MOST_IDS and ids.issuperset(values):
        return "id"
    return " | ".join(values[:_MOST_VALUES] + ["..."] * (len(values) > _MOST_VALUES))


def _sharing(schema: Any, shared: dict[str, Schema]) -> Any:
    """The schema with its lists of values in `shared`, so that long ones are written once."""
    if isinstance(schema, list):
        return [_sharing(part, shared) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "enum" in schema:
        name = _name_of(schema, shared)
        return {"$ref": f"#/$defs/{name}"}
    return {
        key: {name: _sharing(part, shared) for name, part in value.items()}
        if key == "properties"
        else _sharing(value, shared)
        for key, value in schema.items()
    }


def _name_of(schema: Schema, shared: dict[str, Schema]) -> str:
    for name, kept in shared.items():
        if json.dumps(kept) == json.dumps(schema):
            return name
    shared[f"v{len(shared)}"] = schema
    return f"v{len(shared) - 1}"


def _fits(arguments: Any, choice: Choice) -> bool:
    own = json.loads(choice.action.schema) if choice.action.schema else {}
    schemas: Sequence[Schema] = ({"type": "object", **own}, choice.arguments)
    return all(Draft202012Validator(schema).is_valid(arguments) for schema in schemas)
