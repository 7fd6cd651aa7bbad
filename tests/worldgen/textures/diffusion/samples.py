"""Small pictures for the tests, as a spec takes them."""

import base64
import io

import numpy as np
from PIL import Image


def picture(seed=5, side=32):
    """(side, side, 3): colours at random."""
    return np.random.default_rng(seed).integers(0, 256, (side, side, 3)).astype(np.uint8)


def half(side=32):
    """A mask that is white on the left."""
    mask = np.zeros((side, side), np.uint8)
    mask[:, : side // 2] = 255
    return mask


def sent(pixels):
    """A PNG in base64."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return base64.b64encode(file.getvalue())
