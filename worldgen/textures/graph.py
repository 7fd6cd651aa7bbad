"""A material's nodes, read, checked and put in an order in which each comes after what it needs.

The checks are the author's: each says where the mistake is, what it is and the way out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from worldgen.errors import InvalidSpec
from worldgen.textures.expression import Expression, Text, names_in, parse
from worldgen.textures.material import Material
from worldgen.textures.nodes import NODES
from worldgen.textures.nodes.kind import NodeType, Port, Setting
from worldgen.textures.parameters import nearest

SURFACE_PORTS = ("height", "albedo", "roughness", "metallic", "emission", "opacity", "depth")
"""What can be read of a surface below: `below.height`. NOTE: `depth` is a number."""
_MAX_STOPS = 32

Stop = tuple[Expression, Expression]


@dataclass(frozen=True, slots=True)
class Node:
    """One node; without a type it is a formula, under the name `value`."""

    name: str
    type: NodeType | None
    given: Mapping[str, Expression]
    stops: Mapping[str, tuple[Stop, ...]]

    @property
    def needs(self) -> tuple[str, ...]:
        """What it names, in order, each once."""
        expressions = [*self.given.values()]
        expressions += [each for stops in self.stops.values() for stop in stops for each in stop]
        return tuple(dict.fromkeys(n for each in expressions for n in names_in(each)))


@dataclass(frozen=True, slots=True)
class Graph:
    """NOTE: linted; whoever has one may trust its names."""

    material: Material
    nodes: tuple[Node, ...]
    """Each after those that it needs."""
    outputs: Mapping[str, Expression]
    depth: Expression


def graph_of(material: Material) -> Graph:
    """The graph of a material. Raises InvalidSpec with the path of what is wrong."""
    nodes = {name: _node(name, given) for name, given in material.nodes.items()}
    for name in nodes:
        if name in material.parameters or name in ("below", "above"):
            taken = "a parameter" if name in material.parameters else "a surface"
            raise InvalidSpec.at(f"nodes.{name}", f"{taken} has this name; choose another")
    written = material.outputs.model_dump()
    outputs = {name: parse(value, f"outputs.{name}") for name, value in written.items()}
    depth = parse(material.depth, "depth")
    for node in nodes.values():
        _check_names(node.needs, nodes, material, f"nodes.{node.name}")
    for name, expression in outputs.items():
        _check_names(names_in(expression), nodes, material, f"outputs.{name}")
    _check_names(names_in(depth), nodes, material, "depth")
    ordered = _ordered(nodes)
    _check_used(nodes, [*outputs.values(), depth], material)
    return Graph(material, ordered, outputs, depth)


def _node(name: str, given: float | str | Mapping[str, Any]) -> Node:
    path = f"nodes.{name}"
    if not isinstance(given, Mapping):
        return Node(name, None, {"value": parse(given, path)}, {})
    kind = given.get("node")
    if not isinstance(kind, str):
        raise InvalidSpec.at(f"{path}.node", "say which type of node it is, such as `node: fbm`")
    if kind not in NODES:
        said = f"there is no node type {kind[:40]!r}"
        raise InvalidSpec.at(f"{path}.node", f"{said}; {nearest(kind, NODES)}")
    node_type = NODES[kind]
    expressions: dict[str, Expression] = {}
    stops: dict[str, tuple[Stop, ...]] = {}
    for key, value in given.items():
        if key == "node":
            continue
        known = {**node_type.ports, **node_type.settings}
        if key not in known:
            said = f"{kind} has no input or setting {str(key)[:40]!r}"
            raise InvalidSpec.at(f"{path}.{str(key)[:40]}", f"{said}; {nearest(str(key), known)}")
        part = known[key]
        if isinstance(part, Setting) and part.kind == "stops":
            stops[key] = _stops(value, f"{path}.{key}")
        elif isinstance(part, Setting) and part.kind == "choice":
            expressions[key] = _choice(part, value, f"{path}.{key}")
        else:
            expressions[key] = parse(value, f"{path}.{key}")
    _check_given(node_type, {*expressions, *stops}, path)
    return Node(name, node_type, expressions, stops)


def _check_given(node_type: NodeType, given: set[str], path: str) -> None:
    parts: dict[str, Port | Setting] = {**node_type.ports, **node_type.settings}
    for key, part in parts.items():
        if part.default is None and key not in given:
            raise InvalidSpec.at(f"{path}.{key}", f"{node_type.name} needs it: {part.doc}")


def _choice(setting: Setting, value: object, field: str) -> Expression:
    """A bare word is one of the choices, or else a parameter."""
    return (
        Text(value) if isinstance(value, str) and value in setting.choices else parse(value, field)
    )


def _stops(value: object, field: str) -> tuple[Stop, ...]:
    if not isinstance(value, list) or not 2 <= len(value) <= _MAX_STOPS:
        raise InvalidSpec.at(
            field, f"write 2 to {_MAX_STOPS} pairs, such as [[0, dark], [1, light]]"
        )
    read = []
    for at, pair in enumerate(value):
        if not isinstance(pair, list) or len(pair) != 2:
            raise InvalidSpec.at(
                f"{field}[{at}]",
                "write a pair, such as [0.5, stone], an expression with commas in quotes",
            )
        read.append((parse(pair[0], f"{field}[{at}]"), parse(pair[1], f"{field}[{at}]")))
    return tuple(read)


def _check_names(
    names: Iterable[str], nodes: Mapping[str, Node], material: Material, field: str
) -> None:
    for name in names:
        first, _, port = name.partition(".")
        if first in material.takes:
            if port not in SURFACE_PORTS:
                raise InvalidSpec.at(field, f"{name!r}: {nearest(port, list(SURFACE_PORTS))}")
        elif first in nodes:
            makes = _makes(nodes[first])
            if port and port not in makes:
                said = f"{first} makes no {port!r}; {nearest(port, makes)}"
                raise InvalidSpec.at(field, said)
        elif first not in material.parameters or port:
            known = [*nodes, *material.parameters, *material.takes]
            raise InvalidSpec.at(
                field, f"there is no node or parameter {first!r}; {nearest(first, known)}"
            )


def _makes(node: Node) -> list[str]:
    return ["value"] if node.type is None else list(node.type.makes)


def _ordered(nodes: Mapping[str, Node]) -> tuple[Node, ...]:
    """Depth first, without recursion: a stranger's chain of nodes may be long."""
    done: dict[str, Node] = {}
    for first in nodes:
        way, open_names = [(first, iter(_nodes_of(nodes[first], nodes)))], [first]
        while way:
            name, needs = way[-1]
            needed = next((each for each in needs if each not in done), None)
            if needed is None:
                done.setdefault(name, nodes[name])
                way.pop()
                open_names.pop()
            elif needed in open_names:
                circle = " -> ".join([*open_names[open_names.index(needed) :], needed])
                raise InvalidSpec.at(f"nodes.{needed}", f"it needs itself: {circle}; cut it once")
            else:
                way.append((needed, iter(_nodes_of(nodes[needed], nodes))))
                open_names.append(needed)
    return tuple(done.values())


def _nodes_of(node: Node, nodes: Mapping[str, Node]) -> list[str]:
    return [n for n in dict.fromkeys(name.partition(".")[0] for name in node.needs) if n in nodes]


def _check_used(nodes: Mapping[str, Node], roots: Iterable[Expression], material: Material) -> None:
    used: set[str] = set()
    waiting = [n.partition(".")[0] for each in roots for n in names_in(each)]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            if name in nodes:
                waiting += [n.partition(".")[0] for n in nodes[name].needs]
    for name in nodes:
        if name not in used:
            raise InvalidSpec.at(f"nodes.{name}", "nothing uses it; leave it out, or use it")
    for name in material.parameters:
        if name not in used:
            raise InvalidSpec.at(f"parameters.{name}", "nothing uses it; leave it out, or use it")
