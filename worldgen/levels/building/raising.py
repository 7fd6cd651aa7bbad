"""One building, raised step by step: walls and doors, exit and locks, then what stands inside."""

from collections.abc import Generator, Iterator

import numpy as np

from worldgen.clock import Clock
from worldgen.levels.building import shell
from worldgen.levels.building.doors import (
    hang_doors,
    hang_liked_doors,
    key_rooms,
    lock_rooms,
    lockable,
)
from worldgen.levels.building.furniture import furnish
from worldgen.levels.building.house import Chamber, House
from worldgen.levels.building.people import populate
from worldgen.levels.canvas import Canvas, blocked_by_fixed, fixed_walkable
from worldgen.levels.counted import counted
from worldgen.levels.grading import grade, rooms_on_way
from worldgen.levels.ground import SIDES, Distances, distances
from worldgen.levels.level import Cell, Link, Mask, Room
from worldgen.levels.names import words
from worldgen.levels.proof import Obligation
from worldgen.levels.solve import solve
from worldgen.levels.standing import FreeCells
from worldgen.levels.steps import Step
from worldgen.rng import Stream

MOST_KEYS = 8


class Raising:
    """`raise_walls`, then `furnish`: each gives the cells that one doesn't get to as one should,
    which are none unless the spec fixes cells."""

    def __init__(self, canvas: Canvas, house: House, back_door: bool, stream: Stream) -> None:
        self.canvas = canvas
        self._house = house
        self._back_door = back_door
        self._stream = stream
        self._floors = range(canvas.spec.floors)
        self._usable = [~fixed_walkable(canvas.spec, floor)[1] for floor in self._floors]
        self._locked: list[str] = []
        self._guards_exit = False

    def raise_walls(self) -> list[Cell]:
        """Rooms, doors, stairs, spawn and exit, locks and their keys."""
        house, canvas = self._house, self.canvas
        shell.draw_rooms(canvas, house)
        for floor in self._floors:
            shut = hang_doors(house, self._usable[floor], floor, self._stream.named("doors", floor))
            if shut is not None:
                return [Cell(x, y, floor) for x, y in shut.box.cells()]
        lost = [cell for cell in self._thresholds() if not self._usable[cell.floor][cell.y, cell.x]]
        if lost:
            return lost
        self._open_doors()
        shell.draw_opening(canvas, "door", house.front.x, house.front.y, 0)
        canvas.add("spawn", house.front)
        shell.draw_stairs(canvas, house)
        self._lock(self._place_exit())
        for floor in self._floors:
            likes = self._stream.named("likes", floor)
            hang_liked_doors(house, self._usable[floor], floor, likes)
        self._open_doors()
        return self._lost()

    def furnish(self, clock: Clock) -> Generator[Step, None, list[Cell]]:
        """Windows, furniture, names and grades of the rooms, and who is in them."""
        canvas, house = self.canvas, self._house
        behind: dict[str, Cell] = {}
        walkable = canvas.walkable()
        for floor in self._floors:
            clock.check("furnishing")
            yield Step("furnishing", 0.3 + 0.6 * floor / len(self._floors), canvas.level())
            open_, keep = walkable[floor].copy(), self._keep(floor)
            for chamber in house.on(floor):
                stream = self._stream.named("furniture", chamber.id)
                cell = furnish(canvas, house, chamber, open_, keep, stream)
                if cell is not None:
                    behind[chamber.id] = cell
        shell.draw_windows(canvas, house)
        self._add_rooms()
        level = canvas.level()
        grade(canvas, rooms_on_way(level, solve(level)))
        populate(canvas, house, behind, self._free_cells(), self._stream.named("people"))
        return self._lost()

    def promises(self) -> tuple[Obligation, ...]:
        kinds = ("npc_place", "loot", "enemy", "key", "exit", "stairs")
        locks = [
            Obligation(
                "lock_holds",
                {"lock": f"lock{at + 1}", "guards_exit": at == 0 and self._guards_exit},
            )
            for at in range(len(self._locked))
        ]
        return (
            Obligation("all_reachable"),
            Obligation("entities_reachable", {"kinds": kinds}),
            *locks,
        )

    def _thresholds(self) -> Iterator[Cell]:
        """The front door, the cell behind it, and stairs."""
        house = self._house
        yield house.front
        yield house.inside_front
        for floor in self._floors[:-1]:
            below = house.stairs(floor)
            yield from (below, Cell(below.x, below.y, floor + 1))

    def _open_doors(self) -> None:
        for door in self._house.doors:
            tile = "corridor" if door.kind == "open" else "door"
            shell.draw_opening(self.canvas, tile, door.cell.x, door.cell.y, door.cell.floor)

    def _place_exit(self) -> str:
        """The room that it is in."""
        if self._back_door:
            return self._place_back_door()
        away = self._away(())
        rooms = [c for c in self._house.chambers if not c.is_passage] or self._house.chambers
        farthest = [(_farthest(away[c.floor], c), c) for c in rooms]
        (_, cell), chamber = max(farthest, key=lambda each: each[0][0])
        self.canvas.add("exit", Cell(*cell, chamber.floor))
        return chamber.id

    def _place_back_door(self) -> str:
        places = self._outer_walls()
        if not places:
            raise blocked_by_fixed(self.canvas.spec, (), "to a back door")
        chamber, x, y = self._stream.named("exit").pick(places)
        shell.draw_opening(self.canvas, "door", x, y, 0)
        self.canvas.add("exit", Cell(x, y, 0))
        return chamber.id

    def _outer_walls(self) -> list[tuple[Chamber, int, int]]:
        """Where a back door could be: in rooms behind the hub, or in the hub if there are none."""
        width, height = self._house.width, self._house.height
        rooms = [c for c in self._house.on(0) if not c.is_passage] or [self._house.hub(0)]
        places = []
        for chamber in rooms:
            for x, y in chamber.box.cells():
                for dx, dy in SIDES:
                    wall = x + dx, y + dy
                    on_edge = wall[0] in (0, width - 1) or wall[1] in (0, height - 1)
                    free = self._usable[0][wall[1], wall[0]] and self._usable[0][y, x]
                    if on_edge and free and Cell(*wall) != self._house.front:
                        places.append((chamber, *wall))
        return places

    def _lock(self, exit_room: str) -> None:
        house, stream = self._house, self._stream.named("locks")
        rooms = lockable(house)
        number = counted(self.canvas.spec, "keys", 0, min(MOST_KEYS, len(rooms)), stream)
        others = [room for room in rooms if room != exit_room]
        self._guards_exit = number > 0 and exit_room in rooms
        first = [exit_room] if self._guards_exit else []
        self._locked = [*first, *stream.sample(others, number - len(first))]
        names = stream.sample(words("building")["keys"], number)
        lock_rooms(house, self._locked, names)
        taken = {(entity.x, entity.y, entity.floor) for entity in self.canvas.entities}
        for room, name, where in zip(
            self._locked, names, key_rooms(house, self._locked, stream), strict=True
        ):
            door, chamber = house.doors_of(room)[0], house.chamber(where)
            self.canvas.add("lock", door.cell, key=name)
            free = [
                (x, y)
                for x, y in chamber.box.cells()
                if (x, y, chamber.floor) not in taken and self._usable[chamber.floor][y, x]
            ]
            cell = Cell(*stream.pick(free or chamber.box.cells()), chamber.floor)
            taken.add((cell.x, cell.y, cell.floor))
            self.canvas.add("key", cell, key=name)

    def _keep(self, floor: int) -> Mask:
        keep: Mask = self.canvas.fixed[floor].copy()
        shell.door_fronts(self._house, floor, keep)
        for entity in self.canvas.entities:
            if entity.floor == floor:
                keep[entity.y, entity.x] = True
        return keep

    def _add_rooms(self) -> None:
        canvas, house = self.canvas, self._house
        for chamber in house.chambers:
            box = chamber.box
            size = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
            name = "the dining room" if chamber.kind == "dining" else f"the {chamber.kind}"
            room = Room(chamber.id, chamber.kind, floor=chamber.floor, name=name, **size)
            canvas.rooms.append(room)
        canvas.links += [Link(door.a, door.b, door.kind, door.key) for door in house.doors]
        for floor in self._floors[:-1]:
            ends = house.hub(floor).id, house.hub(floor + 1).id
            canvas.links.append(Link(*ends, "stairs"))
        canvas.areas = shell.areas_of(house, len(self._floors))

    def _free_cells(self) -> FreeCells:
        canvas = self.canvas
        assert canvas.areas is not None
        free = canvas.walkable() & ~canvas.fixed
        for entity in canvas.entities:
            free[entity.floor, entity.y, entity.x] = False
        return FreeCells(canvas.areas, free, len(canvas.rooms), self._stream.named("cells"))

    def _lost(self) -> list[Cell]:
        """Cells without a way, and those behind locks that have another."""
        walkable, away = self.canvas.walkable(), np.array(self._away(()))
        lost = walkable & (away < 0)
        for name in self._locked:
            door, chamber = self._house.doors_of(name)[0], self._house.chamber(name)
            locked = np.array(self._away((door.cell,)))
            for x, y in chamber.box.cells():
                lost[chamber.floor, y, x] |= bool(locked[chamber.floor, y, x] >= 0)
        return [Cell(int(x), int(y), int(floor)) for floor, y, x in np.argwhere(lost)]

    def _away(self, shut: tuple[Cell, ...]) -> list[Distances]:
        """Moves from the front door to each cell of each floor; only those locks are shut."""
        walkable = self.canvas.walkable()
        for cell in shut:
            walkable[cell.floor, cell.y, cell.x] = False
        start, steps, found = self._house.front, 0, []
        for floor in self._floors:
            away = distances(walkable[floor], (start.x, start.y))
            found.append(np.where((away >= 0) & (steps >= 0), away + steps, -1).astype(np.int32))
            if floor + 1 < len(self._floors):
                start = self._house.stairs(floor)
                reached = int(found[-1][start.y, start.x])
                steps = reached + 1 if reached >= 0 else -1
        return found


def _farthest(away: Distances, chamber: Chamber) -> tuple[int, tuple[int, int]]:
    cells = chamber.box.cells()
    best = max(cells, key=lambda cell: int(away[cell[1], cell[0]]))
    return int(away[best[1], best[0]]), best
