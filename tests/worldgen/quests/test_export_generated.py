"""Generated quests with their words, in every format, by the tools that will read them."""

from functools import cache
from pathlib import Path

import pytest

from tests.worldgen.quests import (
    test_export_diagrams,
    test_export_ink,
    test_export_twee,
    test_export_yarn,
)
from tests.worldgen.quests.walked import check, needs, write
from worldgen.quests.export import FORMATS, export, from_json
from worldgen.quests.generate import generate
from worldgen.quests.quest import Quest
from worldgen.quests.spec import QuestSpec
from worldgen.quests.words import write_words
from worldgen.quests.worlds import bundled_worlds, world_of

COUNT = 20
WORLDS = pytest.mark.parametrize("name", bundled_worlds())


@cache
def quests(name: str) -> tuple[Quest, ...]:
    world = world_of(name)
    made = generate(world, QuestSpec(count=COUNT, seed=11))
    return tuple(write_words(world, quest).quest for quest in made)


@WORLDS
def test_there_are_many_with_branches_and_words(name: str) -> None:
    assert len(quests(name)) == COUNT
    assert sum(len(quest.branches) > 1 for quest in quests(name)) > COUNT // 4
    assert all(quest.lines for quest in quests(name))


@needs("inkjs")
@WORLDS
def test_every_branch_is_played_in_ink(name: str, tmp_path: Path) -> None:
    walks = test_export_ink.walks([*quests(name)], world_of(name), tmp_path)
    for quest, walk in zip(quests(name), walks, strict=True):
        check(walk, quest, world_of(name))


@needs("yarn-bound")
@WORLDS
def test_every_branch_is_played_in_yarn(name: str, tmp_path: Path) -> None:
    walks = test_export_yarn.walks([*quests(name)], world_of(name), tmp_path)
    for quest, walk in zip(quests(name), walks, strict=True):
        check(walk, quest, world_of(name))


@WORLDS
def test_every_branch_is_walked_in_twee(name: str) -> None:
    for quest in quests(name):
        test_export_twee.check_story(quest, world_of(name))


@needs("mermaid")
@needs("jsdom")
@WORLDS
def test_every_branch_is_parsed_by_mermaid(name: str, tmp_path: Path) -> None:
    test_export_diagrams.check_mermaid([*quests(name)], world_of(name), tmp_path)


@test_export_diagrams.needs_dot
@WORLDS
def test_every_branch_is_drawn_by_dot(name: str, tmp_path: Path) -> None:
    paths = write(quests(name), world_of(name), "dot", ".dot", tmp_path)
    for quest, path in zip(quests(name), paths, strict=True):
        test_export_diagrams.check(*test_export_diagrams.dotted(path), quest, world_of(name))


@WORLDS
def test_they_are_loaded_again_as_they_were(name: str) -> None:
    (data,) = export(quests(name), world_of(name), "json").values()
    assert from_json(data) == quests(name)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_quests_are_the_same_files(format: str) -> None:
    name = bundled_worlds()[0]
    first = export(quests(name), world_of(name), format)
    (data,) = export(quests(name), world_of(name), "json").values()
    assert export(from_json(data), world_of(name), format) == first
