"""From values to colours and other values: gradients and curves."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from worldgen.textures import pointwise
from worldgen.textures.algebra import as_colour, as_grey, luma, mix, weighted
from worldgen.textures.kernels.view import View
from worldgen.textures.nodes.kind import Given, NodeType, Port, Setting, number
from worldgen.textures.plan import Bands, Field, Floats, Grey, Pictures, Value

ENTRIES = 257
_STOPS = Setting(
    "Positions from 0 to 1, each above the one before, and what is there.", None, kind="stops"
)


def _ramp(given: Given) -> Mapping[str, Value]:
    stops = [(at, as_colour(value, f"{given.field}.stops")) for at, value in given.stops("stops")]
    planes = [[(at, colour[plane]) for at, colour in stops] for plane in range(3)]
    numbers = [_numbers(each) for each in planes]
    if any(len(each) < len(stops) for each in numbers) or not isinstance(
        given.ports["value"], Field
    ):
        red, green, blue = (_looked_up(given, each) for each in planes)
        return {"colour": (red, green, blue)}
    table = np.stack([_table(each) for each in numbers])

    def run(view: View, makes: Bands, reads: Bands, wholes: Pictures) -> None:
        pointwise.looked_up_thrice(makes[0], makes[1], makes[2], reads[0], table)

    key, read = (pointwise.looked_up_thrice, table.tobytes()), given.stream("value")
    most = float(np.abs(table).max())
    red, green, blue = given.builder.op(key, run, (read,), count=3, most=most)
    return {"colour": (red, green, blue)}


def _curve(given: Given) -> Mapping[str, Value]:
    stops = [(at, as_grey(value, f"{given.field}.stops")) for at, value in given.stops("stops")]
    return {"value": _looked_up(given, stops)}


def _looked_up(given: Given, stops: list[tuple[float, Grey]]) -> Grey:
    """Straight lines between numbers; with a field among them the lines are mixed."""
    numbers = _numbers(stops)
    if len(numbers) < len(stops):
        return _mixed(given, stops)
    table = _table(numbers)
    if np.all(table == table[0]):
        return float(table[0])

    def run(view: View, makes: Bands, reads: Bands, wholes: Pictures) -> None:
        pointwise.looked_up(makes[0], reads[0], table)

    key = (pointwise.looked_up, table.tobytes())
    most = float(np.abs(table).max())
    return given.builder.op(key, run, (given.stream("value"),), most=most)[0]


def _numbers(stops: list[tuple[float, Grey]]) -> list[tuple[float, float]]:
    return [(at, value) for at, value in stops if not isinstance(value, Field)]


def _table(stops: list[tuple[float, float]]) -> Floats:
    """NOTE: by hand; `np.interp` may round in another way on another machine."""
    at = np.arange(ENTRIES) / (ENTRIES - 1)
    table = np.full(ENTRIES, stops[0][1])
    for (low, before), (high, after) in pairwise(stops):
        part = np.minimum((at - low) / (high - low), 1.0)
        table = np.where(at >= low, before + (after - before) * part, table)
    return table.astype(np.float32)


def _mixed(given: Given, stops: list[tuple[float, Grey]]) -> Grey:
    value, shown = given.stream("value"), stops[0][1]
    for (low, _), (high, after) in pairwise(stops):
        over = 1 / (high - low)
        part = given.builder.pixelwise(pointwise.scale_shift, (value,), over, -low * over)
        part = given.builder.pixelwise(pointwise.between, (part,), 0.0, 1.0)
        shown = mix(given.builder, shown, after, part)
    return shown


def _levels(given: Given) -> Mapping[str, Value]:
    """(value - low) / (high - low), cut to 0..1."""
    low, high = given.number("low"), given.number("high")
    if abs(high - low) < 1e-4:
        raise given.refuse("high", f"{high:g} has to differ from low")
    value = given.builder.pixelwise(
        pointwise.scale_shift, (given.stream("value"),), 1 / (high - low), -low / (high - low)
    )
    return {"value": given.builder.pixelwise(pointwise.between, (value,), 0.0, 1.0)}


def _grade(given: Given) -> Mapping[str, Value]:
    """Saturation about the brightness, then contrast about the middle."""
    colour, builder = given.colour("colour"), given.builder
    grey = luma(builder, colour)
    saturation, contrast = given.number("saturation"), given.number("contrast")
    middle = given.number("middle")

    def plane(value: Grey) -> Grey:
        value = weighted(builder, value, grey, saturation, 1.0 - saturation)
        return weighted(builder, value, middle, contrast, 1.0 - contrast)

    red, green, blue = (plane(each) for each in colour)
    return {"colour": (red, green, blue)}


_VALUE = Port("What is looked up, 0..1; what is beyond counts as the end.")
COLOURS = (
    NodeType(
        "ramp",
        "A colour for each value: a gradient through stops.",
        _ramp,
        {"value": _VALUE},
        {"stops": _STOPS},
        {"colour": "a colour"},
    ),
    NodeType(
        "curve",
        "A value for each value: straight lines through points.",
        _curve,
        {"value": _VALUE},
        {"stops": _STOPS},
        {"value": "what the points say"},
    ),
    NodeType(
        "levels",
        "Stretches low..high to 0..1.",
        _levels,
        {"value": Port("Any range.")},
        {
            "low": number("What becomes 0.", -0.5, -8.0, 8.0),
            "high": number(
                "What becomes 1; may be below low, which turns it over.", 0.5, -8.0, 8.0
            ),
        },
        {"value": "0..1"},
    ),
    NodeType(
        "grade",
        "Saturation and contrast of a colour.",
        _grade,
        {"colour": Port("What is graded.", colour=True)},
        {
            "saturation": number("0 is grey, 1 leaves it.", 1.0, 0.0, 3.0),
            "contrast": number("0 is flat, 1 leaves it.", 1.0, 0.0, 3.0),
            "middle": number("The brightness that contrast leaves.", 0.5),
        },
        {"colour": "a colour"},
    ),
)
