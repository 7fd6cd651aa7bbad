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
    planes = [
        _looked_up(given, [(at, colour[plane]) for at, colour in stops]) for plane in range(3)
    ]
    return {"colour": (planes[0], planes[1], planes[2])}


def _curve(given: Given) -> Mapping[str, Value]:
    stops = [(at, as_grey(value, f"{given.field}.stops")) for at, value in given.stops("stops")]
    return {"value": _looked_up(given, stops)}


def _looked_up(given: Given, stops: list[tuple[float, Grey]]) -> Grey:
    """Straight lines between numbers; with a field among them the lines are mixed."""
    numbers = [(at, value) for at, value in stops if not isinstance(value, Field)]
    if len(numbers) < len(stops):
        return _mixed(given, stops)
    table = _table(numbers)
    if np.all(table == table[0]):
        return float(table[0])
    field = given.stream("value")

    def run(view: View, makes: Bands, reads: Bands, wholes: Pictures) -> None:
        pointwise.looked_up(makes[0], reads[0], table)

    return given.builder.op((pointwise.looked_up, table.tobytes()), run, (field,))[0]


def _table(stops: list[tuple[float, float]]) -> Floats:
    """NOTE: by hand; `np.interp` may round in another way on another machine."""
    table = np.empty(ENTRIES, np.float32)
    for entry in range(ENTRIES):
        at = entry / (ENTRIES - 1)
        left = max((stop for stop in stops if stop[0] <= at), default=stops[0])
        right = min((stop for stop in stops if stop[0] > at), default=stops[-1])
        over = right[0] - left[0]
        part = min(max((at - left[0]) / over, 0.0), 1.0) if over > 0 else 0.0
        table[entry] = left[1] + (right[1] - left[1]) * part
    return table


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
