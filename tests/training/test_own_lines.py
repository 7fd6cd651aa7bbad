"""What a writer's file of lines holds, and what it says when something in it is wrong."""

from pathlib import Path

import pytest

pytest.importorskip("torch")

from npcgen.errors import InvalidArgument, NotFound
from training.own_lines import OwnLine, read_own_lines

LINES = "".join(f"      - Tide and salt, number {number}.\n" for number in range(20))
MARLA = "id: marla\nname: Marla Finch\nrole: smuggler\n"


def written(folder: Path, text: str, persona: str = MARLA) -> Path:
    """A file of lines beside its persona's."""
    (folder / "marla.yaml").write_text(persona, encoding="utf-8")
    path = folder / "lines.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def voice(more: str = "", persona: str = "marla.yaml") -> str:
    return f"voices:\n  - persona: {persona}\n    lines:\n{LINES}{more}"


def test_a_line_is_a_text_or_says_what_it_answers(tmp_path: Path) -> None:
    more = (
        "      - {player: Hello., npc: 'Salt, {player}.'}\n"
        "      - {about: price, npc: '{price}, by the salt.'}\n"
    )
    read = read_own_lines(written(tmp_path, voice(more)))
    assert read.voices[0].persona.name == "Marla Finch"
    assert read.voices[0].lines[19:] == (
        OwnLine(npc="Tide and salt, number 19."),
        OwnLine(player="Hello.", npc="Salt, {player}."),
        OwnLine(about="price", npc="{price}, by the salt."),
    )


def test_a_bundled_persona_is_named_by_its_id(tmp_path: Path) -> None:
    read = read_own_lines(written(tmp_path, voice(persona="odrin")))
    assert read.voices[0].persona.id == "odrin"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- Listen: never.", "YAML takes 'Listen: never.' for a key and its value; put the line"),
        ("- yes", "is True and no text; put it in quotes"),
        ("-", "is empty; write the line, or remove the dash"),
        ("- {playr: Hi., npc: Salt.}", "unknown key 'playr'; did you mean 'player'?"),
        ("- {player: Hi.}", "is required; add it"),
        ("- Salt, {captain}.", "has the slot {captain}; only {player} is known here"),
        ("- {about: prize, npc: Salt.}", "is about 'prize', which isn't known; try price"),
        ("- {about: price, npc: Salt.}", "is about price: let it hold {price}"),
        ("- {about: name, npc: '{name} {fact}'}", "has the slot {fact}; about name knows"),
        ("- {about: name, player: Hi., npc: '{name}'}", "has both player and about; keep one"),
        ('- "Salt.\\nTide."', "holds a line break; write it on one line"),
        (f"- {'salt ' * 80}", "should have at most 300 characters"),
    ],
)
def test_a_wrong_line_is_named_with_its_number(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        read_own_lines(written(tmp_path, voice(f"      {line}\n")))
    assert refused.value.message.startswith(f"{tmp_path / 'lines.yaml'}:24: voices[0].lines[20]")
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("persona", "said"),
    [
        ("nobody.yaml", "there is no file"),
        ("odrinn", "is neither a file ending in .yaml or .yml or .json nor a bundled persona"),
        ("{id: x, name: X, rol: y}", "unknown key 'rol'; did you mean 'role'?"),
    ],
)
def test_a_wrong_persona_is_named_with_its_line(tmp_path: Path, persona: str, said: str) -> None:
    with pytest.raises(InvalidArgument, match=r"lines\.yaml:2: voices\[0\]\.persona") as refused:
        read_own_lines(written(tmp_path, voice(persona=persona)))
    assert said in refused.value.message


def test_what_is_wrong_in_the_personas_file_is_said_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgument, match=r"marla\.yaml:3: rol: unknown key 'rol'"):
        read_own_lines(written(tmp_path, voice(), MARLA.replace("role", "rol")))


def test_a_line_stands_there_once(tmp_path: Path) -> None:
    more = "      - Tide and salt, number 3.\n"
    with pytest.raises(InvalidArgument, match=r":2: .*'Tide and salt, number 3\.' 2 times"):
        read_own_lines(written(tmp_path, voice(more)))


def test_a_few_lines_are_too_few(tmp_path: Path) -> None:
    text = "voices:\n  - persona: marla.yaml\n    lines: [Salt., Tide.]\n"
    with pytest.raises(InvalidArgument, match="2 lines of 1 voices are too few to learn from"):
        read_own_lines(written(tmp_path, text))


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="check the path"):
        read_own_lines(tmp_path / "none.yaml")
