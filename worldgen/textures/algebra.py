"""What the functions of an expression do to numbers, fields and colours.

A number with a number is worked out at once; a field with anything becomes an operation; a colour
is three of either, and whatever meets a colour is done to each of the three.
"""

from collections.abc import Callable, Mapping
from math import floor, sqrt
from typing import TypeAlias

from worldgen.errors import InvalidSpec
from worldgen.textures import pointwise
from worldgen.textures.bounds import MOST
from worldgen.textures.expression import COLOUR
from worldgen.textures.parameters import colour_of
from worldgen.textures.plan import Builder, Colour, Field, Grey, Value

Greys: TypeAlias = Callable[..., Grey]
MAX_POWER = 8
_SHARPEST = 1e-6
PHYSICAL = (30 / 255, 240 / 255)
"""Albedo of what is no metal: from charcoal to fresh snow, sRGB."""


def constant(written: float | str) -> Value:
    """A number, the colour of "#rrggbb", or a text."""
    if isinstance(written, str) and COLOUR.fullmatch(written):
        return colour_of(written)
    return written


def apply(builder: Builder, function: str, values: list[Value], field: str) -> Value:
    """What the function makes of them. Raises InvalidSpec at `field`."""
    if function == "equal" and any(isinstance(each, str) for each in values):
        return float(values[0] == values[1])
    if any(isinstance(each, str) for each in values):
        raise InvalidSpec.at(field, f"{function} takes no text; compare texts with ==")
    if function in _OF_COLOURS:
        return _OF_COLOURS[function](builder, values, field)
    grey = _GREYS[function]
    if not any(isinstance(each, tuple) for each in values):
        return bounded(builder, grey(builder, *values), field)
    planes = [as_colour(each, field) for each in values]
    red, green, blue = (
        bounded(builder, grey(builder, *(each[at] for each in planes)), field) for at in range(3)
    )
    return red, green, blue


def bounded(builder: Builder, value: Grey, field: str) -> Grey:
    """Itself. Raises InvalidSpec where it could be beyond all bounds."""
    most = builder.most(value)
    if not most <= MOST:
        raise InvalidSpec.at(
            field, f"values could be as far from 0 as {most:g}, at most {MOST:g}; clamp some before"
        )
    return value


def as_colour(value: Value, field: str) -> Colour:
    """Itself, or a grey as one. Raises InvalidSpec for a text."""
    if isinstance(value, str):
        raise InvalidSpec.at(field, f"{value[:40]!r} is a text, not a colour")
    return value if isinstance(value, tuple) else (value, value, value)


def as_grey(value: Value, field: str) -> Grey:
    """A number or a field. Raises InvalidSpec for a text or a colour."""
    if isinstance(value, tuple):
        raise InvalidSpec.at(field, "this is a colour; use luma(...), red(...) or a grey node")
    if isinstance(value, str):
        raise InvalidSpec.at(field, f"{value[:40]!r} is a text, not a number")
    return value


def luma(builder: Builder, colour: Colour) -> Grey:
    """How bright it looks: ITU-R BT.709 weights, on sRGB as it is."""
    red, green, blue = colour
    warm = weighted(builder, red, green, 0.2126, 0.7152)
    return weighted(builder, warm, blue, 1.0, 0.0722)


def weighted(builder: Builder, a: Grey, b: Grey, of_a: float, of_b: float) -> Grey:
    """a * of_a + b * of_b"""
    if isinstance(a, Field) and isinstance(b, Field):
        first, second = _line(builder, a), _line(builder, b)
        shift = first[2] * of_a + second[2] * of_b
        of_a, of_b = first[1] * of_a, second[1] * of_b
        if first[0] == second[0]:
            return _scaled(builder, first[0], of_a + of_b, shift)
        return builder.pixelwise(pointwise.weighted, (first[0], second[0]), of_a, of_b, shift)
    if isinstance(a, Field):
        assert not isinstance(b, Field)
        return _scaled(builder, a, of_a, b * of_b)
    if isinstance(b, Field):
        return _scaled(builder, b, of_b, a * of_a)
    return a * of_a + b * of_b


def mix(builder: Builder, a: Grey, b: Grey, amount: Grey) -> Grey:
    """a where amount is 0, b where it is 1"""
    if a == b:
        return a
    if not isinstance(amount, Field):
        return weighted(builder, a, b, 1.0 - amount, amount)
    if not isinstance(a, Field) and not isinstance(b, Field):
        return _scaled(builder, amount, b - a, a)
    fields = (builder.field(a), builder.field(b), amount)
    return builder.pixelwise(pointwise.mixed, fields)


