"""Who and what is in a cave: enemies where it is hard, loot where the way ends, places to talk."""

from worldgen.levels.canvas import Canvas
from worldgen.levels.cave.themes import Theme
from worldgen.levels.counted import counted
from worldgen.levels.standing import FreeCells
from worldgen.rng import Stream

COUNTED = ("enemies", "loot", "npc_places")
MOST = {"enemies": 500, "loot": 500, "npc_places": 100}


def populate(canvas: Canvas, theme: Theme, stream: Stream) -> None:
    """Raises Unsatisfiable where the cells don't suffice for all that is asked for."""
    spec, rooms = canvas.spec, canvas.rooms
    assert canvas.areas is not None
    free = canvas.walkable() & ~canvas.fixed
    for entity in canvas.entities:
        free[entity.floor, entity.y, entity.x] = False
    cells = FreeCells(canvas.areas, free, len(rooms), stream.named("cells"))
    usual = {"enemies": len(rooms), "loot": 1 + len(rooms) // 3, "npc_places": 1}
    numbers = {}
    left = cells.left
    for name in COUNTED:
        most = min(MOST[name], max(0, left - _asked(canvas, name)))
        numbers[name] = counted(spec, name, min(usual[name], left // 4), most, stream)
        left -= numbers[name]
    ends = [1 + 3 * (_ways(canvas, room.id) == 1) for room in rooms]
    sizes = [cells.in_room(at) for at in range(len(rooms))]
    hard = [
        size * (0.05 + room.difficulty) if room.kind != "entrance" else 0.0
        for size, room in zip(sizes, rooms, strict=True)
    ]
    calm = [1.05 - room.difficulty for room in rooms]
    for _ in range(numbers["npc_places"]):
        canvas.add("npc_place", cells.take_weighted(calm), role=stream.pick(theme.roles))
    for _ in range(numbers["loot"]):
        canvas.add("loot", cells.take_weighted([float(end) for end in ends]))
    for _ in range(numbers["enemies"]):
        cell = cells.take_weighted(hard)
        room = rooms[int(canvas.areas[0, cell.y, cell.x]) - 1]
        canvas.add("enemy", cell, level=1 + int(room.difficulty * 9))


def _asked(canvas: Canvas, name: str) -> int:
    """What the counts after this one need at the least."""
    later = COUNTED[COUNTED.index(name) + 1 :]
    return sum(canvas.spec.counts[each].low for each in later if each in canvas.spec.counts)


def _ways(canvas: Canvas, room: str) -> int:
    return sum(room in (link.a, link.b) for link in canvas.links)
