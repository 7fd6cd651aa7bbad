"""Textures for tests: small, whole or moved, and what their borders are like."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from worldgen.textures.composing import surface_of
from worldgen.textures.evaluate import evaluate
from worldgen.textures.finish import finish
from worldgen.textures.generate import frame_of, generate
from worldgen.textures.library import Library, bundled
from worldgen.textures.maps import MapSet
from worldgen.textures.plan import Builder
from worldgen.textures.spec import read_spec

Map = NDArray[Any]


def painted(library: Library | None = None, **fields: Any) -> MapSet:
    return generate(read_spec({"size": 64, **fields}), library).maps


def moved(left: int, top: int, library: Library | None = None, **fields: Any) -> MapSet:
    """The same texture, its first pixel at another place of it."""
    spec = read_spec({"size": 64, **fields})
    builder = Builder(dataclasses.replace(frame_of(spec), left=left, top=top))
    finished = finish(builder, surface_of(builder, spec, library or bundled()), spec.tiling)
    for _ in evaluate(builder, finished.sinks, 1):
        pass
    return finished.maps


def each_map(maps: MapSet) -> Iterator[tuple[str, Map]]:
    for name in ("albedo", "normal", "orm", "height", "emission", "opacity"):
        array = getattr(maps, name)
        if array is not None:
            yield name, array


def same(one: MapSet, other: MapSet) -> bool:
    pairs = zip(each_map(one), each_map(other), strict=True)
    return all(a[0] == b[0] and np.array_equal(a[1], b[1]) for a, b in pairs)


def steps(array: Map, axis: int) -> tuple[float, float]:
    """The mean step over the border, and the largest one inside."""
    wide = array.astype(np.int64).reshape(*array.shape[:2], -1)
    step = np.abs(wide - np.roll(wide, -1, axis)).mean(axis=(1 - axis, 2))
    return float(step[-1]), float(step[:-1].max())
