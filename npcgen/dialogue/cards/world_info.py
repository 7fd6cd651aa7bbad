"""SillyTavern's world info: its own files, and what it keeps in a card entry's extensions.

The names are those that its files have, in camel case in files and snake case in cards.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from pydantic import AliasChoices, Field, ValidationError
from pydantic.alias_generators import to_snake

from npcgen.dialogue.cards.lenient import Flag, LenientModel, Number, Text


class SelectiveLogic(IntEnum):
    """What secondary keys have to do, once a key matched."""

    AND_ANY = 0
    NOT_ALL = 1
    NOT_ANY = 2
    AND_ALL = 3


_RENAMED = {
    "key": "keys",
    "keysecondary": "secondary_keys",
    "order": "insertion_order",
    "uid": "id",
    "caseSensitive": "case_sensitive",
}
_SHARED = ("comment", "content", "constant", "selective", "extensions", "name", "use_regex")
_POSITIONS = {0: "before_char", 1: "after_char"}


def _either(snake: str) -> Any:
    """The field under its name in cards, or under that in files."""
    head, *rest = snake.split("_")
    return AliasChoices(snake, head + "".join(part.title() for part in rest))


class WorldInfo(LenientModel):
    """The settings of an entry that only SillyTavern has."""

    selective_logic: Number = Field(None, validation_alias=_either("selective_logic"))
    exclude_recursion: Flag = Field(None, validation_alias=_either("exclude_recursion"))
    """Another entry's text doesn't fire it."""
    prevent_recursion: Flag = Field(None, validation_alias=_either("prevent_recursion"))
    """Its text fires no other."""
    delay_until_recursion: Flag = Field(None, validation_alias=_either("delay_until_recursion"))
    """Only another entry's text fires it."""
    probability: Number = None
    """Percent."""
    use_probability: Flag = Field(None, validation_alias=_either("use_probability"))
    depth: Number = None
    group: Text = ""
    """Of the entries that share one, only one is told."""
    group_override: Flag = Field(None, validation_alias=_either("group_override"))
    group_weight: Number = Field(None, validation_alias=_either("group_weight"))
    scan_depth: Number = Field(None, validation_alias=_either("scan_depth"))
    case_sensitive: Flag = Field(None, validation_alias=_either("case_sensitive"))
    match_whole_words: Flag = Field(None, validation_alias=_either("match_whole_words"))
    role: Number = None
    """0 system, 1 user, 2 assistant."""
    position: Number = None
    """0 before the character, 1 after, 4 at `depth`."""
    sticky: Number = None
    """Turns for which it stays, once fired."""
    cooldown: Number = None
    """Turns for which it rests after that."""
    delay: Number = None
    """Messages before which it doesn't fire."""

    @classmethod
    def read(cls, extensions: Mapping[str, Any]) -> "WorldInfo":
        """What can be read of it; a setting that makes no sense is as if it weren't there."""
        fields = dict(extensions)
        try:
            return cls.model_validate(fields)
        except ValidationError as error:
            bad = {to_snake(str(details["loc"][0])) for details in error.errors()}
        return cls.model_validate(
            {key: value for key, value in fields.items() if to_snake(key) not in bad}
        )

    @property
    def logic(self) -> SelectiveLogic:
        if self.selective_logic in tuple(SelectiveLogic):
            return SelectiveLogic(int(self.selective_logic or 0))
        return SelectiveLogic.AND_ANY


def is_world_info(entry: Mapping[str, Any]) -> bool:
    """Whether it is an entry of a world info file rather than of a card."""
    return "key" in entry and "keys" not in entry


def as_v3_entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The same as an entry of a V3 lorebook; what V3 has no name for goes to `extensions`."""
    made: dict[str, Any] = {_RENAMED[key]: entry[key] for key in _RENAMED if key in entry}
    made |= {key: entry[key] for key in _SHARED if key in entry}
    made["enabled"] = not entry.get("disable", False)
    position = entry.get("position", 0)
    made["position"] = _POSITIONS.get(position, "") if isinstance(position, int) else ""
    known = {*_RENAMED, *_SHARED, "disable"}
    inner = made.get("extensions")
    others = {to_snake(key): value for key, value in entry.items() if key not in known}
    made["extensions"] = (dict(inner) if isinstance(inner, Mapping) else {}) | others
    return made
