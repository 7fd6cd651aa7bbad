"""More of a user's picture as files."""

import hashlib
import json
from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec
from worldgen.provenance import FROM_PICTURE, Provenance
from worldgen.textures.derive import DEPTH, Derived, derive
from worldgen.textures.example.exemplar import Exemplar, read_exemplar
from worldgen.textures.example.quilting import VERSION, Quilt, QuiltSpec, check, synthesize
from worldgen.textures.generate import ENGINE, PREVIEW_SIDE
from worldgen.textures.generated import content_sha256
from worldgen.textures.making.beside import beside
from worldgen.textures.making.packing import PACKING_AT, Making, Packing, packed, small_picture
from worldgen.textures.making.told import Made, Picture, Shown
from worldgen.textures.packs.png import png_bytes
from worldgen.textures.spec import MAX_DEADLINE_MS

DEADLINE_MS = 60_000
STEM = "example"
_PREVIEWS = 8
"""While the patches are laid."""
_LEAST_DEPTH, _MOST_DEPTH = 0.001, 1.0
_BLOCK = 4
_TILINGS = ("both", "x", "y", "none")


@dataclass(frozen=True, slots=True)
class ExampleSpec:
    """What shall be made of the picture."""

    quilt: QuiltSpec
    depth: float = DEPTH
    """How far lowest and highest are apart, in widths of the texture: 0.001 to 1."""
    deadline_ms: int = DEADLINE_MS

    def check(self) -> None:
        """Raises InvalidSpec for what no picture can serve."""
        for name, side in (("width", self.quilt.width), ("height", self.quilt.height)):
            if side % _BLOCK:
                raise InvalidSpec.at(name, f"{side} is no multiple of {_BLOCK}")
        if self.quilt.tiling not in _TILINGS:
            known = ", ".join(_TILINGS)
            raise InvalidSpec.at("tiling", f"{self.quilt.tiling!r:.40} is none of: {known}")
        if not _LEAST_DEPTH <= self.depth <= _MOST_DEPTH:
            raise InvalidSpec.at("depth", f"{self.depth}; use {_LEAST_DEPTH} to {_MOST_DEPTH:g}")
        if not 1 <= self.deadline_ms <= MAX_DEADLINE_MS:
            found = f"{self.deadline_ms}; use 1 to {MAX_DEADLINE_MS}"
            raise InvalidSpec.at("deadline_ms", found)


def example(
    albedo: bytes,
    others: Mapping[str, bytes],
    spec: ExampleSpec,
    packing: Packing,
    *,
    previews: bool = False,
) -> Making:
    """More of a picture, read from files; maps that aren't among `others` are derived.

    Raises InvalidSpec and OutOfTime.
    """
    clock = Clock.ending_in(spec.deadline_ms)
    packing.check()
    spec.check()
    yield Shown("reading the picture", 0.0)
    exemplar = read_exemplar(albedo, others)
    check(exemplar, spec.quilt)
    quilt = yield from _quilted(exemplar, spec.quilt, clock, previews)
    derived = yield from beside(
        lambda _: _laid(exemplar, quilt, spec), clock, "deriving maps", PACKING_AT
    )
    yield Shown("packing", PACKING_AT, small_picture(derived.maps) if previews else None)
    files, provenance = yield from packed(
        derived.maps, lambda: _provenance(exemplar, spec, derived), packing, STEM, clock
    )
    return Made(files, provenance, derived=derived.names)


def _quilted(
    exemplar: Exemplar, spec: QuiltSpec, clock: Clock, previews: bool
) -> Generator[Shown, None, Quilt]:
    for piece in synthesize(exemplar, spec):
        clock.check("laying patches")
        shows = previews and piece.done % -(-piece.count // _PREVIEWS) == 0
        small = _small(exemplar, piece.quilt) if shows else None
        yield Shown("laying patches", piece.done / piece.count * PACKING_AT, small)
    return piece.quilt


def _small(exemplar: Exemplar, quilt: Quilt) -> Picture:
    """The colours so far: every so many pixels."""
    step = -(-max(quilt.places.shape[:2]) // PREVIEW_SIDE)
    pixels = Quilt(quilt.places[::step, ::step]).of(exemplar.albedo)
    return Picture(pixels.shape[1], pixels.shape[0], png_bytes(pixels, "srgb"))


def _laid(exemplar: Exemplar, quilt: Quilt, spec: ExampleSpec) -> Derived:
    known = {name: quilt.of(pixels) for name, pixels in exemplar.others.items()}
    tiling = spec.quilt.tiling
    return derive(quilt.of(exemplar.albedo), known, tiling=tiling, depth=spec.depth)


def _provenance(exemplar: Exemplar, spec: ExampleSpec, derived: Derived) -> Provenance:
    return Provenance(
        "worldgen.textures.example",
        f"{ENGINE}.{VERSION}",
        spec.quilt.seed,
        _recipe_sha256(exemplar, spec),
        content_sha256(derived.maps),
        FROM_PICTURE,
    )


def _recipe_sha256(exemplar: Exemplar, spec: ExampleSpec) -> str:
    digest = hashlib.sha256()
    asked = {"quilt": asdict(spec.quilt), "depth": spec.depth}
    digest.update(json.dumps(asked, sort_keys=True).encode())
    for name, pixels in (("albedo", exemplar.albedo), *sorted(exemplar.others.items())):
        digest.update(f"{name} {pixels.shape}".encode())
        digest.update(pixels.astype(pixels.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()
