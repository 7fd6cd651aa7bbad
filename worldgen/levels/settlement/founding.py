"""One settlement, founded step by step: roads, houses, what grows around, who lives there."""

from dataclasses import replace

import numpy as np
from scipy import ndimage

from worldgen.levels.boxes import Box, turned
from worldgen.levels.canvas import Canvas, fixed_walkable
from worldgen.levels.counted import counted, too_many
from worldgen.levels.grading import grade, passed, rooms_on_way
from worldgen.levels.ground import block, distances
from worldgen.levels.level import Cell, Mask
from worldgen.levels.names import Names, words
from worldgen.levels.settlement import drawing
from worldgen.levels.settlement.folk import populate
from worldgen.levels.settlement.layout import Layout, Road
from worldgen.levels.settlement.plots import House, houses_along
from worldgen.levels.settlement.rooms import add_houses, add_outdoors
from worldgen.levels.settlement.themes import Theme
from worldgen.levels.solve import solve
from worldgen.levels.standing import FreeCells
from worldgen.rng import Stream

MOST_FIELDS = 60
_AROUND = np.ones((3, 3), np.bool_)


class Founding:
    """`build_roads`, `find_plots`, `build_houses`, `clear`, `grow`, `inhabit`, in this order."""

    def __init__(self, canvas: Canvas, theme: Theme, layout: Layout, stream: Stream) -> None:
        """The layout is already turned into the level."""
        self.canvas = canvas
        self._theme = theme
        self._layout = layout
        self._stream = stream
        shape = (canvas.spec.height, canvas.spec.width)
        self._water = drawing.mask_of(layout.water, shape)
        self._roads = drawing.mask_of([box for road in layout.roads for box in road.boxes], shape)
        self._street = self._roads | drawing.mask_of([layout.plaza], shape)
        self._closed = fixed_walkable(canvas.spec)[1]
        self.houses: list[House] = []
        self._kinds: list[str] = []

    def build_roads(self) -> None:
        drawing.draw_land(self.canvas, self._theme, self._layout, self._roads, self._water)

    def find_plots(self, largest: int) -> int:
        """How many houses there is place for."""
        land = np.zeros_like(self._roads)
        land[self._layout.settled.slices] = True
        walls = drawing.mask_of(self._layout.walls, land.shape)
        near = ndimage.binary_dilation(self._water | walls | self.canvas.fixed[0], _AROUND)
        land &= ~self._street & ~near
        street = self._street & ~self.canvas.fixed[0] & ~self._water
        roads, plaza = self._layout.roads, self._layout.plaza
        plots = self._stream.named("plots")
        self.houses = houses_along(roads, plaza, land, street, largest, plots)
        return len(self.houses)

    def build_houses(self, wanted: int) -> None:
        """Those nearest to the plaza; the larger ones of these are the named places."""
        self.houses = self.houses[:wanted]
        places = self._theme.places[: max(1, wanted * 2 // 5)]
        near = sorted(self.houses[: 2 * len(places)], key=lambda house: -house.box.area)
        special = dict(zip(map(id, near), places, strict=False))
        self._kinds = [special.get(id(house), "house") for house in self.houses]
        for house in self.houses:
            drawing.draw_house(self.canvas, self._theme, house)

    def clear(self) -> None:
        """Spawn and exit, and pockets that nobody gets to filled."""
        canvas, spawn = self.canvas, self._layout.spawn
        canvas.add("spawn", Cell(spawn.x, spawn.y))
        drawing.fill_pockets(canvas, self._theme, (spawn.x, spawn.y))
        canvas.add("exit", self._exit())

    def grow(self) -> None:
        """Fields, gardens, trees, and what stands in houses."""
        canvas, spec = self.canvas, self.canvas.spec
        wild = self._wild()
        usual = min(12, max(0, spec.width * spec.height - self._layout.settled.area) // 250)
        most = min(MOST_FIELDS, wild.size // 12)
        wanted = counted(spec, "fields", usual, most, self._stream)
        fields = drawing.draw_fields(
            canvas, self._theme, wild, wanted, self._stream.named("fields")
        )
        if "fields" in spec.counts and len(fields) < spec.counts["fields"].low:
            raise too_many("fields", spec.counts["fields"].low, len(fields))
        canvas.properties["fields"] = len(fields)
        drawing.draw_gardens(canvas, self.houses, wild, self._stream.named("gardens"))
        open_, keep = canvas.walkable()[0], self._keep()
        self._furnish(open_, keep)
        drawing.plant_trees(canvas, self._theme, wild, open_, keep, self._stream.named("trees"))

    def inhabit(self) -> list[Cell]:
        """Rooms, doors, and who lives there; the cells that fixed ones cut off."""
        canvas = self.canvas
        names = Names(words("settlement"), self._stream.named("names"))
        add_outdoors(canvas, self._layout, names)
        add_houses(canvas, self.houses, self._kinds, names, self._stream)
        lost = self._lost()
        if lost:
            return lost
        level = canvas.level()
        grade(canvas, passed(rooms_on_way(level, solve(level))))
        free = canvas.walkable() & ~canvas.fixed
        for entity in canvas.entities:
            free[0, entity.y, entity.x] = False
        assert canvas.areas is not None
        cells = FreeCells(canvas.areas, free, len(canvas.rooms), self._stream.named("cells"))
        populate(canvas, cells, self._stream.named("folk"))
        return []

    def _exit(self) -> Cell:
        """The end of the pier, or inside of the named place that is the farthest away."""
        spawn = self._layout.spawn
        away = distances(self.canvas.walkable()[0], (spawn.x, spawn.y))
        cells = [cell for pier in self._layout.piers for cell in pier.cells()]
        if not cells:
            kinds = zip(self.houses, self._kinds, strict=True)
            named = [house for house, kind in kinds if kind != "house"]
            cells = [cell for house in named for cell in house.inside.cells()]
        x, y = max(cells, key=lambda cell: int(away[cell[1], cell[0]]))
        return Cell(x, y)

    def _wild(self) -> Mask:
        """Land that nothing is on yet, away from roads and doors."""
        canvas = self.canvas
        bare = canvas.layers["terrain"][0] == canvas.index(self._theme.ground)
        for layer in ("walls", "water", "decor"):
            bare &= canvas.layers[layer][0] == 0
        wild: Mask = bare & ~canvas.fixed[0] & ~self._street
        return wild

    def _keep(self) -> Mask:
        keep: Mask = self.canvas.fixed[0].copy()
        cells = [(entity.x, entity.y) for entity in self.canvas.entities]
        for house in self.houses:
            cells += [house.front, house.door]
        for x, y in cells:
            keep[y, x] = True
        return keep

    def _furnish(self, open_: Mask, keep: Mask) -> None:
        canvas, plaza = self.canvas, self._layout.plaza
        for at, (house, kind) in enumerate(zip(self.houses, self._kinds, strict=True)):
            drawing.furnish_house(
                canvas, house, kind, open_, keep, self._stream.named("inside", at)
            )
        width = open_.shape[1]
        middle = plaza.x + plaza.width // 2, plaza.y + plaza.height // 2
        stalls = self._stream.named("stalls").shuffled(plaza.cells())
        for tile, cells, most in (("well", [middle], 1), ("counter", stalls, plaza.area // 16)):
            flat = np.array([y * width + x for x, y in cells])
            for cell in block(open_, flat, keep, most):
                canvas.put("decor", tile, int(cell) % width, int(cell) // width)

    def _lost(self) -> list[Cell]:
        """Cells that one doesn't get to, and doors that no road leads to."""
        spawn = self._layout.spawn
        walkable = self.canvas.walkable()[0]
        lost = walkable & (distances(walkable, (spawn.x, spawn.y)) < 0)
        roads = self._street & ~self.canvas.fixed[0]
        for x, y in (house.door for house in self.houses):
            roads[y, x] = True
        joined = distances(roads, self.houses[0].door) >= 0
        for x, y in (house.door for house in self.houses):
            lost[y, x] |= not joined[y, x]
        return [Cell(int(x), int(y)) for y, x in np.argwhere(lost)]


def placed(layout: Layout, turn: int, width: int, height: int) -> Layout:
    """The layout, turned into a level of that size."""

    def all_turned(boxes: list[Box]) -> list[Box]:
        return [turned(box, turn, width, height) for box in boxes]

    settled, plaza, spawn = all_turned([layout.settled, layout.plaza, layout.spawn])
    return replace(
        layout,
        across=width,
        down=height,
        settled=settled,
        plaza=plaza,
        spawn=spawn,
        roads=[Road(road.kind, all_turned(road.boxes)) for road in layout.roads],
        water=all_turned(layout.water),
        piers=all_turned(layout.piers),
        walls=all_turned(layout.walls),
    )
