"""`npcgen lore`."""

import json
from pathlib import Path

from tests.cli.conftest import Invoke

OURS = """\
world: low
entries:
  - id: bridge
    title: The bridge
    text: It fell in the flood.
    keys: [bridge]
    scope: {roles: [mason]}
"""


def test_list_names_the_worlds_and_their_lore(invoke: Invoke) -> None:
    worlds = json.loads(invoke("lore", "list", "--json").stdout)
    entries = json.loads(invoke("lore", "list", "emberlow", "--json").stdout)

    assert [(each["id"], each["entries"]) for each in worlds] == [("emberlow", len(entries))]
    assert "mine" in [each["id"] for each in entries]


def test_search_says_why_and_what_is_held_back(invoke: Invoke) -> None:
    asked = ("lore", "search", "emberlow", "When is the night round?")

    denied = json.loads(invoke(*asked, "--as", "odrin", "--json").stdout)
    known = json.loads(invoke(*asked, "--as", "corrin", "--json").stdout)

    assert {each["entry"]["id"]: each["held_back_by"] for each in denied}["watch-rounds"] == (
        "factions: village watch"
    )
    assert (known[0]["entry"]["id"], known[0]["held_back_by"]) == ("watch-rounds", "")


def test_search_takes_quests(invoke: Invoke) -> None:
    asked = ("lore", "search", "emberlow", "the burial book", "--as", "halwen", "--json")

    found = json.loads(invoke(*asked, "--quest", "the eleventh grave=2").stdout)

    assert (found[0]["entry"]["id"], found[0]["held_back_by"]) == ("burial-book", "")


def test_what_is_imported_is_there_afterwards(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "low.yaml"
    file.write_text(OURS)

    done = invoke("lore", "import", "low", str(file), "--name", "Low", "--json")
    again = invoke("lore", "list", "low", "--json")

    assert json.loads(done.stdout) == {"entry_ids": ["bridge"], "warnings": []}
    assert [each["scope"] for each in json.loads(again.stdout)] == [{"roles": ["mason"]}]


def test_lore_of_another_world_is_refused(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "low.yaml"
    file.write_text(OURS)

    done = invoke("lore", "import", "high", str(file), "--name", "High")

    assert "is lore of 'low', not of 'high'" in str(done.exception)


def test_check_names_the_line_the_budget_and_the_unknown_persona(
    invoke: Invoke, tmp_path: Path
) -> None:
    wrong, long = tmp_path / "wrong.yaml", tmp_path / "long.yaml"
    wrong.write_text(OURS.replace("text:", "txt:"))
    long.write_text(
        OURS.replace("It fell in the flood.", "x" * 900).replace(
            "roles: [mason]", "personas: [zoe]"
        )
    )

    done = invoke("lore", "check", str(wrong), str(long))

    assert done.exit_code == 1
    lines = done.stdout.replace(str(tmp_path), "").replace("\n", " ")
    assert "/wrong.yaml:5: entries[0].txt: unknown key 'txt'; did you mean 'text'?" in lines
    assert "/long.yaml: bridge: takes about 304 tokens" in lines
    assert "scope.personas: no persona 'zoe'" in lines
