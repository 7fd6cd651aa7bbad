"""Nodes that look around a pixel: blur, slope, occlusion. Each ends a pass over the picture, and
holds what it looks at as a whole, so a material does well with few of them."""

from collections.abc import Iterator, Mapping

import numpy as np

from worldgen.textures.enlarge import enlarged
from worldgen.textures.kernels.blur import box_blur, shrink
from worldgen.textures.kernels.relief import slopes
from worldgen.textures.kernels.view import View
from worldgen.textures.nodes.kind import Given, NodeType, Port, number
from worldgen.textures.plan import Bands, Builder, Field, Floats, Pictures, Value
from worldgen.textures.sky import sky

SHRUNK = 4
_FINE = 8
"""Pixels of reach from which a blur is taken at a quarter of the size."""


def _blur(given: Given) -> Mapping[str, Value]:
    frame = given.builder.frame
    reach = round(given.number("size") * frame.width / 2)
    value = given.grey("value")
    if reach == 0 or not isinstance(value, Field):
        return {"value": value}
    if reach < _FINE:
        return {"value": _blurred(given.builder, value, reach, 1)}
    small = _blurred(given.builder, value, max(1, round(reach / SHRUNK)), SHRUNK)

    def enlarge(view: View, makes: Bands, reads: Bands, wholes: Pictures) -> None:
        enlarged(makes[0], wholes[0], view)

    return {
        "value": given.builder.op(
            (enlarged,), enlarge, (), (small,), most=given.builder.most(value)
        )[0]
    }


def _blurred(builder: Builder, value: Field, reach: int, times: int) -> Field:
    frame = builder.frame
    shape = (frame.height // times, frame.width // times)

    def run(makes: Pictures, wholes: Pictures) -> Iterator[None]:
        source: Floats = wholes[0]
        if times > 1:
            source = np.empty(shape, np.float32)
            shrink(source, wholes[0])
            yield
        box_blur(makes[0], source, reach, reach, 2, frame.wrap_x, frame.wrap_y)
        yield

    key, most = (box_blur, reach, times), builder.most(value)
    return builder.picture_op(key, run, (value,), (shape,), most)[0]


def _slope(given: Given) -> Mapping[str, Value]:
    depth = given.number("depth")

    def run(view: View, makes: Bands, reads: Bands, wholes: Pictures) -> None:
        slopes(makes[0], wholes[0], view, depth)

    height = given.stream("height")
    most = 2.0 * depth * given.builder.frame.width * given.builder.most(height)
    return {"value": given.builder.op((slopes, depth), run, (), (height,), most=most)[0]}


def _sky(given: Given) -> Mapping[str, Value]:
    return {"value": sky(given.builder, given.stream("height"), given.number("depth"))}


_HEIGHT = Port("Heights, 0..1.")
_DEPTH = number("How far 1 is above 0, in widths: the material's own depth.", 0.02, 0.001, 1.0)
SURROUNDINGS = (
    NodeType(
        "blur",
        "Means over surroundings. A value less its blur is how far it stands out.",
        _blur,
        {"value": Port("What is blurred.")},
        {"size": number("How far, in widths of the texture.", 0.02, 0.0, 0.25)},
        {"value": "as what is blurred"},
    ),
    NodeType(
        "slope",
        "How steep heights are.",
        _slope,
        {"height": _HEIGHT},
        {"depth": _DEPTH},
        {"value": "rise over run: 0 is flat, 1 is 45 degrees"},
    ),
    NodeType(
        "sky",
        "How open a place is: ambient occlusion of heights.",
        _sky,
        {"height": _HEIGHT},
        {"depth": _DEPTH},
        {"value": "0..1: 1 is open, 0 a deep hollow"},
    ),
)
