"""A material that moves, in files: a row of sprites, or a flip-book of every map."""

import json

import numpy as np

from worldgen.clock import Clock
from worldgen.textures.generated import content_sha256, picture_sha256
from worldgen.textures.library import Library, bundled
from worldgen.textures.making.few_colours import FewColours, painted, provenance_of
from worldgen.textures.making.packing import PACKING_AT, Making, Packing, packed
from worldgen.textures.making.pixel import SIDE
from worldgen.textures.making.told import Made, Shown
from worldgen.textures.maps import Bytes
from worldgen.textures.packs.content import check_stem
from worldgen.textures.pixel.loop import (
    Loop,
    begun_where_it_moves_least,
    bound,
    check_book,
    check_timing,
    specs_of_moments,
)
from worldgen.textures.pixel.loop_files import loop_files, loop_table
from worldgen.textures.pixel.pixel_art import finer, shrunk
from worldgen.textures.spec import TextureSpec

FRAMES, FRAME_MS = 8, 120


def sprites(
    spec: TextureSpec,
    side: int = SIDE,
    frames: int = FRAMES,
    colours: FewColours | None = None,
    frame_ms: int = FRAME_MS,
    stem: str = "",
    library: Library | None = None,
) -> Making:
    """Its frames in a row, as pixel art; the spec's own size doesn't matter.

    Raises InvalidSpec, also for a material that doesn't move, and OutOfTime.
    """
    clock = Clock.ending_in(spec.deadline_ms)
    library, colours = library or bundled(), colours or FewColours()
    stem = stem or f"{spec.material}_loop"
    check_stem(stem)
    check_timing(frames, frame_ms)
    palette, dither = colours.colours(), colours.pattern()
    pictures = []
    for at, moment in enumerate(specs_of_moments(finer(spec, side), frames, library)):
        begin, end = (step / frames * PACKING_AT for step in (at, at + 1))
        made = yield from painted(moment, library, clock, begin, end)
        pictures.append(shrunk(made.maps, palette, dither).picture)
    yield Shown("packing", PACKING_AT)
    loop = Loop(begun_where_it_moves_least(_opaque(np.stack(pictures))), frame_ms)
    asked = {"side": side, "frames": frames, "frame_ms": frame_ms, **colours.asked()}
    source = provenance_of("loop", [finer(spec, side)], asked, picture_sha256(loop.frames), library)
    return Made(loop_files(loop, source, stem), source, spec)


def book(
    spec: TextureSpec,
    columns: int,
    rows: int,
    packing: Packing,
    frame_ms: int = FRAME_MS,
    library: Library | None = None,
) -> Making:
    """All frames on one sheet, as a pack's maps, and `<stem>_frames.json`; the spec is one frame's.

    Raises InvalidSpec, also for a material that doesn't move, and OutOfTime.
    """
    clock, library = Clock.ending_in(spec.deadline_ms), library or bundled()
    packing.check()
    stem, count = packing.stem or book_stem(spec), columns * rows
    check_stem(stem)
    check_timing(count, frame_ms)
    check_book(spec, columns, rows)
    pages = []
    for at, moment in enumerate(specs_of_moments(spec, count, library)):
        begin, end = (step / count * PACKING_AT for step in (at, at + 1))
        made = yield from painted(moment, library, clock, begin, end)
        pages.append(made.maps)
    yield Shown("packing", PACKING_AT)
    maps = bound(pages, columns)
    asked = {"columns": columns, "rows": rows}
    files, source = yield from packed(
        maps,
        lambda: provenance_of("loop", [spec], asked, content_sha256(maps), library),
        packing,
        stem,
        clock,
    )
    table = loop_table((columns, rows), (spec.width, spec.height), frame_ms, source)
    told = json.dumps(table, indent=1).encode()
    return Made({**files, f"{stem}_frames.json": told}, source, spec)


def book_stem(spec: TextureSpec) -> str:
    """What a flip-book is called where nobody says."""
    return f"{spec.material}_book"


def _opaque(pictures: Bytes) -> Bytes:
    """Without alpha, where nothing is see-through."""
    return pictures[..., :3] if (pictures[..., 3] == 255).all() else pictures
