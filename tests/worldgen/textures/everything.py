"""A small picture of every kernel, by name, and its hash: what has to be alike everywhere."""

import hashlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from worldgen.textures.kernels import (
    blur,
    fbm,
    gabor,
    layout,
    occlusion,
    pack,
    relief,
    sample,
    scatter,
    simplex,
    voronoi,
    waves,
    weather,
    weave,
    worley,
)
from worldgen.textures.kernels.view import NO_WARP, Floats, View

_VIEW = View(-8, 20, 92, 76, True, False)
_ROWS, _COLUMNS = 76, 92
_FLAT = (NO_WARP, NO_WARP)
_LOOKS = (1.0, 0.3, 0.4, 0.5, 0.1, 0.7, 0.6, 0.5)

Drawn = list[NDArray[np.generic]]


def _bands(count: int) -> list[Floats]:
    return [np.zeros((_ROWS, _COLUMNS), np.float32) for _ in range(count)]


def _filled(fill: Callable[..., None], outs: int, *arguments: object) -> Drawn:
    bands = _bands(outs)
    fill(*bands, *arguments)
    return list(bands)


def _noise(warped: bool, mode: int) -> Drawn:
    dx, dy = _filled(waves.waves, 1, _VIEW, *_FLAT, 2, 1, 0.1, 0) * 2 if warped else _FLAT
    return _filled(fbm.fbm, 1, _VIEW, dx, dy, 3, 5, 4, 0.55, mode, 77)


def _heights() -> Floats:
    (height,) = _noise(False, fbm.FBM)
    return np.asarray(height * np.float32(0.7) + np.float32(0.5), np.float32)


def _of_heights(fill: Callable[..., None], *arguments: object) -> Drawn:
    return _filled(fill, 1, _heights(), *arguments)


def _open_sky() -> Drawn:
    around = occlusion.surroundings(_heights(), True, False)
    return _of_heights(occlusion.occlusion, around, _VIEW, 0.1, 0.5)


def _packed() -> Drawn:
    height, out = _heights(), np.zeros((4, _ROWS, _COLUMNS, 3), np.uint8)
    words = np.zeros((_ROWS, _COLUMNS), np.uint16)
    relief.normals(out[0], height, _VIEW, 0.2)
    pack.pack_colour(out[1], height, height, height)
    pack.pack_linear(out[2], height, height, height)
    pack.pack_heights(words, height)
    return [out, words]


PICTURES: dict[str, Callable[[], Drawn]] = {
    "fbm": lambda: _noise(False, fbm.FBM),
    "billow, warped": lambda: _noise(True, fbm.BILLOW),
    "ridged, warped": lambda: _noise(True, fbm.RIDGED),
    "simplex": lambda: _filled(simplex.simplex, 1, _VIEW, *_FLAT, 3, 4, 4, 0.5, 0, 7),
    "worley": lambda: _filled(worley.worley, 1, _VIEW, *_FLAT, 5, 4, 0.9, 2, 1, 7),
    "worley, all": lambda: _filled(worley.worley_all, 3, _VIEW, *_FLAT, 5, 4, 0.9, 0, 7),
    "voronoi": lambda: _filled(voronoi.voronoi, 4, _VIEW, *_FLAT, 5, 4, 0.9, 7),
    "gabor": lambda: _filled(gabor.gabor, 1, _VIEW, 5, 4, 0.4, 3.0, 0.1, 0.2, 7),
    "courses": lambda: _filled(layout.courses, 4, _VIEW, *_FLAT, 4, 6, 0.5, 0.7, 0.4, 7),
    "hexagons": lambda: _filled(layout.hexagons, 4, _VIEW, *_FLAT, 4, 6, 7),
    "herringbone": lambda: _filled(layout.herringbone, 4, _VIEW, *_FLAT, 8, 8, 2, 7),
    "weave": lambda: _filled(weave.weave, 4, _VIEW, *_FLAT, 10, 10, 1, 4, 2, 0.1, 7),
    "waves": lambda: _filled(waves.waves, 1, _VIEW, *_FLAT, 3, -2, 0.1, 0),
    "scatter": lambda: _filled(scatter.scatter, 4, _VIEW, 4, 3, *_LOOKS, 3, 7),
    "sample": lambda: _of_heights(sample.sample, _VIEW, _heights(), _heights()),
    "slopes": lambda: _of_heights(relief.slopes, _VIEW, 0.2),
    "curvature": lambda: _of_heights(relief.curvature, _VIEW, 0.2, 3),
    "occlusion": _open_sky,
    "box_blur": lambda: _of_heights(blur.box_blur, 5, 3, 3, True, False),
    "crumble": lambda: _of_heights(weather.crumble, 0.1, 4, 2, 0.3, 0.7, True, False),
    "run_down": lambda: _of_heights(weather.run_down, 0.4, True),
    "bytes": _packed,
}


def hash_of(name: str) -> str:
    drawn = PICTURES[name]()
    return hashlib.sha256(b"".join(each.tobytes() for each in drawn)).hexdigest()
