"""Every export ticks as py_trees ticks the neutral JSON: the same leaves, the same answers."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.worldgen.behaviour.casts import some_behaviours
from tests.worldgen.behaviour.interpreter import Node, trace_of
from tests.worldgen.behaviour.readers import read_b3, read_cpp, read_limbo
from tests.worldgen.behaviour.reference import reference_trace
from worldgen.behaviour.document import Behaviour, as_json
from worldgen.behaviour.export import export

TICKS = 420
"""Two days."""
READERS: dict[str, Callable[[bytes], Node]] = {
    "behavior_tree_cpp": read_cpp,
    "behavior3": read_b3,
    "limboai": read_limbo,
}


@cache
def cast() -> list[tuple[Behaviour, dict[str, Any]]]:
    return [(each, json.loads(as_json(each))) for each in some_behaviours(40)]


def expected(at: int) -> list[Any]:
    return reference_trace(cast()[at][1], at, TICKS)


@pytest.mark.parametrize("name", READERS)
def test_an_export_ticks_as_the_reference(name: str) -> None:
    for at, (behaviour, document) in enumerate(cast()):
        [data] = export(behaviour, name).values()
        assert trace_of(READERS[name](data), document, at, TICKS) == expected(at), behaviour


def test_all_kinds_of_nodes_are_ticked_in_these_traces() -> None:
    kinds = {node["type"] for _, document in cast() for node in document["nodes"]}
    assert kinds == {
        "sequence", "selector", "parallel", "condition", "action", "inverter", "repeat",
        "cooldown", "timeout",
    }  # fmt: skip
    answers = {told[2] for at in range(40) for _, tick in expected(at) for told in tick}
    assert answers == {"success", "failure", "running"}


def test_every_leaf_of_a_routine_has_its_turn_within_days() -> None:
    _, document = cast()[0]
    leaves = {
        (node["name"], str(sorted(node["arguments"].items())))
        for node in document["nodes"]
        if node["type"] in ("action", "condition")
    }
    ticked = {
        told[:2]
        for seed in range(12)
        for _, tick in reference_trace(document, seed, TICKS)
        for told in tick
    }
    assert ticked == leaves


def test_a_change_of_one_node_is_seen_in_the_trace() -> None:
    _, document = cast()[0]
    [data] = export(cast()[0][0], "behavior_tree_cpp").values()
    changed = data.replace(b"<ReactiveFallback", b"<ReactiveSequence", 1)
    changed = changed.replace(b"</ReactiveFallback>\n  </Beh", b"</ReactiveSequence>\n  </Beh", 1)
    assert changed != data
    assert trace_of(read_cpp(changed), document, 0, TICKS) != expected(0)
