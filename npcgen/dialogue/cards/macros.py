"""Macros in card texts: {{char}}, {{user}}, {{random:A,B}}, {{pick:A,B}}, {{roll:d6}}, ...

Names are in any case. What a macro gives is text: it is never looked through again, so a player
called "{{char}}" stays that. An unknown macro stays as written.
"""

import hashlib
import random
import re
from dataclasses import dataclass, field

from npcgen.dialogue.cards.limits import MAX_MACRO_DEPTH

_TOKEN = re.compile(r"(\{\{|\}\}|<(?:user|bot|char)>)", re.IGNORECASE)
_HIDDEN = re.compile(r"\{\{hidden_key:([^{}]*)\}\}", re.IGNORECASE)
_SILENT = ("//", "comment:", "hidden_key:")


@dataclass(frozen=True, slots=True)
class Macros:
    """What the macros of a text stand for."""

    char: str
    user: str
    rng: random.Random = field(default_factory=lambda: random.Random(0))
    """What {{random}} and {{roll}} draw from."""
    pick_seed: str = ""
    """The same one, the same {{pick}}: the id of a conversation, or of a persona."""

    def expand(self, text: str) -> str:
        """`text` with every macro replaced."""
        parts: list[list[str]] = [[]]
        picks = 0
        for token in _TOKEN.split(text):
            if token == "{{" and len(parts) <= MAX_MACRO_DEPTH:
                parts.append([])
            elif token == "}}" and len(parts) > 1:
                body = "".join(parts.pop())
                picks += body[:5].lower() == "pick:"
                parts[-1].append(self._value(body, picks))
            elif token.startswith("<") and _TOKEN.fullmatch(token):
                parts[-1].append(self.user if token[1] in "uU" else self.char)
            else:
                parts[-1].append(token)
        return "{{".join("".join(part) for part in parts)

    def _value(self, body: str, picks: int) -> str:
        name, _, argument = body.partition(":")
        match name.strip().lower():
            case "char" | "bot":
                return self.char
            case "user":
                return self.user
            case "random" if options := _options(argument):
                return self.rng.choice(options)
            case "pick" if options := _options(argument):
                digest = hashlib.sha256(repr((self.pick_seed, picks, body)).encode()).digest()
                return options[int.from_bytes(digest[:8], "big") % len(options)]
            case "roll" if sides := _sides(argument):
                return str(self.rng.randint(1, sides))
            case "reverse":
                return argument[::-1]
        if body.lstrip().lower().startswith(_SILENT):
            return ""
        return "{{" + body + "}}"


def hidden_keys(text: str) -> tuple[str, ...]:
    """What a text's {{hidden_key:A}} macros hold: seen by recursive scans, never by a model."""
    return tuple(_HIDDEN.findall(text))


def _options(argument: str) -> list[str]:
    """Split at commas; a comma behind a backslash is one, and "::" goes before commas."""
    if argument.startswith(":"):
        return [part.strip() for part in argument[1:].split("::")]
    parts = re.split(r"(?<!\\),", argument)
    return [part.replace("\\,", ",").strip() for part in parts] if argument else []


def _sides(argument: str) -> int:
    """Of the die; 0 for none, or for too many."""
    match = re.fullmatch(r"\s*[dD]?(\d{1,6})\s*", argument, re.ASCII)
    return int(match[1]) if match else 0
