"""What a game declares for one turn: actions, and the objects and characters that exist now.

Data, and the checks that need no schema; those of the arguments are in `arguments.py`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from npcgen.errors import InvalidArgument

MAX_ACTIONS = 16
MAX_OBJECTS = 64
MAX_CHARACTERS = 64
MAX_PER_TURN = 4
MAX_SCHEMA_CHARS = 4_096
MAX_DESCRIPTION_CHARS = 200
MAX_NAME_CHARS = 60
MAX_WHEN = 16
_ID = re.compile(r"[A-Za-z0-9_.:/-]{1,64}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Action:
    """Something an NPC may do now."""

    name: str
    """snake_case, such as "give_item"."""
    description: str = ""
    """What it does, for the model: "Hands over something the NPC carries."."""
    schema: str = ""
    """The JSON Schema of its arguments, an object; empty for none."""
    when: tuple[str, ...] = ()
    """Words that an exchange holds when the action makes sense; small models need them."""


@dataclass(frozen=True, slots=True)
class GameObject:
    """An object that exists now."""

    id: str
    name: str
    kind: str = ""
    """What the game calls its sort, such as "key"; a schema may ask for one kind."""


@dataclass(frozen=True, slots=True)
class Character:
    """A character that is there now, the player included."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Declared:
    """All of it. Raise InvalidArgument with `check_declared` before anything else is done."""

    actions: tuple[Action, ...] = ()
    objects: tuple[GameObject, ...] = ()
    characters: tuple[Character, ...] = ()
    most: int = 1
    """Actions a turn at most."""


NO_ACTIONS = Declared()


def check_declared(declared: Declared) -> None:
    """Raises InvalidArgument that names the field, such as "actions[2].name"."""
    _check_count("actions", declared.actions, MAX_ACTIONS)
    _check_count("objects", declared.objects, MAX_OBJECTS)
    _check_count("characters", declared.characters, MAX_CHARACTERS)
    if not 1 <= declared.most <= MAX_PER_TURN:
        raise InvalidArgument.at("max_actions", f"is {declared.most}; choose 1 to {MAX_PER_TURN}")
    for index, action in enumerate(declared.actions):
        _check_action(f"actions[{index}]", action)
    _check_once("actions", "name", (action.name for action in declared.actions))
    listed: dict[str, Sequence[GameObject | Character]] = {
        "objects": declared.objects,
        "characters": declared.characters,
    }
    for path, things in listed.items():
        for index, thing in enumerate(things):
            _check_id(f"{path}[{index}].id", thing.id)
            _check_short(f"{path}[{index}].name", thing.name, MAX_NAME_CHARS)
        _check_once(path, "id", (thing.id for thing in things))
    for index, each in enumerate(declared.objects):
        _check_short(f"objects[{index}].kind", each.kind, MAX_NAME_CHARS)


def _check_action(path: str, action: Action) -> None:
    if not _NAME.fullmatch(action.name) or action.name == _NONE:
        raise InvalidArgument.at(
            f"{path}.name",
            f"is '{action.name[:64]}'; use 1 to 40 of a-z, 0-9 and _, a letter first, "
            f"and not '{_NONE}'",
            reason="ACTION_INVALID",
        )
    _check_short(f"{path}.description", action.description, MAX_DESCRIPTION_CHARS)
    _check_short(f"{path}.schema", action.schema, MAX_SCHEMA_CHARS)
    _check_count(f"{path}.when", action.when, MAX_WHEN)
    for index, words in enumerate(action.when):
        _check_short(f"{path}.when[{index}]", words, MAX_NAME_CHARS)


def _check_id(path: str, text: str) -> None:
    if not _ID.fullmatch(text):
        raise InvalidArgument.at(
            path, f"is '{text[:64]}'; use 1 to 64 of letters, digits, _ . : / and -"
        )


def _check_count(path: str, items: Sequence[object], limit: int) -> None:
    if len(items) > limit:
        raise InvalidArgument.at(path, f"has {len(items)} items; send at most {limit}")


def _check_short(path: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise InvalidArgument.at(path, f"has {len(text)} characters; send at most {limit}")


def _check_once(path: str, field: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            raise InvalidArgument.at(f"{path}[{index}].{field}", f"'{value}' is there twice")
        seen.add(value)
