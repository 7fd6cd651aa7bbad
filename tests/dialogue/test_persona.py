from pathlib import Path

import pytest
from pydantic import ValidationError

from npcgen.dialogue.authored_file import MAX_FILE_BYTES, explain
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import PersonaStore

WIDEST = "\x01"
"""Six bytes in JSON, more than any other character."""


def problem(**fields: object) -> str:
    with pytest.raises(ValidationError) as caught:
        Persona.model_validate({"id": "ada", "name": "Ada", "role": "smith"} | fields)
    return str(explain(caught.value, Persona, "persona"))


def full(character: str) -> Persona:
    lines = (character * 400,) * 64
    fields = {"goals": lines, "place": character * 2_000, "summary": character * 2_000}
    ends = {"personality": character * 2_000, "secrets": ("x",) * 64, "boundaries": ("x",) * 64}
    return Persona.model_validate({"id": "ada", "name": "Ada", "role": "smith", **fields, **ends})


def test_the_longest_persona_can_be_read_back(tmp_path: Path) -> None:
    persona = full(WIDEST)
    PersonaStore(tmp_path).create(persona)
    assert MAX_FILE_BYTES / 2 < (tmp_path / "ada.json").stat().st_size < MAX_FILE_BYTES
    assert PersonaStore(tmp_path).get("ada") == persona


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"goals": ["x"] * 65}, "persona.goals: has 65 entries; write at most 64"),
        (
            {"goals": ["x" * 400] * 64, "knowledge": ["x" * 400] * 64},
            "persona: has 51211 characters in all; write at most 32000",
        ),
        (
            {"id": "com1"},
            "persona.id: 'com1' can't be the name of a file on Windows; choose another",
        ),
        ({"role": "a\nb"}, "persona.role: holds a line break; write it on one line"),
        (
            {"name": "A\u202eda"},
            "persona.name: holds U+202E, which changes the direction of text; remove it",
        ),
    ],
)
def test_a_persona_that_will_not_do_says_why(fields: dict[str, object], text: str) -> None:
    assert problem(**fields) == text
