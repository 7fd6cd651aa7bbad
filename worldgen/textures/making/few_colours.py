"""What pixel art, loops and panels are asked for besides a material, and where they come from."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from worldgen.clock import Clock
from worldgen.provenance import Provenance, json_sha256
from worldgen.textures.generate import ENGINE, recipe_sha256, steps
from worldgen.textures.generated import Generated
from worldgen.textures.library import Library
from worldgen.textures.making.told import Shown
from worldgen.textures.pixel.palettes import Palette, palette
from worldgen.textures.pixel.quantise import Dither, dither_of
from worldgen.textures.spec import TextureSpec


@dataclass(frozen=True, slots=True)
class FewColours:
    palette: str = "season32"
    """A bundled one, or colours: "#1b1f23,#98a682,#e3ead0"."""
    dither: str = "bayer4"

    def colours(self) -> Palette:
        """Raises InvalidSpec."""
        return palette(self.palette.split(",") if self.palette.startswith("#") else self.palette)

    def pattern(self) -> Dither:
        """Raises InvalidSpec."""
        return dither_of(self.dither)

    def asked(self) -> dict[str, object]:
        """For a recipe: a palette may get other colours."""
        return {"palette": self.palette, "colours": self.colours().colours, "dither": self.dither}


def painted(
    spec: TextureSpec, library: Library, clock: Clock, begin: float, end: float
) -> Generator[Shown, None, Generated]:
    """One of several textures, from `begin` to `end` of all the work.

    Raises InvalidSpec, and OutOfTime also where the clock of them all is over.
    """
    with closing(steps(spec, library, previews=False)) as walk:
        while True:
            try:
                step = next(walk)
            except StopIteration as done:
                generated: Generated = done.value
                return generated
            clock.check(step.phase)
            yield Shown(step.phase, begin + (end - begin) * step.fraction)


def provenance_of(
    what: str,
    specs: Sequence[TextureSpec],
    asked: Mapping[str, object],
    content: str,
    library: Library,
) -> Provenance:
    """Of a picture of these textures, whose SHA-256 is `content`; `what` is "pixel", say."""
    recipe = {
        "what": what,
        "textures": [recipe_sha256(spec, library) for spec in specs],
        "asked": asked,
    }
    return Provenance(
        f"worldgen.textures.{what}",
        f"{ENGINE}",
        specs[0].seed,
        json_sha256(recipe),
        content,
    )
