"""Who and what is in a settlement: a keeper for each named place, then neighbours."""

from worldgen.levels.canvas import Canvas
from worldgen.levels.counted import counted
from worldgen.levels.settlement.themes import PLACES
from worldgen.levels.standing import FreeCells
from worldgen.rng import Stream

COUNTED = ("npc_places", "loot", "enemies")
MOST = {"npc_places": 1000, "loot": 500, "enemies": 500}
STREETS = ("plaza", "street", "pier")
_PASSERS_BY = ("trader", "guard", "child", "messenger", "beggar", "traveller")


def populate(canvas: Canvas, cells: FreeCells, stream: Stream) -> None:
    """Raises Unsatisfiable for more than fit."""
    rooms = canvas.rooms
    named = [at for at, room in enumerate(rooms) if room.kind in PLACES and room.kind != "house"]
    plain = [at for at, room in enumerate(rooms) if room.kind == "house"]
    usual = {"npc_places": len(named) + 2 + len(plain) // 2, "loot": 1 + len(plain) // 5}
    left, numbers = cells.left, {}
    for name in COUNTED:
        later = COUNTED[COUNTED.index(name) + 1 :]
        asked = sum(canvas.spec.counts[each].low for each in later if each in canvas.spec.counts)
        most = min(MOST[name], max(0, left - asked))
        numbers[name] = counted(canvas.spec, name, usual.get(name, 0), most, stream)
        left -= numbers[name]
    _add_people(canvas, numbers["npc_places"], named, plain, cells, stream.named("people"))
    indoors = [float(room.kind not in STREETS) for room in rooms]
    outdoors = [room.difficulty * (room.kind in STREETS) for room in rooms]
    for kind, name, weights in (("loot", "loot", indoors), ("enemy", "enemies", outdoors)):
        for _ in range(numbers[name]):
            canvas.add(kind, cells.take_weighted(weights))


def _add_people(
    canvas: Canvas,
    number: int,
    named: list[int],
    plain: list[int],
    cells: FreeCells,
    stream: Stream,
) -> None:
    rooms = canvas.rooms
    market = [at for at, room in enumerate(rooms) if room.kind == "plaza"]
    order = [*named, *market, *stream.shuffled(plain)]
    placed = 0
    for at in order:
        if placed < number and cells.in_room(at):
            role = PLACES[rooms[at].kind].role if rooms[at].kind in PLACES else "trader"
            canvas.add("npc_place", cells.take(at), role=role, room=rooms[at].id)
            placed += 1
    streets = [float(room.kind in STREETS) for room in rooms]
    for _ in range(number - placed):
        canvas.add("npc_place", cells.take_weighted(streets), role=stream.pick(_PASSERS_BY))
