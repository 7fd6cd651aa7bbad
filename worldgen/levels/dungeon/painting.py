"""From what was cut out to layers of tiles, as the theme has it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from worldgen.levels.dungeon.carve import CORRIDOR, Space
from worldgen.levels.dungeon.mission import Mission
from worldgen.levels.dungeon.templates import GROWTH, PILLAR, ROCK, WATER
from worldgen.levels.level import Cells, Entity, Layer
from worldgen.levels.tiles import TileSet, tile_set
from worldgen.rng import Stream


@dataclass(frozen=True, slots=True)
class Theme:
    """Names of bundled tiles."""

    floor: str = "floor"
    corridor: str = "corridor"
    growth: str = "rubble"
    litter: str = "rubble"
    """What lies about; nobody minds it."""
    littered: float = 0.03


THEMES = {
    "crypt": Theme(growth="rubble", litter="rubble"),
    "mine": Theme(floor="soil", corridor="planks", growth="rubble", littered=0.06),
    "sewer": Theme(corridor="shallows", growth="moss", litter="moss", littered=0.05),
    "temple": Theme(floor="plaza", corridor="carpet", growth="moss", littered=0.01),
    "fungal": Theme(floor="moss", growth="fungus", litter="fungus", littered=0.06),
}
TILES = (
    *("rock", "wall", "pillar", "door", "secret_door", "stairs_up", "stairs_down", "shallows"),
    *("floor", "corridor", "soil", "planks", "plaza", "carpet", "moss", "rubble", "fungus"),
)


def paint(
    space: Space, mission: Mission, entities: list[Entity], theme: Theme, stream: Stream
) -> tuple[TileSet, tuple[Layer, ...]]:
    """The layers terrain, walls, water and decor."""
    tiles = tile_set(TILES)
    ground = space.ground
    terrain = np.where(ground == ROCK, 0, tiles.index(theme.floor)).astype(np.uint16)
    terrain[ground == CORRIDOR] = tiles.index(theme.corridor)
    walls = _walls(ground, tiles)
    for a, b, way in mission.ways():
        if way["kind"] in ("door", "lock", "one_way", "secret"):
            gates = space.gates.get((a, b)) or space.gates[b, a][::-1]
            cell = gates[0].cell
            name = "secret_door" if way["kind"] == "secret" else "door"
            walls[cell.floor, cell.y, cell.x] = tiles.index(name)
    water = np.where(ground == WATER, tiles.index("shallows"), 0).astype(np.uint16)
    decor = _decor(ground, entities, theme, tiles, stream)
    names = ("terrain", "walls", "water", "decor")
    arrays = (terrain, walls, water, decor)
    return tiles, tuple(Layer(name, cells) for name, cells in zip(names, arrays, strict=True))


def _walls(ground: NDArray[np.uint8], tiles: TileSet) -> Cells:
    """Walls around what is open, rock behind them."""
    around = ndimage.binary_dilation(ground != ROCK, np.ones((1, 3, 3), np.bool_))
    walls = np.where(around, tiles.index("wall"), tiles.index("rock"))
    walls[ground != ROCK] = 0
    walls[ground == PILLAR] = tiles.index("pillar")
    return walls.astype(np.uint16)


def _decor(
    ground: NDArray[np.uint8], entities: list[Entity], theme: Theme, tiles: TileSet, stream: Stream
) -> Cells:
    decor = np.where(ground == GROWTH, tiles.index(theme.growth), 0).astype(np.uint16)
    littered = (stream.units(*ground.shape) < theme.littered) & (ground != ROCK)
    decor[littered & (ground != PILLAR) & (decor == 0)] = tiles.index(theme.litter)
    for entity in entities:
        at = entity.floor, entity.y, entity.x
        decor[at] = 0
        if entity.kind == "stairs":
            leads_down = entity.id.endswith("_down")
            decor[at] = tiles.index("stairs_down" if leads_down else "stairs_up")
    return decor
