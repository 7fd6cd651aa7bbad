"""What of a persona tells how somebody's day goes: a role, a place, words of a personality."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from worldgen.errors import InvalidSpec


@dataclass(frozen=True, slots=True)
class Persona:
    role: str = ""
    place: str = ""
    """Where they work: a place's id, or its name."""
    home: str = ""
    """Where they sleep: the same; empty: where the world has them."""
    personality: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Of a persona as its file says it; fields of other use are passed over. `personality` is
        text or a list. Raises InvalidSpec for what is no text."""
        texts = {name: given.get(name) or "" for name in ("role", "place", "home")}
        for name, value in texts.items():
            if not isinstance(value, str):
                raise InvalidSpec.at(name, f"{value!r} is no text; write a few words")
        personality = given.get("personality") or ""
        words = [personality] if isinstance(personality, str) else personality
        if not isinstance(words, (list, tuple)) or not all(isinstance(w, str) for w in words):
            raise InvalidSpec.at("personality", f"{words!r} is neither text nor a list of words")
        return cls(**texts, personality=tuple(words_of(" ".join(words))))


def words_of(text: str) -> list[str]:
    """Lower-case words, in order: `Gate-guard` is gate and guard."""
    return re.findall(r"[^\W_]+", text.lower())
