"""What an engine would read of each export: only the file, and the format's own words."""

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from tests.worldgen.behaviour.interpreter import Node

CPP = {
    "ReactiveSequence": "sequence",
    "Sequence": "sequence*",
    "ReactiveFallback": "selector",
    "Fallback": "selector*",
    "Parallel": "parallel",
    "Inverter": "inverter",
    "RepeatPerTick": "repeat",
    "TimeLimit": "timeout",
    "Cooldown": "cooldown",
}
B3 = {
    "Sequence": "sequence",
    "MemSequence": "sequence*",
    "Priority": "selector",
    "MemPriority": "selector*",
    "Parallel": "parallel",
    "Inverter": "inverter",
    "RepeatPerTick": "repeat",
    "TimeLimit": "timeout",
    "Cooldown": "cooldown",
}
LIMBO = {
    "BTDynamicSequence": "sequence",
    "BTSequence": "sequence*",
    "BTDynamicSelector": "selector",
    "BTSelector": "selector*",
    "BTParallel": "parallel",
    "BTInvert": "inverter",
    "BTRepeat": "repeat",
    "BTTimeLimit": "timeout",
    "BTCooldown": "cooldown",
}


def read_cpp(data: bytes) -> Node:
    root = ElementTree.fromstring(data)
    assert root.get("BTCPP_format") == "4"
    ports = {
        node.get("ID"): {port.get("name"): port.get("type") for port in node}
        for node in root.findall("TreeNodesModel/*")
    }
    [tree] = root.findall("BehaviorTree")
    assert tree.get("ID") == root.get("main_tree_to_execute")
    [top] = tree
    return _cpp(top, ports)


def _cpp(element: ElementTree.Element, ports: Mapping[Any, Any]) -> Node:
    below = [_cpp(child, ports) for child in element]
    given = {key: text for key, text in element.items() if key not in ("ID", "name")}
    if element.tag in ("Action", "Condition"):
        types = ports[element.get("ID")]
        arguments = {k: int(v) if types[k] == "int" else v for k, v in given.items()}
        return Node(element.tag.lower(), arguments, below, str(element.get("ID")))
    numbers = {key: float(text) for key, text in given.items()}
    if element.tag == "Parallel":
        assert numbers == {"success_count": -1, "failure_count": 1}
    return Node(CPP[element.tag], numbers, below)


def read_b3(data: bytes) -> Node:
    tree = json.loads(data)
    categories = {node["name"]: node["category"] for node in tree["custom_nodes"]}

    def node_of(name: str) -> Node:
        node = tree["nodes"][name]
        assert node["id"] == name
        below = [*node.get("children", ()), *([node["child"]] if "child" in node else [])]
        category = categories.get(node["name"], "composite")
        leaf = category in ("action", "condition")
        kind = category if leaf else B3[node["name"]]
        return Node(kind, node["properties"], [node_of(child) for child in below], node["name"])

    return node_of(tree["root"])


def read_limbo(data: bytes) -> Node:
    text = data.decode()
    header, *sections = re.split(r"^\[", text, flags=re.MULTILINE)[1:]
    assert header.startswith('gd_resource type="BehaviorTree"')
    assert re.search(r"load_steps=(\d+)", header)[1] == str(len(sections))  # type: ignore[index]
    scripts: dict[str, str] = {}
    read: dict[str, Node] = {}
    for section in sections:
        head, *lines = section.strip().splitlines()
        said = dict(re.findall(r'(\w+)="([^"]*)"', head))
        values = dict(line.split(" = ", 1) for line in lines)
        if head.startswith("ext_resource"):
            scripts[said["id"]] = said["path"].removesuffix(".gd").rpartition("/")[2]
        elif head.startswith("sub_resource") and said["type"].startswith("BT"):
            read[said["id"]] = _limbo(said["type"], values, scripts, read)
        elif head.startswith("resource"):
            return read[values["root_task"][13:-2]]
    raise AssertionError("there is no [resource]")


def _limbo(
    kind: str, values: dict[str, str], scripts: Mapping[str, str], read: Mapping[str, Node]
) -> Node:
    """NOTE: as Godot does, it takes only what was read before."""
    values.pop("custom_name", None)
    if kind in ("BTAction", "BTCondition"):
        name = scripts[values.pop("script")[13:-2]]
        arguments = {key: json.loads(text) for key, text in values.items()}
        return Node(kind[2:].lower(), arguments, [], name)
    below = [read[child] for child in re.findall(r'SubResource\("(\w+)"\)', values.pop("children"))]
    given = {key: json.loads(text) for key, text in values.items()}
    if kind == "BTParallel":
        ours = {"num_successes_required": len(below), "num_failures_required": 1, "repeat": False}
        assert given == ours
    if kind == "BTRepeat":
        assert given.pop("abort_on_failure") is True
    named = {"time_limit": "seconds", "duration": "seconds"}
    return Node(LIMBO[kind], {named.get(k, k): v for k, v in given.items()}, below)
