"""Who and what is found in a building: the innkeeper behind the counter first, then the others."""

from worldgen.levels.building.house import Chamber, House
from worldgen.levels.building.themes import PASSAGES
from worldgen.levels.canvas import Canvas
from worldgen.levels.counted import counted
from worldgen.levels.level import Cell
from worldgen.levels.standing import FreeCells
from worldgen.rng import Stream

COUNTED = ("npc_places", "loot", "enemies")
MOST = {"npc_places": 100, "loot": 200, "enemies": 200}


def populate(
    canvas: Canvas, house: House, behind: dict[str, Cell], cells: FreeCells, stream: Stream
) -> None:
    """`behind`: the cells behind counters, by room. Raises Unsatisfiable for more than fit."""
    spec = canvas.spec
    at_work = [c for c in house.chambers if c.kind in house.theme.roles]
    usual = {"npc_places": len(at_work) + 1, "loot": 1 + len(house.chambers) // 3, "enemies": 0}
    left = cells.left
    numbers = {}
    for name in COUNTED:
        later = COUNTED[COUNTED.index(name) + 1 :]
        asked = sum(spec.counts[each].low for each in later if each in spec.counts)
        most = min(MOST[name], max(0, left - asked))
        numbers[name] = counted(spec, name, usual[name], most, stream)
        left -= numbers[name]
    _add_people(canvas, house, numbers["npc_places"], behind, cells, stream.named("people"))
    for kind, name in (("loot", "loot"), ("enemy", "enemies")):
        weights = [_weight(canvas, house, at, kind) for at in range(len(house.chambers))]
        for _ in range(numbers[name]):
            canvas.add(kind, cells.take_weighted(weights))


def _add_people(
    canvas: Canvas,
    house: House,
    number: int,
    behind: dict[str, Cell],
    cells: FreeCells,
    stream: Stream,
) -> None:
    at_work = [chamber for chamber in house.chambers if chamber.kind in house.theme.roles]
    at_work.sort(key=lambda chamber: not chamber.hub)
    for chamber in at_work[:number]:
        cell = behind.get(chamber.id)
        if cell is None or not cells.take_cell(cell):
            cell = _cell_in(house, chamber, cells)
        if cell is not None:
            role = house.theme.roles[chamber.kind]
            canvas.add("npc_place", cell, role=role, room=chamber.id)
    shared = [float(not c.is_passage or c.hub) for c in house.chambers]
    while len([e for e in canvas.entities if e.kind == "npc_place"]) < number:
        cell = cells.take_weighted(shared)
        role = stream.pick(house.theme.visitors)
        canvas.add("npc_place", cell, role=role, room=_room_at(house, cell))


def _cell_in(house: House, chamber: Chamber, cells: FreeCells) -> Cell | None:
    room = house.chambers.index(chamber)
    return cells.take(room) if cells.in_room(room) else None


def _room_at(house: House, cell: Cell) -> str:
    return next(c.id for c in house.on(cell.floor) if (cell.x, cell.y) in c.box)


def _weight(canvas: Canvas, house: House, at: int, kind: str) -> float:
    """Loot lies in rooms that are hard to get to, enemies are there too, both not in passages."""
    if house.chambers[at].kind in PASSAGES:
        return 0.0
    return 0.1 + canvas.rooms[at].difficulty * (2.0 if kind == "loot" else 1.0)
