"""Yarn scripts, played by yarn-bound: every option of every node, and the strings table."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from tests.worldgen.quests.exported import EVERY, told, village, world
from tests.worldgen.quests.walked import Walk, check, flat, needs, run_node, write
from worldgen.quests.export import export
from worldgen.quests.quest import Quest
from worldgen.quests.world import World


def walks(quests: list[Quest], given: World, folder: Path) -> list[Walk]:
    raws = run_node("walk_yarn.js", *write(quests, given, "yarn", ".yarn", folder))
    return [as_nodes(raw, quest) for raw, quest in zip(raws, quests, strict=True)]


def as_nodes(raw: dict[str, Any], quest: Quest) -> Walk:
    """By the quest's own nodes: those that only hold options are one with theirs."""
    prefix = f"quest_{quest.id.replace('-', '_')}_"

    def named(title: str) -> str:
        return title.removeprefix(prefix).removesuffix("_ways")

    walk = Walk.of(raw)
    said = {
        (named(at), re.sub(r"^line:(\w+)(-\d+)?$", r"\1", key), who, text)
        for at, key, who, text in walk.said
    }
    plain = {(at, key, "" if who == "narrator" else who, text) for at, key, who, text in said}
    return Walk(
        {(named(a), text, named(b)) for a, text, b in walk.edges},
        plain,
        {named(at) for at in walk.endings},
    )


@needs("yarn-bound")
@pytest.mark.parametrize("given", [village(), world()], ids=["plain", "hostile"])
def test_every_branch_is_played_from_the_first_line_to_its_ending(
    given: World, tmp_path: Path
) -> None:
    quests = [quest() for quest in EVERY.values()]
    for quest, walk in zip(quests, walks(quests, given, tmp_path), strict=True):
        check(walk, quest, given)


@needs("yarn-bound")
def test_a_jump_to_a_missing_node_is_noticed(tmp_path: Path) -> None:
    (path,) = write([told()], village(), "yarn", ".yarn", tmp_path)
    broken = path.read_text("utf-8").replace("<<jump quest_lantern_repair_heir>>", "<<jump no>>")
    path.write_text(broken, "utf-8")
    assert run_node("walk_yarn.js", path)[0]["issues"] != []


def test_ids_of_lines_are_unique_and_their_strings_are_in_reading_order() -> None:
    files = export([quest() for quest in EVERY.values()], world(), "yarn")
    rows = [*csv.DictReader(io.StringIO(files["quests-Strings.csv"].decode(), newline=""))]
    written = []
    for name, data in files.items():
        for number, line in enumerate(data.decode().split("\n"), start=1):
            if name.endswith(".yarn") and (found := re.search(r" #(line:[\w-]+)$", line)):
                written.append((name, found[1], str(number)))
    assert [(row["file"], row["id"], row["lineNumber"]) for row in rows] == written
    assert len({key for _, key, _ in written}) == len(written)


def test_titles_are_unique_and_every_jump_leads_to_one() -> None:
    files = export([quest() for quest in EVERY.values()], world(), "yarn")
    scripts = "\n".join(data.decode() for name, data in files.items() if name.endswith(".yarn"))
    titles = re.findall(r"^title: (\w+)$", scripts, re.MULTILINE)
    assert len({*titles}) == len(titles)
    assert {*re.findall(r"<<jump (\w+)>>", scripts)} <= {*titles}


def test_the_strings_are_the_lines() -> None:
    files = export([told()], village(), "yarn")
    rows = csv.DictReader(io.StringIO(files["quests-Strings.csv"].decode(), newline=""))
    texts = {row["id"]: row["text"] for row in rows}
    offer = next(line for line in told().lines if line.role == "offer")
    assert texts[f"line:{offer.key}"] == f"mira: {flat(offer.text)}"
