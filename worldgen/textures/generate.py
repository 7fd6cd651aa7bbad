"""From a spec to maps: the file to read first.

spec -> surface (materials bound to parameters, layers, mixtures) -> plan -> bands -> MapSet
"""

from collections.abc import Generator

from worldgen.clock import Clock
from worldgen.provenance import json_sha256
from worldgen.textures.composing import graphs_of, params_of, surface_of
from worldgen.textures.evaluate import evaluate
from worldgen.textures.finish import finish
from worldgen.textures.generated import Generated
from worldgen.textures.library import Library, bundled
from worldgen.textures.maps import MapSet
from worldgen.textures.plan import Builder, Frame
from worldgen.textures.spec import MIN_SIDE, TextureSpec
from worldgen.textures.steps import Step

ENGINE = 1
"""NOTE: raised whenever a node, a kernel or the finish gives something else for the same file."""
PREVIEW_SIDE = 256
THREADS = 2

Steps = Generator[Step, None, Generated]


def generate(
    spec: TextureSpec, library: Library | None = None, threads: int = THREADS
) -> Generated:
    """The texture, at once. Raises InvalidSpec or OutOfTime."""
    walk = steps(spec, library, previews=False, threads=threads)
    while True:
        try:
            next(walk)
        except StopIteration as end:
            generated: Generated = end.value
            return generated


def steps(
    spec: TextureSpec,
    library: Library | None = None,
    previews: bool = True,
    threads: int = THREADS,
) -> Steps:
    """The same, a step at a time, a preview of a large texture first; closing it stops the work."""
    clock, library = Clock.ending_in(spec.deadline_ms), library or bundled()
    width, height = preview_size(spec)
    begun = 0.0
    if previews and (width, height) != (spec.width, spec.height):
        begun = width * height / (width * height + spec.width * spec.height)
        small = spec.model_copy(update={"width": width, "height": height})
        maps = yield from _painted(small, library, threads, clock, "sketching", 0.0, begun)
        yield Step("sketching", begun, maps)
    maps = yield from _painted(spec, library, threads, clock, "painting", begun, 1.0)
    graph = library.material(spec.material)
    version = f"{ENGINE}.{graph.material.version}"
    return Generated(maps, spec, params_of(graph, spec), version, recipe_sha256(spec, library))


def frame_of(spec: TextureSpec) -> Frame:
    """The picture that the spec states."""
    tiling = spec.tiling
    return Frame(spec.width, spec.height, tiling in ("both", "x"), tiling in ("both", "y"))


def preview_size(spec: TextureSpec) -> tuple[int, int]:
    """Of the same shape, no side above PREVIEW_SIDE if the other can be as small as that, and
    multiples of 4 as any texture's."""
    sides = spec.width, spec.height
    shrunk = min(1.0, max(PREVIEW_SIDE / max(sides), MIN_SIDE / min(sides)))
    width, height = (int(side * shrunk) // 4 * 4 for side in sides)
    return width, height


def recipe_sha256(spec: TextureSpec, library: Library) -> str:
    """SHA-256 of all that shapes the texture, in hexadecimal: the spec, the files it names, and the
    engine's version; the deadline doesn't."""
    recipe = {
        "engine": ENGINE,
        "spec": spec.model_dump(mode="json", exclude={"deadline_ms"}),
        "files": [graph.material.model_dump(mode="json") for graph in graphs_of(spec, library)],
    }
    return json_sha256(recipe)


def _painted(
    spec: TextureSpec,
    library: Library,
    threads: int,
    clock: Clock,
    phase: str,
    begin: float,
    end: float,
) -> Generator[Step, None, MapSet]:
    clock.check(phase)
    frame = frame_of(spec)
    builder = Builder(frame)
    finished = finish(builder, surface_of(builder, spec, library), spec.tiling)
    for share in evaluate(builder, finished.sinks, threads):
        clock.check(phase)
        yield Step(phase, begin + (end - begin) * share)
    return finished.maps
