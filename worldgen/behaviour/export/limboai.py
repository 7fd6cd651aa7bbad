"""LimboAI's BehaviorTree as Godot 4 text: https://limboai.readthedocs.io

Leaves are scripts of the game, `res://ai/tasks/go_to.gd` for `go_to`, each extending BTAction or
BTCondition with one exported variable a parameter; the blackboard is a BlackboardPlan.
"""

import json
from collections.abc import Mapping

from worldgen.behaviour.document import Behaviour
from worldgen.behaviour.nodes import Composite, Inverter, Leaf, Node, Parallel, Repeat, Timed
from worldgen.behaviour.vocabulary import KeyType

TASKS = "res://ai/tasks"
_VARIANTS: Mapping[KeyType, tuple[int, str]] = {
    "minute": (2, "0"),
    "flag": (1, "false"),
    "ids": (34, "PackedStringArray()"),
}
"""Godot's Variant.Type, and a first value."""
_RESERVED = frozenset(
    {"agent", "blackboard", "children", "custom_name", "elapsed_time", "script", "status"}
)


def limboai_tres(behaviour: Behaviour) -> bytes:
    """UTF-8; a resource of type BehaviorTree, children before parents."""
    scripts = {name: f"{at}_{name}" for at, name in enumerate(_leaf_names(behaviour), 1)}
    steps = len(scripts) + len(behaviour.nodes) + 2
    lines = [f'[gd_resource type="BehaviorTree" load_steps={steps} format=3]', ""]
    for name, script in scripts.items():
        lines.append(f'[ext_resource type="Script" path="{TASKS}/{name}.gd" id="{script}"]')
    lines += ["", '[sub_resource type="BlackboardPlan" id="BlackboardPlan_0"]']
    for key, declared in behaviour.blackboard.items():
        variant, value = _VARIANTS[declared.type]
        lines += [f'var/{key}/name = &"{key}"', f"var/{key}/type = {variant}"]
        lines += [f"var/{key}/value = {value}", f"var/{key}/hint = 0"]
        lines += [f'var/{key}/hint_string = ""']
    ids = {node.id: f"{_class(node)}_{node.id}" for node in behaviour.nodes}
    for node in reversed(behaviour.nodes):
        lines += ["", f'[sub_resource type="{_class(node)}" id="{ids[node.id]}"]']
        lines += _properties(node, ids, scripts)
    lines += ["", "[resource]", 'blackboard_plan = SubResource("BlackboardPlan_0")']
    lines += [f'root_task = SubResource("{ids[behaviour.root]}")', ""]
    return "\n".join(lines).encode()


def _leaf_names(behaviour: Behaviour) -> list[str]:
    return [*behaviour.conditions, *behaviour.actions]


def _class(node: Node) -> str:
    match node:
        case Composite():
            name = "Sequence" if node.type == "sequence" else "Selector"
            return f"BTDynamic{name}" if node.reactive else f"BT{name}"
        case Parallel():
            return "BTParallel"
        case Inverter():
            return "BTInvert"
        case Repeat():
            return "BTRepeat"
        case Timed():
            return "BTCooldown" if node.type == "cooldown" else "BTTimeLimit"
        case Leaf():
            return "BTAction" if node.type == "action" else "BTCondition"


def _properties(node: Node, ids: Mapping[str, str], scripts: Mapping[str, str]) -> list[str]:
    lines = [f"custom_name = {_text(node.label)}"] if node.label else []
    match node:
        case Leaf():
            lines.append(f'script = ExtResource("{scripts[node.name]}")')
            return lines + [
                f"{_variable(name)} = {_value(value)}" for name, value in node.arguments.items()
            ]
        case Parallel():
            lines += [f"num_successes_required = {len(node.children)}"]
            lines += ["num_failures_required = 1", "repeat = false"]
        case Repeat():
            lines += [f"times = {node.times}", "abort_on_failure = true"]
        case Timed():
            name = "duration" if node.type == "cooldown" else "time_limit"
            lines.append(f"{name} = {node.seconds}.0")
    below = ", ".join(f'SubResource("{ids[child]}")' for child in node.children)
    return [*lines, f"children = [{below}]"]


def _variable(parameter: str) -> str:
    """BTTask's own properties keep their names."""
    return f"{parameter}_" if parameter in _RESERVED else parameter


def _value(value: int | str) -> str:
    return str(value) if isinstance(value, int) else _text(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
