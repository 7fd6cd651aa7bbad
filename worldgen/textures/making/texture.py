"""A material as files."""

from collections.abc import Generator
from contextlib import closing

from worldgen.clock import Clock
from worldgen.textures.generate import Steps, steps
from worldgen.textures.generated import Generated
from worldgen.textures.library import Library
from worldgen.textures.making.packing import PACKING_AT, Making, Packing, packed, picture_of
from worldgen.textures.making.told import Made, Shown
from worldgen.textures.spec import TextureSpec


def texture(
    spec: TextureSpec,
    packing: Packing,
    *,
    previews: bool = False,
    library: Library | None = None,
) -> Making:
    """A texture, a preview of it first. Raises InvalidSpec and OutOfTime."""
    clock = Clock.ending_in(spec.deadline_ms)
    packing.check()
    with closing(steps(spec, library, previews)) as walk:
        made, was_shown = yield from _painted(walk)
    small = None if was_shown or not previews else picture_of(made.maps)
    yield Shown("packing", PACKING_AT, small)
    files, provenance = yield from packed(made.maps, made.provenance, packing, spec.material, clock)
    return Made(files, provenance, made.spec, made.params)


def _painted(walk: Steps) -> Generator[Shown, None, tuple[Generated, bool]]:
    """What the walk ends with, and whether it showed a preview."""
    was_shown = False
    while True:
        try:
            step = next(walk)
        except StopIteration as end:
            return end.value, was_shown
        was_shown = was_shown or step.preview is not None
        preview = None if step.preview is None else picture_of(step.preview)
        yield Shown(step.phase, step.fraction * PACKING_AT, preview)
