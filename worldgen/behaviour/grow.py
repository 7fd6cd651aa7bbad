"""Nodes of a tree, from a template without anything left to bind."""

from worldgen.behaviour.nodes import Composite, Inverter, Leaf, Node, Parallel, Repeat, Timed
from worldgen.behaviour.templates import LEAVES, Template, arguments_of, children_of, kind_of


def grow(template: Template) -> tuple[Node, ...]:
    """The root first, parents before children; ids count up in that order."""
    nodes: dict[int, Node] = {}
    _grow(template, nodes, 0)
    return tuple(nodes[at] for at in sorted(nodes))


def _grow(template: Template, nodes: dict[int, Node], at: int) -> int:
    """The first number that is free after it."""
    children, free = [], at + 1
    for child in children_of(template):
        children.append(f"n{free}")
        free = _grow(child, nodes, free)
    nodes[at] = _node(f"n{at}", template, tuple(children))
    return free


def _node(node: str, template: Template, children: tuple[str, ...]) -> Node:
    kind, label = kind_of(template, ""), str(template.get("label", ""))
    if kind in LEAVES:
        return Leaf(
            id=node,
            label=label,
            type="action" if kind == "do" else "condition",
            name=template[kind],
            arguments=arguments_of(template),
        )
    if kind == "parallel":
        return Parallel(id=node, label=label, children=children)
    if kind == "sequence" or kind == "selector":
        reactive = bool(template.get("reactive", False))
        return Composite(id=node, label=label, type=kind, reactive=reactive, children=children)
    only = (children[0],)
    if kind == "not":
        return Inverter(id=node, label=label, children=only)
    if kind == "repeat":
        return Repeat(id=node, label=label, times=template["times"], children=only)
    timed = "cooldown" if kind == "cooldown" else "timeout"
    seconds = template["seconds"]
    return Timed.model_validate(
        {"id": node, "label": label, "type": timed, "seconds": seconds, "children": only}
    )
