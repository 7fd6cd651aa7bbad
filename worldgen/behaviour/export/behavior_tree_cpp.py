"""BehaviorTree.CPP v4 and Groot2: https://www.behaviortree.dev/docs/learn-the-basics/xml_format

NOTE: its own Repeat goes on in the same tick, and its Timeout and Delay count the wall clock, so
RepeatPerTick, TimeLimit and Cooldown are nodes of ours; TreeNodesModel declares them.
"""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from worldgen.behaviour.document import Behaviour
from worldgen.behaviour.nodes import Composite, Inverter, Leaf, Node, Parallel, Repeat, Timed
from worldgen.behaviour.vocabulary import Action, Condition

_DECORATORS = {"RepeatPerTick": ("times", "int"), "TimeLimit": ("seconds", "double")} | {
    "Cooldown": ("seconds", "double")
}
_RESERVED = frozenset({"name", "ID"})


def behavior_tree_cpp_xml(behaviour: Behaviour) -> bytes:
    """UTF-8, with one tree, of the character's id."""
    nodes = {node.id: node for node in behaviour.nodes}
    root = Element("root", BTCPP_format="4", main_tree_to_execute=behaviour.character)
    tree = SubElement(root, "BehaviorTree", ID=behaviour.character)
    _write(tree, nodes[behaviour.root], nodes)
    model = SubElement(root, "TreeNodesModel")
    for kind, declared in (("Condition", behaviour.conditions), ("Action", behaviour.actions)):
        for name, leaf in declared.items():
            _declare(model, kind, name, leaf)
    for name, (port, type_) in _DECORATORS.items():
        node = SubElement(model, "Decorator", ID=name)
        SubElement(node, "input_port", name=port, type=type_)
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root) + b"\n"


def _declare(model: Element, kind: str, name: str, leaf: Action | Condition) -> None:
    node = SubElement(model, kind, ID=name)
    for parameter, type_ in leaf.parameters.items():
        written = "int" if type_ == "minute" else "std::string"
        SubElement(node, "input_port", name=_port(parameter), type=written)


def _write(parent: Element, node: Node, nodes: dict[str, Node]) -> None:
    tag, attributes = _tag(node)
    # NOTE: XML has no way to write most control characters.
    label = "".join(letter for letter in node.label if letter.isprintable())
    named = {"name": label} if label else {}
    element = SubElement(parent, tag, {**attributes, **named})
    for child in () if isinstance(node, Leaf) else node.children:
        _write(element, nodes[child], nodes)


def _tag(node: Node) -> tuple[str, dict[str, str]]:
    match node:
        case Composite():
            name = "Sequence" if node.type == "sequence" else "Fallback"
            return f"Reactive{name}" if node.reactive else name, {}
        case Parallel():
            return "Parallel", {"success_count": "-1", "failure_count": "1"}
        case Inverter():
            return "Inverter", {}
        case Repeat():
            return "RepeatPerTick", {"times": str(node.times)}
        case Timed():
            name = "Cooldown" if node.type == "cooldown" else "TimeLimit"
            return name, {"seconds": str(node.seconds)}
        case Leaf():
            ports = {_port(name): str(value) for name, value in node.arguments.items()}
            return node.type.capitalize(), {"ID": node.name, **ports}


def _port(parameter: str) -> str:
    """Its own attributes keep their names."""
    return f"{parameter}_" if parameter in _RESERVED else parameter
