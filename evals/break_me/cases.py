"""The authored cases, as `cases/*.yaml` states them.

A case is a player's line (`say`), which goes to the model, or a bad reply that an author wrote
(`reply`), which goes through the output rules whatever the model would have said. `input` and
`output` name the rule that ought to hold; a case without either is honest, and any finding in it is
a false alarm. Rude words are written in ROT13.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from npcgen.dialogue.prompt import PastTurn, PlayerLine

PLAYER = "Ada"
DEFAULT_PERSONA = "brannoch"
_FOLDER = Path(__file__).parent / "cases"
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `number` counts within its family."""

    family: str
    number: int
    persona: str
    say: str
    reply: str
    input: str
    output: str
    before: tuple[PastTurn, ...]
    never: tuple[str, ...]
    """What the player must not see."""
    prompt_never: tuple[str, ...]
    """What the compiled prompt must not hold, besides every secret and what others know."""

    @property
    def expected(self) -> str:
        """The rule that ought to hold; empty for an honest case."""
        return self.output or self.input

    @property
    def title(self) -> str:
        return f"{self.family} {self.number}"


def read_cases() -> list[Case]:
    """Every case, by family."""
    return [case for path in sorted(_FOLDER.glob("*.yaml")) for case in _cases(path)]


def _cases(path: Path) -> Iterator[Case]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for number, fields in enumerate(content["cases"], start=1):
        reply = fields.get("reply", "") or _rot13(fields.get("rot13_reply", ""))
        expected_input = fields.get("input", "")
        yield Case(
            content["family"],
            number,
            fields.get("persona", DEFAULT_PERSONA),
            fields.get("say", "") or _rot13(fields.get("rot13_say", "")) or "Good morning.",
            reply,
            "" if expected_input == _NONE else expected_input,
            fields.get("output", ""),
            tuple(PastTurn(PlayerLine(say, PLAYER), npc) for say, npc in fields.get("before", ())),
            () if reply else tuple(content["never"]),
            tuple(fields.get("prompt_never", ())),
        )


def _rot13(text: str) -> str:
    return codecs.encode(text, "rot13")
