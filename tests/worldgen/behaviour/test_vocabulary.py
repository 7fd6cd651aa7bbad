"""Declarations and habits are linted as they are read."""

import copy
from typing import Any

import pytest

from tests.worldgen.behaviour.casts import BUNDLED
from worldgen.behaviour.habits import bundled_habits, read_habits
from worldgen.behaviour.vocabulary import bundled_vocabulary, data_text, read_vocabulary
from worldgen.errors import InvalidSpec

FILES = {name: data_text(name) for name in ("routines", "activities", "reactions")}


def test_the_bundled_one_reads() -> None:
    assert "go_to" in bundled_vocabulary().actions
    assert set(bundled_habits().routines) >= {"guard", "smith", "innkeeper", "villager"}


@pytest.mark.parametrize(
    ("group", "name", "value", "field"),
    [
        ("actions", "near", {}, "conditions.near"),
        ("actions", "go_to", {"parameters": {"place": "planet"}}, "actions.go_to.parameters.place"),
        ("conditions", "lit", {"reads": "lamp"}, "conditions.lit.reads"),
        ("conditions", "lit", {"test": "is_set"}, "conditions.lit.reads"),
        ("conditions", "lit", {"reads": "minute", "test": "is_set"}, "conditions.lit.reads"),
        ("conditions", "held", {"parameters": {"who": "character"}, "reads": "held",
                                "test": "is_set"}, "conditions.held.parameters"),
        ("conditions", "Held", {}, "conditions.Held"),
        ("blackboard", "minute", {"type": "number"}, "blackboard.minute.type"),
    ],
)  # fmt: skip
def test_a_bad_declaration_is_refused_at_its_field(
    group: str, name: str, value: Any, field: str
) -> None:
    given = copy.deepcopy(BUNDLED)
    given[group][name] = value
    with pytest.raises(InvalidSpec) as refused:
        read_vocabulary(given)
    assert refused.value.field == field


def test_a_game_without_actions_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="actions: these are too few"):
        read_vocabulary({"actions": {}})


@pytest.mark.parametrize(
    ("file", "old", "new", "field"),
    [
        ("routines", 'at: "12:00", do: eat, where: [work]', 'at: "12:00", do: swim, where: [work]',
         "routines.smith.day[2].do"),
        ("routines", "where: [prayer, work]", "where: [moon]", "routines.cleric.day[0].where"),
        ("routines", 'at: "12:45"', 'at: "11:45"', "routines.smith.day"),
        ("routines", 'at: "12:45"', 'at: "12:05"', "routines.smith.day"),
        ("routines", 'at: "12:45"', 'at: "25:45"', "routines.smith.day[3].at"),
        ("activities", "place: $place", "place: $planet",
         "activities.sleep.trees[0].sequence[0].place"),
        ("activities", "times: 2", "times: none",
         "activities.patrol.trees[0].sequence[0].times"),
        ("reactions", "not: {check: held}", "nor: {check: held}",
         "reactions.freed.trees[0].sequence[1]"),
        ("reactions", "seconds: 60}]\n        reactive", "seconds: 60}]\n        swift",
         "reactions.flee.trees[0].swift"),
    ],
)  # fmt: skip
def test_a_bad_habit_is_refused_at_its_field(file: str, old: str, new: str, field: str) -> None:
    assert old in FILES[file]
    changed = {**FILES, file: FILES[file].replace(old, new, 1)}
    with pytest.raises(InvalidSpec) as refused:
        read_habits(**changed)
    assert refused.value.field == field
