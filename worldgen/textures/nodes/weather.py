"""Nodes that weather a relief, or look it up elsewhere: each ends a pass, as `surroundings` do.

Weathering is worked out on at most WORKED pixels across, and what it changed is added to the full
size: as coarse as it is, that can't be seen, and no size takes long.
"""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from worldgen.textures.algebra import weighted
from worldgen.textures.enlarge import enlarged
from worldgen.textures.kernels.blur import shrink
from worldgen.textures.kernels.sample import sample
from worldgen.textures.kernels.view import NO_WARP, View
from worldgen.textures.kernels.weather import crumble, run_down
from worldgen.textures.nodes.kind import WARP, Given, NodeType, Port, number, whole
from worldgen.textures.nodes.placed import displaced
from worldgen.textures.plan import Bands, Field, Floats, Pictures, Value

WORKED = 1024


def _crumble(given: Given) -> Mapping[str, Value]:
    frame, depth = given.builder.frame, given.number("depth")
    times, (slope, settles) = given.whole("times"), map(given.number, ("slope", "settles"))

    def weather(out: Floats, heights: Floats) -> None:
        pixels = given.number("reach") * heights.shape[1]
        reach = 1 << max(0, int(pixels).bit_length() - 1)
        wraps = frame.wrap_x, frame.wrap_y
        crumble(out, heights, depth, reach, times, slope, settles, *wraps)

    key = (depth, given.number("reach"), times, slope, settles)
    return {"value": _changed(given, (crumble, *key), given.stream("height"), weather)}


def _streaks(given: Given) -> Mapping[str, Value]:
    length = given.number("length")

    def run(out: Floats, image: Floats) -> None:
        run_down(out, image, length, given.builder.frame.wrap_y)

    return {"value": _changed(given, (run_down, length), given.stream("value"), run)}


def _changed(
    given: Given, key: tuple[object, ...], value: Field, change: Callable[[Floats, Floats], None]
) -> Field:
    """The value with what a change of the whole picture, maybe a smaller one, does to it."""
    builder, frame = given.builder, given.builder.frame
    times = max(1, frame.width // WORKED)
    times = times if frame.width % times == frame.height % times == 0 else 1
    shape = frame.height // times, frame.width // times

    def run(makes: Pictures, wholes: Pictures) -> Iterator[None]:
        if times == 1:
            change(makes[0], wholes[0])
        else:
            small = np.empty(shape, np.float32)
            shrink(small, wholes[0])
            yield
            change(makes[0], small)
            makes[0] -= small
        yield

    most = 4.0 * builder.most(value) + 1.0
    made = builder.picture_op((*key, times), run, (value,), (shape,), most)[0]
    if times == 1:
        return made

    def enlarge(view: View, makes: Bands, reads: Bands, wholes: Pictures) -> None:
        enlarged(makes[0], wholes[0], view)

    difference = builder.op((enlarged,), enlarge, (), (made,), most=most)[0]
    whole_size = weighted(builder, value, difference, 1.0, 1.0)
    assert isinstance(whole_size, Field)
    return whole_size


def _lookup(given: Given) -> Mapping[str, Value]:
    def run(view: View, makes: Bands, warps: Bands, wholes: Pictures) -> None:
        dx, dy = warps or (NO_WARP, NO_WARP)
        sample(makes[0], wholes[0], view, dx, dy)

    reads, value = displaced(given), given.stream("value")
    if not reads:
        return {"value": value}
    most = given.builder.most(value)
    return {"value": given.builder.op((sample,), run, reads, (value,), most=most)[0]}


WEATHER = (
    NodeType(
        "crumble",
        "Wears off what is too steep, and lets it settle below: erosion, worn corners.",
        _crumble,
        {"height": Port("Heights, 0..1.")},
        {
            "depth": number("How far 1 is above 0, in widths.", 0.02, 0.001, 1.0),
            "slope": number("Rise over run that still holds.", 0.5, 0.0, 8.0),
            "reach": number("How far what crumbles rolls, in widths.", 0.01, 0.0, 0.125),
            "times": whole("How long it goes on.", 4, 1, 16),
            "settles": number("How much of it stays, below; the rest is blown away.", 0.5),
        },
        {"value": "heights"},
    ),
    NodeType(
        "streaks",
        "Lets a value run down and fade: stains below windows, rust below bolts.",
        _streaks,
        {"value": Port("What runs, 0..1.")},
        {"length": number("From 1 to 0, in heights of the texture.", 0.2, 0.01, 1.0)},
        {"value": "0..1"},
    ),
    NodeType(
        "lookup",
        "A value, looked up elsewhere: bends anything, also what has no warp of its own.",
        _lookup,
        {"value": Port("What is looked up."), **WARP},
        {},
        {"value": "as what is looked up"},
    ),
)
