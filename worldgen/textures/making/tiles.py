"""A theme's tiles as files."""

from collections.abc import Sequence
from dataclasses import dataclass

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec
from worldgen.provenance import Provenance, json_sha256
from worldgen.rng import MAX_SEED
from worldgen.textures.generate import ENGINE
from worldgen.textures.generated import picture_sha256
from worldgen.textures.library import bundled
from worldgen.textures.making.beside import beside
from worldgen.textures.making.packing import Making
from worldgen.textures.making.told import Made
from worldgen.textures.maps import Bytes
from worldgen.textures.packs.content import check_stem
from worldgen.textures.pixel.neighbours import rule_of
from worldgen.textures.pixel.palettes import palette
from worldgen.textures.pixel.sheet import sheet
from worldgen.textures.pixel.sheet_files import sheet_files
from worldgen.textures.pixel.themes import Theme, read_theme, theme
from worldgen.textures.spec import MAX_DEADLINE_MS

MOST_TILES = 256
STEM = "tiles"


@dataclass(frozen=True, slots=True)
class TileSetSpec:
    tiles: Sequence[str] = ()
    """By the names of a level's tiles, in the sheet's order; all of the theme's where empty."""
    theme: str = ""
    """A bundled one; the first where empty."""
    written: str = ""
    """A theme of the game's own, as YAML or JSON, in its place."""
    tile_px: int = 16
    palette: str = ""
    """One of the bundled ones, in place of the theme's."""
    seed: int = 0
    rule: str = "blob"
    """How a patch's tiles look at their neighbours: blob, corners or sides."""
    deadline_ms: int = 60_000

    def looks(self) -> Theme:
        """The theme, with its palette. Raises InvalidSpec."""
        if self.written and self.theme:
            raise InvalidSpec.at("theme", "give either a theme's name, or a theme")
        found = read_theme(self.written) if self.written else theme(self.theme)
        if not self.palette:
            return found
        palette(self.palette)
        return found.model_copy(update={"palette": self.palette})

    def check(self) -> None:
        """Raises InvalidSpec."""
        if len(self.tiles) > MOST_TILES:
            raise InvalidSpec.at("tiles", f"there are {len(self.tiles)}; at most {MOST_TILES}")
        if len(set(self.tiles)) < len(self.tiles):
            raise InvalidSpec.at("tiles", "one is named twice; name each once")
        rule_of(self.rule)
        if not 0 <= self.seed <= MAX_SEED:
            raise InvalidSpec.at("seed", f"{self.seed} is out of range; use 0 to {MAX_SEED}")
        if not 1 <= self.deadline_ms <= MAX_DEADLINE_MS:
            found = f"{self.deadline_ms}; use 1 to {MAX_DEADLINE_MS}"
            raise InvalidSpec.at("deadline_ms", found)


def tile_set(spec: TileSetSpec, stem: str = "") -> Making:
    """A sheet, and what editors have to know of it. Raises InvalidSpec and OutOfTime."""
    clock = Clock.ending_in(spec.deadline_ms)
    check_stem(stem or STEM)
    spec.check()
    looks = spec.looks()
    rule = rule_of(spec.rule)
    drawn = yield from beside(
        lambda _: sheet(looks, spec.tiles, spec.tile_px, spec.seed, rule),
        clock,
        "drawing tiles",
        0.0,
    )
    asked = {"tiles": list(spec.tiles), "tile_px": spec.tile_px, "rule": rule}
    provenance = tiles_provenance(looks, spec.seed, asked, drawn.picture)
    return Made(sheet_files(drawn, provenance, stem or STEM), provenance)


def tiles_provenance(
    looks: Theme, seed: int, asked: dict[str, object], picture: Bytes
) -> Provenance:
    """Where a picture comes from that a theme's tiles were drawn on."""
    materials = bundled().materials
    named = sorted({look.material for look in looks.tiles.values() if look.material in materials})
    recipe = {
        "engine": ENGINE,
        "asked": {**asked, "seed": seed},
        "theme": looks.model_dump(mode="json"),
        "files": [materials[name].material.model_dump(mode="json") for name in named],
    }
    hashes = json_sha256(recipe), picture_sha256(picture)
    return Provenance("worldgen.textures.tiles", f"{ENGINE}", seed, *hashes)
