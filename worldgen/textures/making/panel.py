"""A panel in nine slices, in files."""

from collections.abc import Generator

from worldgen.clock import Clock
from worldgen.textures.generated import picture_sha256
from worldgen.textures.library import Library, bundled
from worldgen.textures.lighting import lit
from worldgen.textures.making.few_colours import FewColours, painted, provenance_of
from worldgen.textures.making.packing import PACKING_AT, Making
from worldgen.textures.making.told import Made, Shown
from worldgen.textures.maps import Bytes
from worldgen.textures.mips import mip_chain
from worldgen.textures.packs.content import check_stem
from worldgen.textures.pixel import nine_slice
from worldgen.textures.pixel.fills import FINER
from worldgen.textures.pixel.quantise import quantised
from worldgen.textures.spec import TextureSpec

STEM = "panel"


def panel(
    frame: TextureSpec,
    inside: TextureSpec,
    side: int = 48,
    border: int = 12,
    colours: FewColours | None = None,
    stem: str = "",
    library: Library | None = None,
) -> Making:
    """`inside` in a bevelled frame of `frame`; their own sizes and tiling don't matter.

    Raises InvalidSpec and OutOfTime.
    """
    clock = Clock.ending_in(min(frame.deadline_ms, inside.deadline_ms))
    library, colours = library or bundled(), colours or FewColours()
    check_stem(stem or STEM)
    middle, half = nine_slice.middle_of(side, border), PACKING_AT / 2
    specs = [_finer(spec, middle) for spec in (frame, inside)]
    around = yield from _period(specs[0], colours, library, clock, 0.0, half)
    within = yield from _period(specs[1], colours, library, clock, half, PACKING_AT)
    made = nine_slice.panel(around, within, border)
    asked = {"side": side, "border": border, **colours.asked()}
    source = provenance_of("panel", specs, asked, picture_sha256(made.picture), library)
    return Made(nine_slice.nine_slice_files(made, source, stem or STEM), source)


def _period(
    spec: TextureSpec,
    colours: FewColours,
    library: Library,
    clock: Clock,
    begin: float,
    end: float,
) -> Generator[Shown, None, Bytes]:
    """One, lit and in few colours."""
    palette, dither = colours.colours(), colours.pattern()
    made = yield from painted(spec, library, clock, begin, end)
    return quantised(lit(mip_chain(made.maps)[FINER]), palette, dither)


def _finer(spec: TextureSpec, side: int) -> TextureSpec:
    """What repeats meets itself on every side."""
    return spec.model_copy(
        update={"width": side << FINER, "height": side << FINER, "tiling": "both"}
    )
