"""The doors of a building: each room to a passage, then those that its theme likes, then locks."""

from worldgen.levels.building.house import Chamber, Door, House, walls_between
from worldgen.levels.building.themes import CORRIDOR, PASSAGES
from worldgen.levels.level import Cell, Mask
from worldgen.rng import Stream


def hang_doors(house: House, usable: Mask, floor: int, stream: Stream) -> Chamber | None:
    """A door for each room of the floor; the first that can't have one, or None.

    `usable`: shape (height, width), the cells that nothing fixed blocks.
    """
    chambers = house.on(floor)
    passages = [chamber for chamber in chambers if chamber.is_passage]
    for chamber in chambers:
        before = passages if not chamber.is_passage else passages[: passages.index(chamber)]
        if chamber.hub:
            continue
        if not any(hang_door(house, chamber, other, usable, stream) for other in before):
            return chamber
    return None


def hang_liked_doors(house: House, usable: Mask, floor: int, stream: Stream) -> None:
    """Those of the function graph, but none into a room that is locked."""
    locked = {name for door in house.doors if door.key for name in (door.a, door.b)}
    free = [
        chamber for chamber in house.on(floor) if chamber.id not in locked or chamber.is_passage
    ]
    for one_kind, other_kind in house.theme.joined:
        for one in free:
            others = [other for other in free if other.kind == other_kind and one.kind == one_kind]
            for other in others:
                known = {(door.a, door.b) for door in house.doors_of(one.id)}
                if not known & {(one.id, other.id), (other.id, one.id)} and hang_door(
                    house, one, other, usable, stream
                ):
                    break


def hang_door(house: House, a: Chamber, b: Chamber, usable: Mask, stream: Stream) -> bool:
    """Whether a door between the two found a place."""
    cells = [
        (x, y)
        for x, y, dx, dy in walls_between(a.box, b.box)
        if usable[y, x] and usable[y + dy, x + dx] and usable[y - dy, x - dx]
    ]
    if not cells:
        return False
    inner = cells[1:-1] if len(cells) > 2 else cells
    x, y = stream.pick(inner)
    is_arch = CORRIDOR in (a.kind, b.kind) and {a.kind, b.kind} <= set(PASSAGES)
    house.doors.append(Door(a.id, b.id, Cell(x, y, a.floor), "open" if is_arch else "door"))
    return True


def lockable(house: House) -> list[str]:
    """Rooms that one door leads into, and nobody has to walk through."""
    return [
        chamber.id
        for chamber in house.chambers
        if not chamber.is_passage and len(house.doors_of(chamber.id)) == 1
    ]


def lock_rooms(house: House, rooms: list[str], names: list[str]) -> None:
    for room, name in zip(rooms, names, strict=True):
        door = house.doors_of(room)[0]
        door.kind, door.key = "lock", name


def key_rooms(house: House, locked: list[str], stream: Stream) -> list[str]:
    """Where each lock's key lies: in an open room, or behind a later lock, so that no keys are
    locked in by each other."""
    open_ = [
        chamber.id
        for chamber in house.chambers
        if chamber.id not in locked and chamber.kind not in PASSAGES
    ]
    return [stream.pick([*open_, *locked[at + 1 :]]) for at in range(len(locked))]
