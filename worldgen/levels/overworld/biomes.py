"""What grows where: R. Whittaker, "Communities and Ecosystems", 1975, as a table of whole numbers.

Warmth and wetness are 0..255; warmth falls with height. Relief wins over both: beaches, hills,
mountains and peaks.
"""

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import bare_kernel
from worldgen.levels.overworld.noise import fbm

TILES = (
    "beach",
    "hills",
    "mountain",
    "peak",
    "tundra",
    "snow",
    "meadow",
    "grass",
    "forest",
    "swamp",
    "desert",
    "savanna",
    "water",
    "deep_water",
    "river",
    "bridge",
    "road",
    "settlement",
)
"""Of every overworld, in this order; index 0 of a layer is nothing."""
INDEX = {name: at for at, name in enumerate(TILES, start=1)}
_BY_CLIMATE = (
    ("tundra", "tundra", "snow", "snow"),
    ("tundra", "meadow", "forest", "forest"),
    ("meadow", "grass", "forest", "swamp"),
    ("desert", "savanna", "grass", "swamp"),
)
"""By quarters of warmth, cold first, then of wetness, dry first."""
_TABLE = np.array([[INDEX[name] for name in row] for row in _BY_CLIMATE], np.uint16)
BEACH, HILLS, MOUNTAIN, PEAK = 350, 8_500, 12_500, 18_500
"""Steps of height above the sea from which (for beaches: up to which) each one is."""
DEEP = 2_500
"""Steps of height below the sea from which water is deep."""
_WARMTH, _WETNESS = np.uint64(0x2545F4914F6CDD1D), np.uint64(0x9FB21C651E98DF25)
_COOLING = 160
"""Steps of height that cost one of warmth."""


def paint_biomes(
    cells: NDArray[np.uint16],
    heights: NDArray[np.uint16],
    sea_level: int,
    seed: int,
    climate: tuple[int, int],
    wavelength: float,
    corner: tuple[int, int],
    rows: tuple[int, int],
) -> None:
    """Fills these rows of `cells` (height, width) with tiles of the land, the sea's bed included.

    `climate` is warmth and wetness; `corner` is (x, y) in the world of the first cell.
    """
    relief = (INDEX["beach"], INDEX["hills"], INDEX["mountain"], INDEX["peak"])
    _paint(
        cells,
        heights,
        sea_level,
        np.uint64(seed),
        *climate,
        wavelength,
        *corner,
        *rows,
        _TABLE,
        *relief,
    )


@bare_kernel
def _paint(  # type: ignore[no-untyped-def]
    cells,
    heights,
    sea_level,
    seed,
    warmth,
    wetness,
    wavelength,
    left,
    top,
    first,
    last,
    table,
    beach,
    hills,
    mountain,
    peak,
):
    for row in range(first, last):
        for column in range(cells.shape[1]):
            above = np.int64(heights[row, column]) - sea_level
            if above >= PEAK:
                cells[row, column] = peak
            elif above >= MOUNTAIN:
                cells[row, column] = mountain
            elif above >= HILLS:
                cells[row, column] = hills
            elif above < BEACH:
                cells[row, column] = beach
            else:
                u = 2.5 * (left + column) / wavelength
                v = 2.5 * (top + row) / wavelength
                warm = warmth + np.int64(70.0 * fbm(seed + _WARMTH, u, v, 3)) - above // _COOLING
                wet = wetness + np.int64(150.0 * fbm(seed + _WETNESS, u, v, 4))
                warm, wet = min(max(warm, 0), 255) >> 6, min(max(wet, 0), 255) >> 6
                cells[row, column] = table[warm, wet]


def look(sea_level: int) -> NDArray[np.uint16]:
    """Shape (65536,): a tile for each height, for drafts of a land without a climate."""
    above = np.arange(65536) - sea_level
    names = ("deep_water", "water", "beach", "grass", "hills", "mountain", "peak")
    ends = np.array([-DEEP, 0, BEACH, HILLS, MOUNTAIN, PEAK])
    tiles = np.array([INDEX[name] for name in names], np.uint16)
    looked: NDArray[np.uint16] = tiles[np.searchsorted(ends, above, side="right")]
    return looked
