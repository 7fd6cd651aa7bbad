"""How open to the sky each place of a surface is: ambient occlusion, as an operation of a plan."""

from collections.abc import Iterator

import numpy as np

from worldgen.textures.kernels.blur import box_blur, shrink
from worldgen.textures.kernels.occlusion import REACHES, SHRINK, occlusion
from worldgen.textures.kernels.view import View
from worldgen.textures.plan import Bands, Builder, Field, Pictures

STRENGTH = 0.5
"""How dark hollows are; by eye."""


def sky(builder: Builder, height: Field, depth: float) -> Field:
    """Ambient occlusion of heights: 1 is open."""
    frame = builder.frame
    small = frame.height // SHRINK, frame.width // SHRINK

    def blurred(makes: Pictures, wholes: Pictures) -> Iterator[None]:
        layers = makes[0].reshape(len(REACHES), *small)
        least = np.empty(small, np.float32)
        shrink(least, wholes[0])
        yield
        for layer, reach in zip(layers, REACHES, strict=True):
            pixels = max(1, round(reach * small[1] / 2))
            box_blur(layer, least, pixels, pixels, 2, frame.wrap_x, frame.wrap_y)
            yield

    shape = (len(REACHES) * small[0], small[1])
    around = builder.picture_op(("surroundings",), blurred, (height,), (shape,))[0]

    def fill(view: View, makes: Bands, reads: Bands, wholes: Pictures) -> None:
        layers = wholes[1].reshape(len(REACHES), *small)
        occlusion(makes[0], wholes[0], layers, view, depth, STRENGTH)

    return builder.op((occlusion, depth), fill, (), (height, around))[0]
