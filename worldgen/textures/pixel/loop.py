"""Surfaces that move and end as they began: water, lava, magic.

A material that can move has a parameter `time`, 0..1, and looks the same at both ends. A loop is
that material at as many moments as it has frames; each frame tiles as the material does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec
from worldgen.textures.generate import generate
from worldgen.textures.library import Library, bundled
from worldgen.textures.maps import Bytes, MapSet
from worldgen.textures.pixel.fills import ACROSS, Fill, fill
from worldgen.textures.pixel.palettes import Palette
from worldgen.textures.pixel.quantise import Dither
from worldgen.textures.spec import MAX_SIDE, TextureSpec

TIME = "time"
MOST_FRAMES = 64
MIN_MS, MAX_MS = 20, 5_000
_Number = TypeVar("_Number", np.uint8, np.uint16)


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    frames: Bytes
    """(count, height, width, 3), sRGB, or 4 where it is see-through; after the last comes the
    first."""
    frame_ms: int
    """How long each is shown."""


def loop(
    asked: Fill,
    side: int,
    palette: Palette,
    frames: int = 8,
    *,
    frame_ms: int = 120,
    across: int = ACROSS,
    dither: Dither = "bayer4",
) -> Loop:
    """Pixel art that moves, `across` tiles of `side` pixels wide and high.

    Raises InvalidSpec for a material that doesn't move, and for a number of frames, or a time,
    that no loop has.
    """
    check_timing(frames, frame_ms)
    _check_moves(asked.material, bundled())
    moments = (replace(asked, params={**asked.params, TIME: at / frames}) for at in range(frames))
    pictures = [fill(moment, side, palette, across, dither) for moment in moments]
    return Loop(begun_where_it_moves_least(np.stack(pictures)), frame_ms)


def moments(spec: TextureSpec, frames: int, library: Library | None = None) -> Iterator[MapSet]:
    """A texture's maps at so many moments of its loop, in full. Raises InvalidSpec."""
    for moment in specs_of_moments(spec, frames, library):
        yield generate(moment, library).maps


def specs_of_moments(
    spec: TextureSpec, frames: int, library: Library | None = None
) -> list[TextureSpec]:
    """The spec of each moment. Raises InvalidSpec."""
    check_timing(frames, MIN_MS)
    _check_moves(spec.material, library or bundled())
    if TIME in spec.params:
        raise InvalidSpec.at(f"params.{TIME}", "a loop has every moment of it; leave it out")
    times = ({**spec.params, TIME: at / frames} for at in range(frames))
    return [spec.model_copy(update={"params": params}) for params in times]


def flip_book(
    spec: TextureSpec, columns: int = 8, rows: int = 8, library: Library | None = None
) -> MapSet:
    """All frames on one sheet, row by row, in every map: any pack takes it as a texture.

    The spec is of one frame. Raises InvalidSpec where the sheet would be larger than a texture.
    """
    check_book(spec, columns, rows)
    return bound(list(moments(spec, columns * rows, library)), columns)


def check_book(spec: TextureSpec, columns: int, rows: int) -> None:
    """Raises InvalidSpec where the sheet would be larger than a texture."""
    size = (columns * spec.width, rows * spec.height)
    if columns < 1 or rows < 1 or max(size) > MAX_SIDE:
        said = f"{columns}x{rows} frames of {spec.width}x{spec.height} make {size[0]}x{size[1]}"
        raise InvalidSpec.at("frames", f"{said}; a sheet has 1 to {MAX_SIDE} pixels a side")


def bound(made: Sequence[MapSet], columns: int) -> MapSet:
    """The frames on one sheet, row by row."""
    first = made[0]
    return MapSet(
        albedo=_laid([each.albedo for each in made], columns),
        normal=_laid([each.normal for each in made], columns),
        orm=_laid([each.orm for each in made], columns),
        height=_laid([each.height for each in made], columns),
        depth=first.depth / columns,
        tiling="none",
        emission=_laid_if([each.emission for each in made], columns, 0),
        opacity=_laid_if([each.opacity for each in made], columns, 255),
    )


def moving(library: Library | None = None) -> tuple[str, ...]:
    """The materials that have a loop."""
    graphs = (library or bundled()).materials
    return tuple(name for name in graphs if TIME in graphs[name].material.parameters)


def check_timing(frames: int, frame_ms: int) -> None:
    """Raises InvalidSpec."""
    if not 2 <= frames <= MOST_FRAMES:
        raise InvalidSpec.at("frames", f"{frames}; a loop has 2 to {MOST_FRAMES}")
    if not MIN_MS <= frame_ms <= MAX_MS:
        raise InvalidSpec.at("frame_ms", f"{frame_ms}; a frame is shown {MIN_MS} to {MAX_MS} ms")


def _check_moves(material: str, library: Library) -> None:
    if TIME not in library.material(material).material.parameters:
        known = ", ".join(moving(library))
        said = f"{material} doesn't move; those that do: {known}"
        raise InvalidSpec.at("material", said)


def begun_where_it_moves_least(frames: Bytes) -> Bytes:
    """The same loop, begun after its smallest step: the end meets the beginning unseen."""
    later = np.roll(frames, -1, axis=0)
    steps = [
        np.abs(one.astype(np.int64) - two).sum() for one, two in zip(frames, later, strict=True)
    ]
    return np.roll(frames, -1 - int(np.argmin(steps)), axis=0)


def _laid(frames: Sequence[NDArray[_Number]], columns: int) -> NDArray[_Number]:
    rows = [np.concatenate(frames[at : at + columns], 1) for at in range(0, len(frames), columns)]
    return np.concatenate(rows)


def _laid_if(frames: Sequence[Bytes | None], columns: int, blank: int) -> Bytes | None:
    """None where no frame has any; a frame without is blank."""
    there = [each for each in frames if each is not None]
    if not there:
        return None
    without = np.full_like(there[0], blank)
    return _laid([without if each is None else each for each in frames], columns)
