"""The `npcgen` extension of a card: what a persona has and cards have no field for.

It holds the whole persona, and the fingerprint of the card's texts as they were written with it.
Where another tool changed those since, they count, and of the persona only what they never held.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from npcgen.dialogue.cards.card import CardData
from npcgen.dialogue.persona import Persona

EXTENSION = "npcgen"
_ONLY_OURS = (
    "role",
    "place",
    "world",
    "secrets",
    "fallback_lines",
    "deflections",
    "model",
    "adapter",
    "baseline_relationship",
    "temperament",
    "appearance",
    "relations",
)
_TEXTS = (
    "name",
    "nickname",
    "description",
    "personality",
    "scenario",
    "first_mes",
    "alternate_greetings",
    "mes_example",
    "system_prompt",
    "post_history_instructions",
)


def extension_of(persona: Persona, data: CardData) -> dict[str, Any]:
    """What to keep in a card whose other fields are `data`."""
    return {
        "persona": persona.model_dump(mode="json", exclude_defaults=True),
        "fingerprint": fingerprint(data),
    }


def kept_fields(data: CardData) -> tuple[dict[str, Any], bool]:
    """The persona's fields in the extension, and whether they are all of it."""
    extension = data.extensions.get(EXTENSION)
    fields = extension.get("persona") if isinstance(extension, Mapping) else None
    if not isinstance(extension, Mapping) or not isinstance(fields, Mapping):
        return {}, False
    if extension.get("fingerprint") == fingerprint(data):
        return dict(fields), True
    return {name: fields[name] for name in _ONLY_OURS if name in fields}, False


def fingerprint(data: CardData) -> str:
    """Of the texts that a persona is made of."""
    texts = json.dumps([getattr(data, name) for name in _TEXTS])
    return hashlib.sha256(texts.encode()).hexdigest()
