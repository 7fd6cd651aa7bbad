"""A card as another version of the specification. What a version has no field for is kept."""

from collections.abc import Callable, Mapping
from typing import Any

from npcgen.dialogue.cards.card import SPECS, Card, Version
from npcgen.dialogue.cards.decorators import without_decorators
from npcgen.dialogue.cards.json_text import Document

V2_DEFAULTS: Document = {
    "name": "",
    "description": "",
    "personality": "",
    "scenario": "",
    "first_mes": "",
    "mes_example": "",
    "creator_notes": "",
    "system_prompt": "",
    "post_history_instructions": "",
    "alternate_greetings": [],
    "tags": [],
    "creator": "",
    "character_version": "",
    "extensions": {},
}
"""Every field that V2 and V3 require."""


def as_version(card: Card, version: Version) -> dict[str, Any]:
    """The document of `card` as V2 or V3; one that is so already comes back as it is."""
    if card.version == version:
        return dict(card.document)
    outer = {} if card.version == 1 else dict(card.document)
    body = dict(V2_DEFAULTS) | _without_nulls(card.body)
    if version == 3:
        body = {**body, "group_only_greetings": body.get("group_only_greetings") or []}
        body = _with_entries(body, _v3_entry)
    return outer | {"spec": SPECS[version], "spec_version": f"{version}.0", "data": body}


def back_fill(card: Card) -> dict[str, Any]:
    """A V3 card for readers that only know V2: without decorators, which they would show."""
    document = as_version(card, 2)
    return document | {"data": _with_entries(document["data"], _without_decorators)}


def _without_nulls(body: Document) -> dict[str, Any]:
    """NOTE: null stands for none in real files, where the specs want the default."""
    return {
        key: value for key, value in body.items() if value is not None or key not in V2_DEFAULTS
    }


def _with_entries(
    body: Document, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    book = body.get("character_book")
    if not isinstance(book, Mapping) or not isinstance(book.get("entries"), list):
        return dict(body)
    entries = [
        change(dict(each)) if isinstance(each, Mapping) else each for each in book["entries"]
    ]
    return {**body, "character_book": {**book, "entries": entries}}


def _v3_entry(entry: dict[str, Any]) -> dict[str, Any]:
    return entry | {
        "use_regex": bool(entry.get("use_regex")),
        "constant": bool(entry.get("constant")),
    }


def _without_decorators(entry: dict[str, Any]) -> dict[str, Any]:
    content = entry.get("content")
    if not isinstance(content, str):
        return entry
    return entry | {"content": without_decorators(content)}
