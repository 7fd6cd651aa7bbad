"""A material as pixel art, in files."""

from worldgen.clock import Clock
from worldgen.textures.generated import picture_sha256
from worldgen.textures.library import Library, bundled
from worldgen.textures.making.few_colours import (
    FewColours,
    painted,
    provenance_of,
)
from worldgen.textures.making.packing import PACKING_AT, Making
from worldgen.textures.making.told import Made, Shown
from worldgen.textures.packs.content import check_stem
from worldgen.textures.pixel.pixel_art import finer, shrunk
from worldgen.textures.pixel.pixel_files import pixel_files
from worldgen.textures.spec import TextureSpec

SIDE = 32


def pixel(
    spec: TextureSpec,
    side: int = SIDE,
    colours: FewColours | None = None,
    stem: str = "",
    library: Library | None = None,
) -> Making:
    """The picture under a lamp, and the maps; the spec's own size doesn't matter.

    Raises InvalidSpec and OutOfTime.
    """
    clock = Clock.ending_in(spec.deadline_ms)
    library, colours = library or bundled(), colours or FewColours()
    check_stem(stem or spec.material)
    palette, dither = colours.colours(), colours.pattern()
    made = yield from painted(finer(spec, side), library, clock, 0.0, PACKING_AT)
    yield Shown("choosing colours", PACKING_AT)
    art = shrunk(made.maps, palette, dither)
    asked = {"side": side, **colours.asked()}
    source = provenance_of("pixel", [made.spec], asked, picture_sha256(art.picture), library)
    files = pixel_files(art, source, stem or spec.material)
    return Made(files, source, made.spec, made.params)
