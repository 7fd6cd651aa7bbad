"""`npcgen behaviour`."""

from pathlib import Path

import pytest

from tests.cli.conftest import Invoke, Run
from worldgen.behaviour.document import from_json
from worldgen.behaviour.export import FORMATS, export
from worldgen.quests.export import export as export_quests
from worldgen.quests.making import make
from worldgen.quests.spec import read_spec
from worldgen.quests.worlds import world_of


def test_a_day_is_shown(run: Run) -> None:
    done = run("behaviour", "isolde")

    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert [line.split()[1] for line in lines[:2]] == ["eat", "work"]
    assert lines[-1].startswith("tree: ")


def test_json_is_the_whole_document(invoke: Invoke) -> None:
    made = from_json(invoke("behaviour", "isolde", "--seed", "3", "--json").stdout)

    assert (made.character, made.role, made.origin.seed) == ("isolde", "scholar", 3)


@pytest.mark.parametrize("name", FORMATS)
def test_the_ending_of_the_file_tells_the_format(invoke: Invoke, tmp_path: Path, name: str) -> None:
    file = tmp_path / f"day.{FORMATS[name][0]}"
    done = invoke("behaviour", "isolde", "--out", str(file), "--json")

    [data] = export(from_json(done.stdout), name).values()
    assert file.read_bytes() == data


def test_files_say_who_they_are_what_is_open_and_what_is_declared(
    invoke: Invoke, tmp_path: Path
) -> None:
    world = world_of("emberlow")
    [quest] = (made.quest for made in make(world, read_spec({"givers": ["isolde"]})))
    files = {
        "persona": "id: a\nname: A\nrole: blacksmith\nplace: the forge\n",
        "minutes": "forge lantern_inn: 5\n",
        "vocabulary": "blackboard: {minute: {type: minute}}\nconditions: {during: {parameters: "
        "{from: minute, until: minute}, reads: minute, test: within}}\nactions: {go_to: "
        "{parameters: {place: place}}, stay: {parameters: {place: place}}}",
    }
    options = []
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text)
        options += [f"--{name}", str(tmp_path / f"{name}.yaml")]
    [data] = export_quests([quest], world, "json").values()
    (tmp_path / "quests.json").write_bytes(data)
    options += ["--quests", str(tmp_path / "quests.json")]

    made = from_json(invoke("behaviour", "isolde", *options, "--json").stdout)

    assert (made.role, set(made.actions) <= {"go_to", "stay"}) == ("blacksmith", True)
    assert [part.part for part in made.parts] == ["giver"]
    assert made.left_out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nobody",), "there is no 'nobody' in Emberlow"),
        (("isolde", "--out", "day.docx"), "ends with none of: .json, .xml, .b3.json, .tres"),
        (("isolde", "--persona", "nobody"), "nobody"),
        (("isolde", "--home", "atlantis"), "there is no place 'atlantis'"),
        (("isolde", "--minutes", "FILE"), "write two places and minutes"),
        (("isolde", "--quests", "nowhere.json"), "can't read nowhere.json"),
    ],
)
def test_what_is_wrong_is_said(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    file = tmp_path / "minutes.yaml"
    file.write_text("forge: 3")
    done = run("behaviour", *(str(file) if it == "FILE" else it for it in arguments))

    assert done.returncode == 1
    assert says in done.stderr
