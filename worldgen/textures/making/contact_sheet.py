"""Many textures on one picture, each under a lamp and with its name: to choose by looking."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from worldgen.errors import InvalidSpec
from worldgen.provenance import Provenance
from worldgen.rng import MAX_SEED
from worldgen.textures.generate import ENGINE, generate, recipe_sha256
from worldgen.textures.generated import picture_sha256
from worldgen.textures.library import Library
from worldgen.textures.lighting import lit
from worldgen.textures.making.packing import Making
from worldgen.textures.making.told import Made, Shown
from worldgen.textures.maps import Bytes
from worldgen.textures.packs.content import check_stem
from worldgen.textures.packs.png import png_bytes
from worldgen.textures.spec import TextureSpec, read_spec

LARGEST = 8192
"""Pixels a side."""
_GAP, _LABEL = 6, 20
_GROUND, _INK = (24, 24, 27), (228, 228, 231)


@dataclass(frozen=True, slots=True)
class Cell:
    label: str
    spec: TextureSpec


def of_seeds(spec: TextureSpec, columns: int, rows: int, stem: str, library: Library) -> Making:
    """The texture of the spec's seed, and of those after it. Raises InvalidSpec, OutOfTime."""
    if spec.seed + columns * rows - 1 > MAX_SEED:
        raise InvalidSpec.at("seed", f"{spec.seed}; the sheet's last one would be above {MAX_SEED}")
    seeds = range(spec.seed, spec.seed + columns * rows)
    cells = [Cell(f"seed {seed}", spec.model_copy(update={"seed": seed})) for seed in seeds]
    return sheet(cells, columns, stem or f"{spec.material}-sheet", library)


def of_materials(library: Library, stem: str, side: int = 192) -> Making:
    """Every material as it is, by name."""
    names = sorted(library.materials)
    cells = [
        Cell(name.replace("_", " "), read_spec({"material": name, "size": side})) for name in names
    ]
    columns = max(1, round((len(cells) * 1.4) ** 0.5))
    return sheet(cells, columns, stem, library)


def sheet(cells: Sequence[Cell], columns: int, stem: str, library: Library) -> Making:
    """`<stem>.png` of all cells, row by row. Raises InvalidSpec and OutOfTime."""
    check_stem(stem)
    width, height = (max(getattr(c.spec, side) for c in cells) for side in ("width", "height"))
    rows = -(-len(cells) // columns)
    size = (columns * (width + _GAP) + _GAP, rows * (height + _LABEL + _GAP) + _GAP)
    if max(size) > LARGEST:
        found = f"the sheet would have {size[0]}x{size[1]} pixels, more than {LARGEST} a side"
        raise InvalidSpec.at("size", f"{found}; ask for fewer or smaller ones")
    canvas = Image.new("RGB", size, _GROUND)
    for at, cell in enumerate(cells):
        yield Shown(cell.label, at / len(cells))
        row, column = divmod(at, columns)
        corner = (_GAP + column * (width + _GAP), _GAP + row * (height + _LABEL + _GAP))
        canvas.paste(Image.fromarray(lit(generate(cell.spec, library).maps)), corner)
        _write(canvas, cell.label, (corner[0], corner[1] + height))
    picture = np.asarray(canvas)
    provenance = _provenance(cells, picture, library)
    return Made({f"{stem}.png": png_bytes(picture, "srgb", provenance)}, provenance)


def _write(canvas: Image.Image, label: str, corner: tuple[int, int]) -> None:
    font = ImageFont.load_default(_LABEL * 0.7)
    ImageDraw.Draw(canvas).text((corner[0] + 2, corner[1] + 2), label, _INK, font)


def _provenance(cells: Sequence[Cell], picture: Bytes, library: Library) -> Provenance:
    recipes = [recipe_sha256(cell.spec, library) for cell in cells]
    return Provenance(
        "worldgen.textures.sheet",
        f"{ENGINE}",
        cells[0].spec.seed,
        hashlib.sha256(json.dumps(recipes).encode()).hexdigest(),
        picture_sha256(picture),
    )
