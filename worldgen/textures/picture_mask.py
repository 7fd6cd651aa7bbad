"""A designer's mask as a field: a grey picture, stretched over the texture, its rim blurred."""

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image

from worldgen.errors import InvalidSpec
from worldgen.textures.kernels.blur import box_blur
from worldgen.textures.plan import Builder, Field, Floats, Pictures
from worldgen.textures.spec import MAX_SIDE

_FIELD = "region.mask"


def covered(builder: Builder, png: bytes, feather: float) -> Field:
    """1 where the picture is white. Raises InvalidSpec for what is no such picture."""
    frame = builder.frame
    mask = _stretched(_read(png), frame.width, frame.height)
    mask = np.roll(mask, (-frame.top, -frame.left), (0, 1))
    reach = round(feather * frame.width / 2)

    def fill(makes: Pictures, wholes: Pictures) -> Iterator[None]:
        makes[0][:] = mask
        yield
        if reach > 0:
            box_blur(makes[0], makes[0], reach, reach, 2, frame.wrap_x, frame.wrap_y)
            yield

    shape = (frame.height, frame.width)
    return builder.picture_op(("mask", png, feather), fill, (), (shape,))[0]


def _read(png: bytes) -> Floats:
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
            if max(image.size) > MAX_SIDE:
                raise InvalidSpec.at(_FIELD, f"{image.size} pixels; at most {MAX_SIDE} a side")
            return np.asarray(image.convert("L"), np.float32) / np.float32(255.0)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise InvalidSpec.at(_FIELD, "this is no PNG that can be read; send a grey one") from None


def _stretched(mask: Floats, width: int, height: int) -> Floats:
    """The nearest pixel each."""
    rows = (np.arange(height) * 2 + 1) * mask.shape[0] // (2 * height)
    columns = (np.arange(width) * 2 + 1) * mask.shape[1] // (2 * width)
    stretched: Floats = mask[rows[:, None], columns[None, :]]
    return stretched
