"""A building before anything stands in it: rooms with what they are for, and doors between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from worldgen.levels.boxes import Box, turned
from worldgen.levels.building.plan import floor_plan, most_rooms
from worldgen.levels.building.themes import CORRIDOR, FUNCTIONS, LANDING, PASSAGES, Theme
from worldgen.levels.level import Cell, LinkKind
from worldgen.rng import Stream


@dataclass(frozen=True, slots=True)
class Chamber:
    id: str
    kind: str
    box: Box
    floor: int
    hub: bool = False

    @property
    def is_passage(self) -> bool:
        return self.hub or self.kind in PASSAGES


@dataclass(slots=True)
class Door:
    a: str
    b: str
    cell: Cell
    kind: LinkKind = "door"
    key: str = ""


@dataclass(slots=True)
class House:
    width: int
    height: int
    turn: int
    theme: Theme
    chambers: list[Chamber]
    doors: list[Door] = field(default_factory=list)

    @property
    def front(self) -> Cell:
        """The cell of the front door."""
        across, down = self._plan_size
        return self.placed(across // 2, down - 1, 0)

    @property
    def inside_front(self) -> Cell:
        across, down = self._plan_size
        return self.placed(across // 2, down - 2, 0)

    def stairs(self, floor: int) -> Cell:
        """Where stairs lead up from this floor; the same cell of the floor above leads down."""
        across, down = self._plan_size
        return self.placed(1 if floor % 2 == 0 else across - 2, down - 2, floor)

    @property
    def _plan_size(self) -> tuple[int, int]:
        sides = self.width, self.height
        return sides[::-1] if self.turn % 2 else sides

    def placed(self, x: int, y: int, floor: int) -> Cell:
        """A cell of the plan, in the level."""
        box = turned(Box(x, y, 1, 1), self.turn, self.width, self.height)
        return Cell(box.x, box.y, floor)

    def on(self, floor: int) -> list[Chamber]:
        return [chamber for chamber in self.chambers if chamber.floor == floor]

    def chamber(self, name: str) -> Chamber:
        return next(chamber for chamber in self.chambers if chamber.id == name)

    def doors_of(self, name: str) -> list[Door]:
        return [door for door in self.doors if name in (door.a, door.b)]

    def hub(self, floor: int) -> Chamber:
        return next(chamber for chamber in self.on(floor) if chamber.hub)


def house_of(theme: Theme, width: int, height: int, rooms: Sequence[int], stream: Stream) -> House:
    """Chambers without doors; `rooms` is their number on each floor, passages not counted."""
    turn = stream.below(8)
    across, down = (height, width) if turn % 2 else (width, height)
    house = House(width, height, turn, theme, [])
    for floor, number in enumerate(rooms):
        share = theme.hub_share if floor == 0 else None
        behind = number - 1 if floor == 0 or number == 1 else number
        plan = floor_plan(across, down, behind, share, stream.named("floor", floor))
        uses = theme.ground if floor == 0 else theme.upper
        hub = theme.hub if floor == 0 else uses[0] if number == 1 else LANDING
        kinds = [(hub, plan.hub, True), *((CORRIDOR, box, False) for box in plan.corridors)]
        kinds += [(kind, box, False) for kind, box in _uses(uses, plan.rooms, stream)]
        for kind, box, is_hub in kinds:
            placed = turned(box, turn, width, height)
            house.chambers.append(Chamber(_id(house, kind), kind, placed, floor, is_hub))
    return house


def rooms_that_fit(width: int, height: int, floors: int) -> list[int]:
    """The most rooms of each floor, however the building is turned."""
    return [
        min(most_rooms(*sides, floor == 0) for sides in ((width, height), (height, width)))
        for floor in range(floors)
    ]


def walls_between(a: Box, b: Box) -> Iterator[tuple[int, int, int, int]]:
    """Wall cells between two boxes that are one wall apart, each with the step from a to b."""
    for one, other, sign in ((a, b, 1), (b, a, -1)):
        if one.x + one.width + 1 == other.x:
            for y in range(max(a.y, b.y), min(a.y + a.height, b.y + b.height)):
                yield other.x - 1, y, sign, 0
        if one.y + one.height + 1 == other.y:
            for x in range(max(a.x, b.x), min(a.x + a.width, b.x + b.width)):
                yield x, other.y - 1, 0, sign


def _uses(uses: Sequence[str], boxes: Sequence[Box], stream: Stream) -> list[tuple[str, Box]]:
    """Rooms that are shared get the larger boxes, private ones the smaller."""
    kinds = [uses[at % len(uses)] for at in range(len(boxes))]
    kinds.sort(key=lambda kind: FUNCTIONS[kind].private)
    drawn = stream.named("uses").shuffled(boxes)
    return list(zip(kinds, sorted(drawn, key=lambda box: -(box.area // 8)), strict=True))


def _id(house: House, kind: str) -> str:
    return f"{kind}{1 + sum(chamber.kind == kind for chamber in house.chambers)}"
