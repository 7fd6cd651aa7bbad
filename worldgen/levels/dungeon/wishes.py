"""How much of what a dungeon has: the spec's counts, and what follows from its size."""

from dataclasses import dataclass

from worldgen.errors import Unsatisfiable
from worldgen.levels.ranges import Range
from worldgen.levels.spec import LevelSpec
from worldgen.rng import Stream

SMALLEST_PITCH = 4
"""Cells from one wall to the next: a room of three by three."""
LARGEST_PITCH = 11
_SLOTS_PER_ROOM = 2.2
"""At the least: rooms need corridors between them."""
_USUAL_ROOMS = 40
"""On one floor, at the most, where the spec says nothing."""
_ROOMY = 4.5
"""Slots for each room that are quickly found a place in; rooms then grow over what is left."""


@dataclass(frozen=True, slots=True)
class Wishes:
    rooms: int
    keys: int
    cycles: int
    one_ways: int
    """Of the cycles, those with a way that goes one way only."""
    secrets: int
    enemies: int
    loot: int
    npc_places: int
    floors: int
    branching: float
    """0..1: how many of the rest of the rooms nobody has to enter."""
    doors: float
    """0..1: the share of open ways that have a door."""
    pitch: int
    asked: frozenset[str]
    """What the spec itself counts; of the rest there may be less."""

    @property
    def spare_rooms(self) -> int:
        """Rooms that nothing else asks for."""
        return self.rooms - needed_rooms(self.keys, self.cycles, self.secrets)


def needed_rooms(keys: int, cycles: int, secrets: int) -> int:
    """Entrance and exit, a room for each key and secret, two for each cycle."""
    return 2 + keys + secrets + 2 * cycles


def wishes_of(spec: LevelSpec, options: dict[str, float], stream: Stream) -> Wishes:
    """Raises Unsatisfiable, naming the counts that don't go together."""
    capacity = _capacity(spec)
    least = needed_rooms(*(_least(spec, name) for name in ("keys", "cycles", "secrets")))
    usual = min(max(5 * spec.floors, capacity // 3), _USUAL_ROOMS * spec.floors)
    rooms = _drawn(spec, "rooms", min(capacity, max(usual, 3 * least // 2)), capacity, stream)
    secrets = _drawn(spec, "secrets", min(6, rooms // 9), rooms, stream)
    keys = _drawn(spec, "keys", min(5, rooms // 7), rooms, stream)
    free = max(0, rooms - needed_rooms(keys, 0, secrets)) // 2
    cycles = _drawn(spec, "cycles", min(free, max(rooms > 6, rooms // 8)), rooms, stream)
    one_ways = _drawn(spec, "one_ways", cycles // 3, cycles, stream)
    needed = needed_rooms(keys, cycles, secrets)
    if needed > rooms or one_ways > cycles:
        raise Unsatisfiable(
            f"{keys} keys, {cycles} cycles, {secrets} secrets and {one_ways} one-way doors need "
            f"{needed} rooms, and a cycle for each one-way door; there are {rooms} rooms",
            ("counts.rooms", "counts.keys", "counts.cycles", "counts.secrets", "counts.one_ways"),
        )
    area = spec.width * spec.height * spec.floors
    return Wishes(
        rooms=rooms,
        keys=keys,
        cycles=cycles,
        one_ways=one_ways,
        secrets=secrets,
        enemies=_drawn(spec, "enemies", rooms, area // 6, stream),
        loot=_drawn(spec, "loot", max(1, rooms // 3), area // 6, stream),
        npc_places=_drawn(spec, "npc_places", 1, area // 6, stream),
        floors=spec.floors,
        branching=options["branching"],
        doors=options["doors"],
        pitch=_pitch(spec, rooms),
        asked=frozenset(spec.counts),
    )


def _least(spec: LevelSpec, name: str) -> int:
    return spec.counts[name].low if name in spec.counts else 0


def _drawn(spec: LevelSpec, name: str, usual: int, most: int, stream: Stream) -> int:
    """What the spec says of a count; where it gives a range, a number of it."""
    if name not in spec.counts:
        low, high = max(0, usual - usual // 4), usual + usual // 4
        return stream.named(name).between(low, min(high, most))
    asked: Range = spec.counts[name]
    if asked.low > most:
        raise Unsatisfiable(
            f"counts.{name}: {asked.low} are asked for, and at most {most} fit; make the level "
            "larger, or ask for fewer",
            (f"counts.{name}", "width", "height"),
        )
    usual_high = max(asked.low, usual * 2)
    return stream.named(name).between(asked.low, min(asked.high, most, usual_high))


def _capacity(spec: LevelSpec) -> int:
    """The most rooms there can be, with the smallest ones."""
    across = (spec.width - 1) // SMALLEST_PITCH
    down = (spec.height - 1) // SMALLEST_PITCH
    return max(2 * spec.floors, int(across * down * spec.floors / _SLOTS_PER_ROOM))


def _pitch(spec: LevelSpec, rooms: int) -> int:
    """The largest that still leaves place for corridors."""
    for pitch in range(LARGEST_PITCH, SMALLEST_PITCH, -1):
        slots = ((spec.width - 1) // pitch) * ((spec.height - 1) // pitch) * spec.floors
        if slots >= rooms * _ROOMY:
            return pitch
    return SMALLEST_PITCH
