"""Every kernel, called once: a server compiles them before somebody waits for one.

What numba keeps on disk is loaded instead where it's there: a second or so.
"""

from collections.abc import Callable

import numpy as np

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
from worldgen.textures.kernels.view import NO_WARP, Floats, whole

_SIDE = 16


def warm(stopped: Callable[[], bool] = lambda: False) -> None:
    """Compiles what isn't compiled yet, unless `stopped()` says so between two kernels."""
    for call in calls():
        if stopped():
            return
        call()


def calls() -> list[Callable[[], None]]:
    """The same one by one, for whoever has other things to do between two kernels."""
    return [*_noises(), *_patterns(), *_reliefs(), *_packings()]


def _bands(count: int) -> tuple[Floats, ...]:
    return tuple(np.zeros((_SIDE, _SIDE), np.float32) for _ in range(count))


def _noises() -> list[Callable[[], None]]:
    view, (a, b, c, d) = whole(_SIDE, _SIDE), _bands(4)
    place = (view, NO_WARP, NO_WARP, 2, 2)
    return [
        lambda: fbm.fbm(a, *place, 2, 0.5, fbm.RIDGED, 1),
        lambda: simplex.simplex(a, *place, 2, 0.5, fbm.RIDGED, 1),
        lambda: worley.worley(a, *place, 0.5, worley.F1, worley.EUCLID, 1),
        lambda: worley.worley_all(a, b, c, *place, 0.5, worley.EUCLID, 1),
        lambda: voronoi.voronoi(a, b, c, d, *place, 0.5, 1),
        lambda: gabor.gabor(a, view, 2, 2, 0.5, 2.0, 0.0, 0.5, 1),
        lambda: sample.sample(a, b, view, NO_WARP, NO_WARP),
    ]


def _patterns() -> list[Callable[[], None]]:
    view, (a, b, c, d) = whole(_SIDE, _SIDE), _bands(4)
    place = (a, b, c, d, view, NO_WARP, NO_WARP, 4, 4)
    looks = (1.0, 0.5, 0.5, 0.5, 0.0, 1.0, 0.0, 0.5)
    return [
        lambda: layout.courses(*place, 0.5, 0.0, 0.0, 1),
        lambda: layout.hexagons(*place, 1),
        lambda: layout.herringbone(*place, 2, 1),
        lambda: weave.weave(*place, 1, 1, 1, 0.1, 1),
        lambda: waves.waves(a, view, NO_WARP, NO_WARP, 1, 1, 0.0, waves.SINE),
        lambda: scatter.scatter(a, b, c, d, view, 2, 2, *looks, scatter.DOME, 1),
    ]


def _reliefs() -> list[Callable[[], None]]:
    view, (a, b) = whole(_SIDE, _SIDE), _bands(2)
    normals = np.zeros((_SIDE, _SIDE, 3), np.uint8)
    around = np.zeros((3, _SIDE // 4, _SIDE // 4), np.float32)
    return [
        lambda: relief.normals(normals, a, view, 0.1),
        lambda: relief.slopes(b, a, view, 0.1),
        lambda: relief.curvature(b, a, view, 0.1, 1),
        lambda: blur.shrink(around[0], a),
        lambda: blur.box_blur(b, a, 1, 1, 1, True, True),
        lambda: occlusion.occlusion(b, a, around, view, 0.1, 0.5),
        lambda: weather.crumble(b, a, 0.1, 1, 1, 0.5, 1.0, True, True),
        lambda: weather.run_down(b, a, 0.5, True),
    ]


def _packings() -> list[Callable[[], None]]:
    grey, colour = np.zeros((_SIDE, _SIDE), np.uint8), np.zeros((_SIDE, _SIDE, 3), np.uint8)
    words, (a, b, c) = np.zeros((_SIDE, _SIDE), np.uint16), _bands(3)
    return [
        lambda: pack.pack_colour(colour, a, b, c),
        lambda: pack.pack_linear(colour, a, b, c),
        lambda: pack.pack_grey(grey, a),
        lambda: pack.pack_heights(words, a),
    ]