def _scaled(builder: Builder, a: Field, scale: float, shift: float) -> Grey:
    base, slope, offset = _line(builder, a)
    slope, offset = slope * scale, offset * scale + shift
    if slope == 0:
        return offset
    if slope == 1 and offset == 0:
        return base
    made = builder.pixelwise(pointwise.scale_shift, (base,), slope, offset)
    builder.lines[made] = (base, slope, offset)
    return made


def _line(builder: Builder, a: Field) -> tuple[Field, float, float]:
    """The field that `a` is a straight line of, with its slope and offset: sums of sums are one."""
    return builder.lines.get(a, (a, 1.0, 0.0))


def _add(builder: Builder, a: Grey, b: Grey) -> Grey:
    return weighted(builder, a, b, 1.0, 1.0)


def _subtract(builder: Builder, a: Grey, b: Grey) -> Grey:
    return weighted(builder, a, b, 1.0, -1.0)


def _multiply(builder: Builder, a: Grey, b: Grey) -> Grey:
    if isinstance(a, Field) and isinstance(b, Field):
        return builder.pixelwise(pointwise.multiply, (a, b))
    if isinstance(a, Field):
        assert not isinstance(b, Field)
        return _scaled(builder, a, b, 0.0)
    return _scaled(builder, b, a, 0.0) if isinstance(b, Field) else a * b


def _divide(builder: Builder, a: Grey, b: Grey) -> Grey:
    if not isinstance(b, Field):
        by = b if abs(b) > pointwise.LEAST_DIVISOR else pointwise.LEAST_DIVISOR
        return _scaled(builder, a, 1 / by, 0.0) if isinstance(a, Field) else a / by
    return builder.pixelwise(pointwise.divide, (builder.field(a), b))


def _min(builder: Builder, a: Grey, b: Grey) -> Grey:
    if isinstance(a, Field) or isinstance(b, Field):
        return builder.pixelwise(pointwise.minimum, (builder.field(a), builder.field(b)))
    return min(a, b)


def _max(builder: Builder, a: Grey, b: Grey) -> Grey:
    if isinstance(a, Field) or isinstance(b, Field):
        return builder.pixelwise(pointwise.maximum, (builder.field(a), builder.field(b)))
    return max(a, b)


def clamp(builder: Builder, a: Grey) -> Grey:
    """a, at least 0 and at most 1"""
    if isinstance(a, Field):
        return builder.pixelwise(pointwise.between, (a,), 0.0, 1.0)
    return min(max(a, 0.0), 1.0)


def _physical(builder: Builder, a: Grey) -> Grey:
    """a, within what surfaces that are no metal reflect."""
    low, high = PHYSICAL
    if isinstance(a, Field):
        return builder.pixelwise(pointwise.between, (a,), low, high)
    return min(max(a, low), high)


def _abs(builder: Builder, a: Grey) -> Grey:
    return builder.pixelwise(pointwise.absolute, (a,)) if isinstance(a, Field) else abs(a)


def _floor(builder: Builder, a: Grey) -> Grey:
    return builder.pixelwise(pointwise.floored, (a,)) if isinstance(a, Field) else float(floor(a))


def _fract(builder: Builder, a: Grey) -> Grey:
    return _subtract(builder, a, _floor(builder, a))


def _round(builder: Builder, a: Grey) -> Grey:
    return _floor(builder, _add(builder, a, 0.5))


def _sqrt(builder: Builder, a: Grey) -> Grey:
    return builder.pixelwise(pointwise.rooted, (a,)) if isinstance(a, Field) else sqrt(max(a, 0.0))


def _less(builder: Builder, a: Grey, b: Grey) -> Grey:
    if isinstance(a, Field) or isinstance(b, Field):
        return builder.pixelwise(pointwise.less, (builder.field(a), builder.field(b)))
    return float(a < b)


def _greater(builder: Builder, a: Grey, b: Grey) -> Grey:
    return _less(builder, b, a)


def _equal(builder: Builder, a: Grey, b: Grey) -> Grey:
    if isinstance(a, Field) or isinstance(b, Field):
        return _less(builder, _abs(builder, _subtract(builder, a, b)), 1e-4)
    return float(a == b)


def _step(builder: Builder, edge: Grey, a: Grey) -> Grey:
    """1 from the edge on, else 0."""
    return _subtract(builder, 1.0, _less(builder, a, edge))


