"""behavior3 JSON, a project's tree: https://github.com/behavior3/behavior3js

NOTE: its Repeater goes on in the same tick, also after failures, and its MaxTime fails what
succeeds late, so RepeatPerTick, TimeLimit and Cooldown are custom nodes, as Parallel is.
"""

import hashlib
import json
from typing import Any

from worldgen.behaviour.document import Behaviour
from worldgen.behaviour.nodes import Composite, Inverter, Leaf, Node, Parallel, Repeat, Timed

_COMPOSITES = {
    ("sequence", True): "Sequence",
    ("sequence", False): "MemSequence",
    ("selector", True): "Priority",
    ("selector", False): "MemPriority",
}
_OURS = ("Parallel", "composite"), ("RepeatPerTick", "decorator"), ("TimeLimit", "decorator")


def behavior3_json(behaviour: Behaviour) -> bytes:
    """UTF-8; ids are version-4 UUIDs in form, made of the character's and the node's."""
    depth, ids = _depths(behaviour), {n.id: _uuid(behaviour, n.id) for n in behaviour.nodes}
    tree = {
        "version": "0.3.0",
        "scope": "tree",
        "id": _uuid(behaviour, "tree"),
        "title": behaviour.character,
        "description": f"{behaviour.character} of {behaviour.world}",
        "root": ids[behaviour.root],
        "properties": {},
        "nodes": {
            ids[node.id]: {
                **_node(node, ids),
                "display": {"x": 220 * depth[node.id], "y": 60 * row},
            }
            for row, node in enumerate(behaviour.nodes)
        },
        "display": {"camera_x": 0, "camera_y": 0, "camera_z": 1, "x": 0, "y": 0},
        "custom_nodes": _custom_nodes(behaviour),
    }
    return (json.dumps(tree, indent=1, ensure_ascii=False) + "\n").encode()


def _node(node: Node, ids: dict[str, str]) -> dict[str, Any]:
    name, properties = _name(node)
    written: dict[str, Any] = {
        "id": ids[node.id],
        "name": name,
        "title": node.label or name,
        "description": "",
        "properties": properties,
    }
    if isinstance(node, Composite | Parallel):
        written["children"] = [ids[child] for child in node.children]
    elif not isinstance(node, Leaf):
        written["child"] = ids[node.children[0]]
    return written


def _name(node: Node) -> tuple[str, dict[str, Any]]:
    match node:
        case Composite():
            return _COMPOSITES[node.type, node.reactive], {}
        case Parallel():
            return "Parallel", {}
        case Inverter():
            return "Inverter", {}
        case Repeat():
            return "RepeatPerTick", {"times": node.times}
        case Timed():
            return "Cooldown" if node.type == "cooldown" else "TimeLimit", {"seconds": node.seconds}
        case Leaf():
            return node.name, dict(node.arguments)


def _custom_nodes(behaviour: Behaviour) -> list[dict[str, Any]]:
    ours = [*_OURS, ("Cooldown", "decorator")]
    leaves = [(name, "condition") for name in behaviour.conditions]
    leaves += [(name, "action") for name in behaviour.actions]
    return [
        {
            "version": "0.3.0",
            "scope": "node",
            "name": name,
            "category": category,
            "title": name,
            "description": None,
            "properties": {},
        }
        for name, category in (*ours, *leaves)
    ]


def _depths(behaviour: Behaviour) -> dict[str, int]:
    depth = {behaviour.root: 0}
    for node in behaviour.nodes:
        for child in () if isinstance(node, Leaf) else node.children:
            depth[child] = depth[node.id] + 1
    return depth


def _uuid(behaviour: Behaviour, name: str) -> str:
    text = f"{behaviour.world}/{behaviour.character}/{name}"
    digits = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"
