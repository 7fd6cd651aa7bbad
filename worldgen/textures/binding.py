"""A graph with its parameters filled in, as operations on fields: a surface.

The same graph may be bound several times into one picture (a material and what lies on it); each
has a name of its own, which all of its nodes' seeds come from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import floor

from worldgen.errors import InvalidSpec
from worldgen.rng import seed_of
from worldgen.textures.algebra import apply, as_colour, as_grey, bounded, constant
from worldgen.textures.expression import Expression, value_of
from worldgen.textures.graph import Graph, Node
from worldgen.textures.nodes.kind import Given, Setting, SettingValue
from worldgen.textures.parameters import Setting as ParameterValue
from worldgen.textures.plan import Builder, Colour, Grey, Value


@dataclass(frozen=True, slots=True)
class Surface:
    """What a picture shows, before it is written as bytes: all 0..1, colours sRGB."""

    height: Grey
    albedo: Colour
    roughness: Grey
    metallic: Grey
    emission: Colour
    opacity: Grey
    depth: float
    """How far height 1 is above height 0, in widths of the texture."""


MAX_DEPTH = 1.0
MIN_DEPTH = 0.001


def bind(
    builder: Builder,
    graph: Graph,
    params: Mapping[str, ParameterValue],
    seed_names: tuple[str | int, ...],
    surfaces: Mapping[str, Surface] | None = None,
) -> Surface:
    """The surface that the graph makes of these parameters, all of them given.

    `surfaces` are those below and above, where the graph takes any. Raises InvalidSpec where an
    expression gives a node what it can't be.
    """
    names: dict[str, Value] = {}
    for name, parameter in params.items():
        names[name] = constant(parameter) if isinstance(parameter, str) else float(parameter)
    for name, surface in (surfaces or {}).items():
        names |= {f"{name}.{port}": getattr(surface, port) for port in Surface.__slots__}
    for node in graph.nodes:
        made = _bound(builder, node, names, seed_of(*seed_names, node.name))
        names |= {f"{node.name}.{port}": value for port, value in made.items()}
        names[node.name] = next(iter(made.values()))
    outputs = {
        name: _value(builder, each, names, f"outputs.{name}")
        for name, each in graph.outputs.items()
    }
    return _surface(outputs, _value(builder, graph.depth, names, "depth"))


def _surface(outputs: Mapping[str, Value], depth: Value) -> Surface:
    if not isinstance(depth, float) or not MIN_DEPTH <= depth <= MAX_DEPTH:
        said = f"{depth:g}" if isinstance(depth, float) else "this"
        raise InvalidSpec.at("depth", f"{said} is no number from {MIN_DEPTH} to {MAX_DEPTH}")
    return Surface(
        as_grey(outputs["height"], "outputs.height"),
        as_colour(outputs["albedo"], "outputs.albedo"),
        as_grey(outputs["roughness"], "outputs.roughness"),
        as_grey(outputs["metallic"], "outputs.metallic"),
        as_colour(outputs["emission"], "outputs.emission"),
        as_grey(outputs["opacity"], "outputs.opacity"),
        depth,
    )


def _value(
    builder: Builder, expression: Expression, names: Mapping[str, Value], field: str
) -> Value:
    return value_of(
        expression,
        names.__getitem__,
        constant,
        lambda function, values: apply(builder, function, values, field),
    )


def _bound(
    builder: Builder, node: Node, names: Mapping[str, Value], seed: int
) -> Mapping[str, Value]:
    path = f"nodes.{node.name}"
    value = partial(_value, builder, names=names)
    if node.type is None:
        return {"value": value(node.given["value"], field=path)}
    ports: dict[str, Value] = {}
    for key, port in node.type.ports.items():
        field = f"{path}.{key}"
        given = value(node.given[key], field=field) if key in node.given else port.default
        assert given is not None
        ports[key] = as_colour(given, field) if port.colour else as_grey(given, field)
    settings: dict[str, SettingValue] = {}
    for key, setting in node.type.settings.items():
        field = f"{path}.{key}"
        if key in node.stops:
            settings[key] = _stops(builder, node, key, names, field)
        elif key in node.given:
            settings[key] = _setting(setting, value(node.given[key], field=field), field)
        else:
            assert setting.default is not None
            settings[key] = setting.default
    made = node.type.build(Given(builder, ports, settings, seed, path))
    for each in made.values():
        for plane in as_colour(each, path):
            bounded(builder, plane, path)
    return made


def _setting(setting: Setting, value: Value, field: str) -> SettingValue:
    if setting.kind == "choice":
        if value not in setting.choices:
            raise InvalidSpec.at(field, f"{str(value)[:40]!r} isn't {setting.said}")
        return str(value)
    if not isinstance(value, float):
        raise InvalidSpec.at(field, "this has to be one number, the same for every pixel")
    number = float(floor(value + 0.5)) if setting.kind == "int" else value
    if not setting.low <= number <= setting.high:
        raise InvalidSpec.at(field, f"{value:g} is outside of {setting.said}")
    return number


def _stops(
    builder: Builder, node: Node, key: str, names: Mapping[str, Value], field: str
) -> tuple[tuple[float, Value], ...]:
    stops = []
    for at, (position, shown) in enumerate(node.stops[key]):
        place = _value(builder, position, names, f"{field}[{at}]")
        if not isinstance(place, float) or not 0 <= place <= 1:
            raise InvalidSpec.at(f"{field}[{at}]", "a position is a number from 0 to 1")
        stops.append((place, _value(builder, shown, names, f"{field}[{at}]")))
    for at, ((before, _), (after, _)) in enumerate(pairwise(stops)):
        if after <= before:
            raise InvalidSpec.at(f"{field}[{at + 1}]", f"{after:g} isn't above {before:g}")
    return tuple(stops)