def _where(builder: Builder, test: Grey, a: Grey, b: Grey) -> Grey:
    """a where test is above 0.5, else b."""
    if not isinstance(test, Field):
        return a if test > 0.5 else b
    return mix(builder, b, a, _less(builder, 0.5, test))


def _smoothstep(builder: Builder, low: Grey, high: Grey, a: Grey) -> Grey:
    """0 at low, 1 at high and an S between; high may be the smaller."""
    if not isinstance(low, Field) and not isinstance(high, Field) and isinstance(a, Field):
        base, slope, offset = _line(builder, a)
        over = 1 / (high - low) if abs(high - low) > _SHARPEST else 1 / _SHARPEST
        return builder.pixelwise(pointwise.smooth, (base,), (low - offset) / slope, slope * over)
    t = _divide(builder, _subtract(builder, a, low), _subtract(builder, high, low))
    if isinstance(t, Field):
        return builder.pixelwise(pointwise.smooth_01, (t,))
    t = min(max(t, 0.0), 1.0)
    return t * t * (3 - 2 * t)


def _bias(builder: Builder, a: Grey, by: Grey) -> Grey:
    """0..1 -> 0..1, such that 0.5 becomes `by`: C. Schlick, "Fast Alternatives to Perlin's Bias and
    Gain Functions", 1994."""
    if isinstance(by, Field):
        bend = _subtract(builder, _divide(builder, 1.0, by), 2.0)
        below = _add(builder, _multiply(builder, bend, _subtract(builder, 1.0, a)), 1.0)
        return _divide(builder, a, below)
    bend = 1 / min(max(by, 1e-3), 0.999) - 2
    if isinstance(a, Field):
        return builder.pixelwise(pointwise.biased, (a,), bend)
    a = min(max(a, 0.0), 1.0)
    return a / (bend * (1 - a) + 1)


def _gain(builder: Builder, a: Grey, by: Grey) -> Grey:
    """0..1 -> 0..1, steeper in the middle above 0.5, flatter below; same source."""
    doubled = _multiply(builder, a, 2.0)
    low = _bias(builder, doubled, _subtract(builder, 1.0, by))
    high = _bias(builder, _subtract(builder, 2.0, doubled), _subtract(builder, 1.0, by))
    bent = _where(builder, _less(builder, a, 0.5), low, _subtract(builder, 2.0, high))
    return _multiply(builder, bent, 0.5)


def _overlay(builder: Builder, a: Grey, b: Grey) -> Grey:
    if isinstance(a, Field) or isinstance(b, Field):
        return builder.pixelwise(pointwise.overlaid, (builder.field(a), builder.field(b)))
    return 2 * a * b if a < 0.5 else 1 - 2 * (1 - a) * (1 - b)


def _rgb(builder: Builder, values: list[Value], field: str) -> Value:
    red, green, blue = (as_grey(each, field) for each in values)
    return red, green, blue


def _power(builder: Builder, values: list[Value], field: str) -> Value:
    """NOTE: only whole powers, as products: `pow` differs between machines."""
    power = values[1]
    if not isinstance(power, float) or power not in range(1, MAX_POWER + 1):
        raise InvalidSpec.at(field, f"power takes whole numbers from 1 to {MAX_POWER}, or use bias")
    product = values[0]
    for _ in range(int(power) - 1):
        product = apply(builder, "mul", [product, values[0]], field)
    return product


_OF_COLOURS: Mapping[str, Callable[[Builder, list[Value], str], Value]] = {
    "rgb": _rgb,
    "power": _power,
    "luma": lambda builder, values, field: luma(builder, as_colour(values[0], field)),
    "red": lambda builder, values, field: as_colour(values[0], field)[0],
    "green": lambda builder, values, field: as_colour(values[0], field)[1],
    "blue": lambda builder, values, field: as_colour(values[0], field)[2],
}
_GREYS: Mapping[str, Greys] = {
    "add": _add, "sub": _subtract, "mul": _multiply, "div": _divide, "min": _min, "max": _max,
    "clamp": clamp, "physical": _physical,
    "abs": _abs, "floor": _floor, "fract": _fract, "round": _round,
    "sqrt": _sqrt, "less": _less, "greater": _greater, "equal": _equal, "step": _step,
    "where": _where, "smoothstep": _smoothstep, "bias": _bias, "gain": _gain, "mix": mix,
    "overlay": _overlay,
}  # fmt: skip
