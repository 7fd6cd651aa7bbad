"""A surface becomes the maps of a MapSet: the last operations of every plan."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from worldgen.textures.algebra import clamp
from worldgen.textures.binding import Surface
from worldgen.textures.kernels.pack import pack_grey, pack_heights, pack_linear
from worldgen.textures.kernels.relief import normals
from worldgen.textures.kernels.view import View
from worldgen.textures.maps import Bytes, MapSet, Tiling
from worldgen.textures.plan import BandOp, BandRun, Bands, Builder, Colour, Field, Pictures
from worldgen.textures.sky import sky


@dataclass(frozen=True, slots=True)
class Finish:
    """Empty maps, and the operations that fill them."""

    maps: MapSet
    sinks: tuple[BandOp, ...]


def finish(builder: Builder, surface: Surface, tiling: Tiling) -> Finish:
    """The sinks of a plan that makes this surface's maps."""
    maps = _empty(builder, surface, tiling)
    height = builder.field(clamp(builder, surface.height))
    open_sky = sky(builder, height, surface.depth)
    sinks = [
        builder.sink(_with_normals(maps.normal, surface.depth), (height,), (height,)),
        builder.sink(_packed(pack_heights, maps.height), (height,)),
        _coloured(builder, maps.orm, (open_sky, surface.roughness, surface.metallic)),
        _coloured(builder, maps.albedo, surface.albedo),
    ]
    if maps.emission is not None:
        sinks.append(_coloured(builder, maps.emission, surface.emission))
    if maps.opacity is not None:
        opacity = builder.field(surface.opacity)
        sinks.append(builder.sink(_packed(pack_grey, maps.opacity), (opacity,)))
    return Finish(maps, tuple(sinks))


def _empty(builder: Builder, surface: Surface, tiling: Tiling) -> MapSet:
    rows, width = builder.frame.height, builder.frame.width
    glows = any(isinstance(plane, Field) or plane > 0 for plane in surface.emission)
    seen_through = isinstance(surface.opacity, Field) or surface.opacity < 1
    return MapSet(
        albedo=np.empty((rows, width, 3), np.uint8),
        normal=np.empty((rows, width, 3), np.uint8),
        orm=np.empty((rows, width, 3), np.uint8),
        height=np.empty((rows, width), np.uint16),
        depth=surface.depth,
        tiling=tiling,
        emission=np.empty((rows, width, 3), np.uint8) if glows else None,
        opacity=np.empty((rows, width), np.uint8) if seen_through else None,
    )


def _coloured(builder: Builder, out: Bytes, planes: Colour) -> BandOp:
    """NOTE: colours are sRGB from the file to the map, and so are packed as they are."""
    return builder.sink(_packed(pack_linear, out), [builder.field(each) for each in planes])


def _packed(kernel: Callable[..., None], out: NDArray[Any]) -> BandRun:
    def run(view: View, makes: Bands, reads: Bands, wholes: Pictures) -> None:
        kernel(out[view.top : view.top + len(reads[0])], *reads)

    return run


def _with_normals(out: Bytes, depth: float) -> BandRun:
    def run(view: View, makes: Bands, reads: Bands, wholes: Pictures) -> None:
        normals(out[view.top : view.top + len(reads[0])], wholes[0], view, depth)

    return run
