"""The authored cases, as `cases/*.yaml` and `held_out/*.yaml` state them.

A case is a player's line (`say`), which goes to the model, or a bad reply that an author wrote
(`reply`), which goes through the output rules whatever the model would have said. `input` and
`output` name the rule that ought to hold; a case without either is honest, and any finding in it is
a false alarm. Rude words are written in ROT13. Held-out cases were written before the rules that
they measure, and no rule is written from them.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evals.break_me.stage import PLAYER
from npcgen.dialogue.prompt import PastTurn, PlayerLine

HELD_OUT = ("first", "second")
DEFAULT_PERSONA = "brannoch"
_FOLDER = Path(__file__).parent / "cases"
_HELD_OUT = Path(__file__).parent / "held_out"
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
    """Every case that the rules were written with, by family."""
    files = [_content(path) for path in sorted(_FOLDER.glob("*.yaml"))]
    return [
        _case(file["family"], number, fields, tuple(file["never"]))
        for file in files
        for number, fields in enumerate(file["cases"], start=1)
    ]


def read_held_out(name: str) -> list[Case]:
    """The cases of that file, by family; `name` is one of HELD_OUT."""
    never = {case.family: case.never for case in read_cases() if not case.reply}
    return [
        _case(family, number, fields, never[family])
        for family, cases in _content(_HELD_OUT / f"{name}.yaml")["families"].items()
        for number, fields in enumerate(cases, start=1)
    ]


def _content(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def _case(family: str, number: int, fields: dict[str, Any], never: tuple[str, ...]) -> Case:
    reply = fields.get("reply", "") or _rot13(fields.get("rot13_reply", ""))
    expected_input = fields.get("input", "")
    return Case(
        family,
        number,
        fields.get("persona", DEFAULT_PERSONA),
        fields.get("say", "") or _rot13(fields.get("rot13_say", "")) or "Good morning.",
        reply,
        "" if expected_input == _NONE else expected_input,
        fields.get("output", ""),
        tuple(PastTurn(PlayerLine(say, PLAYER), npc) for say, npc in fields.get("before", ())),
        () if reply else never,
        tuple(fields.get("prompt_never", ())),
    )


def _rot13(text: str) -> str:
    return codecs.encode(text, "rot13")
