"""Maps as files and small pictures, as whoever asks wants them."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec
from worldgen.provenance import Provenance
from worldgen.textures.generate import PREVIEW_SIDE
from worldgen.textures.lighting import lit
from worldgen.textures.making.beside import Watch, beside
from worldgen.textures.making.told import Made, Picture, Shown
from worldgen.textures.maps import Bytes, Heights, MapSet
from worldgen.textures.packs import PACKS, pack
from worldgen.textures.packs.content import Content, check_stem
from worldgen.textures.packs.png import png_bytes
from worldgen.textures.packs.signing import Credential, signed

Making = Generator[Shown, None, Made]
PACKING_AT = 0.9
"""How far something is when its files are written."""
_ARRAYS = ("albedo", "normal", "orm", "height", "emission", "opacity")


@dataclass(frozen=True, slots=True)
class Packing:
    """As which files."""

    pack: str = "png"
    stem: str = ""
    """What their names begin with. Empty: as what is made is called."""
    credential: Credential | None = None
    """What they are signed with, if anything."""

    def check(self) -> None:
        """Raises InvalidSpec for what can be known before anything is made."""
        if self.pack not in PACKS:
            known = ", ".join(PACKS)
            raise InvalidSpec.at("pack", f"there is no pack {self.pack!r:.40}; there are: {known}")
        if self.stem:
            check_stem(self.stem)


def packed(
    maps: MapSet,
    provenance_of: Callable[[], Provenance],
    packing: Packing,
    name: str,
    clock: Clock,
) -> Generator[Shown, None, tuple[Mapping[str, bytes], Provenance]]:
    """The files, and where they come from; `name` is what they are called where nobody says."""

    def work(watch: Watch) -> tuple[Mapping[str, bytes], Provenance]:
        provenance = provenance_of()
        content = Content(maps, provenance, packing.stem or name, name.replace("_", " "), watch)
        files = pack(content, packing.pack)
        if packing.credential is not None:
            files = signed(files, content, packing.credential)
        return files, provenance

    return beside(work, clock, "packing", PACKING_AT)


def picture_of(maps: MapSet) -> Picture:
    """The surface under a lamp."""
    return Picture(maps.width, maps.rows, png_bytes(lit(maps), "srgb"))


def small_picture(maps: MapSet) -> Picture:
    """The same of every so many pixels, at most PREVIEW_SIDE a side."""
    step = -(-max(maps.height.shape) // PREVIEW_SIDE)
    each = {name: _every(getattr(maps, name), step) for name in _ARRAYS}
    return picture_of(replace(maps, **each))


def _every(pixels: Bytes | Heights | None, step: int) -> Any:
    return None if pixels is None else pixels[::step, ::step]
