"""Exemplars for the tests, drawn with numpy and scipy."""

import io

import numpy as np
from PIL import Image
from scipy.spatial import cKDTree

from worldgen.textures.example import Exemplar


def pebbles(side: int = 128, seed: int = 2) -> np.ndarray:
    """Stones of many greys with dark joints; nothing about it tiles."""
    random = np.random.default_rng(seed)
    middles = random.random((side * side // 300, 2)) * side
    y, x = np.mgrid[0:side, 0:side]
    pixels = np.stack((y, x), axis=2).reshape(-1, 2)
    gaps, nearest = cKDTree(middles).query(pixels, k=2)
    light = random.random(len(middles)) * 60 + 120
    shade = np.clip((gaps[:, 1] - gaps[:, 0]) / 4, 0.3, 1)
    grey = (light[nearest[:, 0]] * shade).reshape(side, side, 1)
    return np.clip(grey + random.normal(0, 3, (side, side, 3)), 0, 255).astype(np.uint8)


def exemplar(side: int = 128) -> Exemplar:
    pixels = pebbles(side)
    rows, columns = np.mgrid[0:side, 0:side]
    heights = (rows * side + columns).astype(np.uint16)
    return Exemplar(pixels, {"height": heights, "normal": 255 - pixels})


def png(pixels: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()
