"""What a diffusion model paints, as files.

NOTE: for a process of its own: the model is opened for this one texture, and a step of it, which
nothing interrupts, may take seconds.
"""

import os
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from worldgen.clock import Clock
from worldgen.textures.diffusion import OFFLINE, DiffusionSpec, Loading, Painted, open_model
from worldgen.textures.making.packing import (
    PACKING_AT,
    Making,
    Packing,
    packed,
    picture_of,
)  # fmt: skip
from worldgen.textures.making.told import Made, Shown
from worldgen.textures.steps import Step

STEM = "painted"


def painting(
    folder: Path,
    loading: Loading,
    spec: DiffusionSpec,
    packing: Packing,
    *,
    previews: bool = False,
) -> Making:
    """A texture by the folder's model. Raises InvalidSpec and OutOfTime."""
    clock = Clock.ending_in(spec.deadline_ms)
    packing.check()
    yield Shown("reading the model", 0.0)
    model = open_model(folder, loading)
    with closing(model.steps(spec, previews)) as walk:
        painted = yield from _shown(walk)
    yield Shown("packing", PACKING_AT, picture_of(painted.maps) if previews else None)
    files, provenance = yield from packed(painted.maps, painted.provenance, packing, STEM, clock)
    return Made(files, provenance, derived=painted.derived, diffusion=spec)


def painting_alone(folder: Path, loading: Loading, spec: DiffusionSpec, packing: Packing) -> Making:
    """The same without previews, in a process that does nothing else: a second lock against any
    library of a model's that would go online."""
    os.environ.update(OFFLINE)
    return painting(folder, loading, spec, packing)


def _shown(walk: Generator[Step, None, Painted]) -> Generator[Shown, None, Painted]:
    while True:
        try:
            step = next(walk)
        except StopIteration as end:
            painted: Painted = end.value
            return painted
        preview = None if step.preview is None else picture_of(step.preview)
        yield Shown(step.phase, step.fraction * PACKING_AT, preview)
