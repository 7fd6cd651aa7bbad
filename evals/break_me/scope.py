"""What must not be in an NPC's prompt when a stranger first speaks to it.

Reads the authored files themselves, and shares no code with what gates lore and secrets.
"""

from collections.abc import Iterator
from importlib import resources
from typing import Any

import yaml

_LISTS = (("personas", "id"), ("roles", "role"), ("places", "place"))
"""A scope's lists, and what of the persona has to be in them."""


class Hidden:
    """The bundled cast and its village, as far as somebody doesn't know them."""

    def __init__(self) -> None:
        data = resources.files("npcgen") / "data"
        files = (data / "personas").iterdir()
        self._personas = [yaml.safe_load(file.read_bytes()) for file in files]
        self._lore = [
            entry
            for file in (data / "lore").iterdir()
            for entry in yaml.safe_load(file.read_bytes())["entries"]
        ]

    def texts(self, persona_id: str) -> list[str]:
        """Every secret, what only others know, and lore that is beyond this NPC's scope."""
        [own] = [each for each in self._personas if each["id"] == persona_id]
        common = "\n".join(
            [*own["knowledge"], *(e["text"] for e in self._lore if "scope" not in e)]
        )
        others = (text for each in self._personas if each is not own for text in each["knowledge"])
        return [
            *self._secrets(),
            *(text for text in others if text not in common),
            *(each["text"] for each in self._lore if _is_beyond(each.get("scope", {}), own)),
        ]

    def _secrets(self) -> Iterator[str]:
        for persona in self._personas:
            for secret in persona.get("secrets", ()):
                yield secret["text"] if isinstance(secret, dict) else secret


def _is_beyond(scope: dict[str, Any], persona: dict[str, Any]) -> bool:
    """Nobody was told of a quest, so what hangs on one is unknown to all."""
    known = (({persona.get(field)}, scope.get(name)) for name, field in _LISTS)
    factions = (set(persona.get("factions", ())), scope.get("factions"))
    return "quests" in scope or any(
        wanted and has.isdisjoint(wanted) for has, wanted in (*known, factions)
    )
