"""A persona -> a card: the one it came from, with what was changed since, or a new V3 card."""

import copy
from collections.abc import Sequence
from typing import Any

from npcgen.dialogue.cards.card import SPECS, Card, CardData, Version
from npcgen.dialogue.cards.examples import written_examples
from npcgen.dialogue.cards.extension import EXTENSION, extension_of
from npcgen.dialogue.cards.from_card import persona_of
from npcgen.dialogue.cards.versions import V2_DEFAULTS, as_version
from npcgen.dialogue.persona import Persona
from npcgen.errors import InvalidArgument

_EMPTY = Card({"spec": SPECS[3], "spec_version": "3.0", "data": V2_DEFAULTS}, 3)
_DESCRIBED = ("summary", "place", "speech_style", "goals", "knowledge", "boundaries", "role")
_LISTED = {"goals": "Wants", "knowledge": "Knows", "boundaries": "Never"}


def card_of(persona: Persona, original: Card | None = None) -> Card:
    """The card of `persona`. Where nothing changed since its import: `original`, as it came.

    NOTE: everything goes into it, secrets too, in the npcgen extension.
    """
    before = _imported(persona, original)
    if original is not None and before is not None and _is_same(persona, before):
        return original
    base = original or _EMPTY
    version: Version = 3 if base.version == 3 else 2
    document = as_version(base, version)
    body = copy.deepcopy(dict(document["data"])) | _texts(persona, before, base.data)
    if version == 3:
        body.setdefault("group_only_greetings", [])
    extensions = dict(base.data.extensions)
    extensions[EXTENSION] = extension_of(persona, CardData.model_validate(body))
    document["data"] = body | {"extensions": extensions}
    return Card(document, version)


def _imported(persona: Persona, original: Card | None) -> Persona | None:
    """The persona as `original` made it; None for no card, or one that makes none any more."""
    if original is None:
        return None
    try:
        trusted = bool(persona.instructions)
        return persona_of(original, persona_id=persona.id, trust_prompts=trusted).persona
    except InvalidArgument:
        return None


def _is_same(persona: Persona, before: Persona) -> bool:
    """NOTE: an import leaves out a world that the server doesn't know."""
    return persona == before or persona == before.model_copy(update={"world": ""})


def _texts(persona: Persona, before: Persona | None, data: CardData) -> dict[str, Any]:
    """The card's fields for what differs from `before`; all of them where that is None."""

    def changed(*names: str) -> bool:
        return before is None or any(
            getattr(persona, name) != getattr(before, name) for name in names
        )

    texts: dict[str, Any] = {}
    if changed("name"):
        texts["nickname" if data.nickname else "name"] = persona.name
    if changed(*_DESCRIBED):
        texts["description"] = _description(persona)
    if changed("personality"):
        texts["personality"] = persona.personality
    if changed("scenario"):
        texts["scenario"] = persona.scenario
    if changed("greetings"):
        texts["first_mes"] = persona.greetings[0] if persona.greetings else ""
        texts["alternate_greetings"] = list(persona.greetings[1:])
    if changed("examples"):
        texts["mes_example"] = written_examples(persona.examples)
    if changed("instructions"):
        texts |= {"system_prompt": persona.instructions, "post_history_instructions": ""}
    return texts


def _description(persona: Persona) -> str:
    """For other tools: all that describes the persona and has no field of its own there."""
    lines = [persona.summary, f"Role: {persona.role}"]
    if persona.place:
        lines.append(f"Place: {persona.place}")
    if persona.speech_style:
        lines.append(f"Speech: {persona.speech_style}")
    for name, label in _LISTED.items():
        items: Sequence[str] = getattr(persona, name)
        lines += [f"{label}:", *(f"- {item}" for item in items)] if items else []
    return "\n".join(filter(None, lines))
