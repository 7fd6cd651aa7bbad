"""Ink stories, compiled by inkjs and played in its stock runtime to every ending."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.worldgen.quests.exported import EVERY, told, village, world
from tests.worldgen.quests.walked import MODULES, Walk, check, needs, run_node, write
from worldgen.quests.quest import Quest
from worldgen.quests.world import World

BRING = "Bring lantern to mira"


def walks(quests: list[Quest], given: World, folder: Path) -> list[Walk]:
    names = {entity: " ".join(given.called(entity).split()) for entity in given.entities}
    raws = run_node("walk_ink.js", *write(quests, given, "ink", ".ink", folder))
    for raw in raws:
        raw["said"] = [
            (at, key, who, text.removeprefix(f"{names[who]}: ") if who else text)
            for at, key, who, text in raw.get("said", [])
        ]
    return [Walk.of(raw) for raw in raws]


@needs("inkjs")
@pytest.mark.parametrize("given", [village(), world()], ids=["plain", "hostile"])
def test_every_branch_is_played_from_the_first_line_to_its_ending(
    given: World, tmp_path: Path
) -> None:
    quests = [quest() for quest in EVERY.values()]
    for quest, walk in zip(quests, walks(quests, given, tmp_path), strict=True):
        check(walk, quest, given)


@needs("inkjs")
def test_the_compiler_of_inkjs_has_nothing_to_say_and_writes_json(tmp_path: Path) -> None:
    (path,) = write([told()], village(), "ink", ".ink", tmp_path)
    target = tmp_path / "lantern.ink.json"
    compiler = MODULES / "inkjs" / "bin" / "inkjs-compiler.js"
    command = ["node", str(compiler), str(path), "-o", str(target)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(target.read_text("utf-8-sig"))["inkVersion"] >= 20


@needs("inkjs")
@pytest.mark.parametrize(
    ("change", "issue"),
    [(("-> outcome_thanked", "-> nowhere"), "not found"), (("-> END", ""), "loose end")],
)
def test_a_story_that_leads_nowhere_is_noticed(
    change: tuple[str, str], issue: str, tmp_path: Path
) -> None:
    (path,) = write([told()], village(), "ink", ".ink", tmp_path)
    path.write_text(path.read_text("utf-8").replace(*change), "utf-8")
    (raw,) = run_node("walk_ink.js", path)
    assert issue in " ".join(raw["issues"])


@needs("inkjs")
def test_a_game_that_looks_after_mishaps_itself_shows_none(tmp_path: Path) -> None:
    (path,) = write([told()], village(), "ink", ".ink", tmp_path)
    story = path.read_text("utf-8").replace("VAR meanwhile = true", "VAR meanwhile = false")
    path.write_text(story, "utf-8")
    walk = Walk.of(run_node("walk_ink.js", path)[0])
    assert len(walk.endings) == 3
    assert not any(to.startswith("repair_") for _, _, to in walk.edges)
    kept = {to for _, _, to in walk.edges if to.startswith("extra_")}
    assert len(kept) == len(told().branches)


@needs("inkjs")
def test_a_game_goes_to_a_mishap_by_name_and_the_story_goes_on_from_there(tmp_path: Path) -> None:
    (path,) = write([told()], village(), "ink", ".ink", tmp_path)
    read = run_node("jump_ink.js", path, "repair_heir")
    assert read["said"] == "elsa: My mother asked for it."
    assert read["after"] == read["before"] == ["Go to mill", "Go to chapel", BRING]
    ending = run_node("jump_ink.js", path, "outcome_dead")
    assert ending["after"] == []
    assert "outcome: failure" in ending["tags"]
