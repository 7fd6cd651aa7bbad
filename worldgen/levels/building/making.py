"""From a spec to a building, a step at a time."""

from worldgen.clock import Clock
from worldgen.errors import Unsatisfiable
from worldgen.levels.building.house import house_of, rooms_that_fit
from worldgen.levels.building.raising import Raising
from worldgen.levels.building.themes import FUNCTIONS, THEMES
from worldgen.levels.canvas import Canvas, blocked_by_fixed
from worldgen.levels.counted import counted
from worldgen.levels.level import Cell
from worldgen.levels.names import Names, words
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Made, Step, Steps
from worldgen.rng import Stream

VERSION = "1"
MOST_ROOMS = 200
USUAL_ROOM = 55
"""Cells of the floor for each room, where the spec doesn't say."""
USUAL_MOST_ROOMS = 24
"""On each floor."""
INNERMOST, BACK_DOOR = "innermost", "back_door"
TRIES = 24
"""Buildings that are drawn for one that the fixed cells leave whole."""
_FURNITURE = tuple(dict.fromkeys(t for f in FUNCTIONS.values() for t, _ in f.furniture))
_GROUNDS = tuple(dict.fromkeys(function.floor for function in FUNCTIONS.values()))
TILES = (
    *("wall", "window", "door", "stairs_up", "stairs_down", "counter", "chair"),
    *_GROUNDS,
    *_FURNITURE,
)
_NAMES = {
    "tavern": "the {adjective} {noun}",
    "manor": "{tree} Manor",
    "smithy": "the {noun} Forge",
    "temple": "the {adjective} Temple",
    "shop": "the {adjective} {noun} Store",
    "house": "the {tree} House",
    "tower": "{tree} Tower",
}


def steps(spec: LevelSpec, stream: Stream, clock: Clock) -> Steps:
    """A building. Raises InvalidSpec, Unsatisfiable or OutOfTime."""
    yield Step("planning rooms", 0.0)
    theme = spec.theme or next(iter(THEMES))
    name = Names(words("building"), stream.named("name")).name(_NAMES[theme])
    rooms = _rooms(spec, stream)
    lost: list[Cell] = []
    for attempt in range(TRIES):
        clock.check("planning rooms")
        drawn = stream.named("building", attempt)
        canvas = Canvas.of(spec, VERSION, TILES)
        canvas.properties.update(building=theme, name=name)
        house = house_of(THEMES[theme], spec.width, spec.height, rooms, drawn)
        raising = Raising(canvas, house, spec.options.get("exit") == BACK_DOOR, drawn)
        lost = raising.raise_walls()
        yield Step("raising walls", 0.3, canvas.level())
        if not lost:
            lost = yield from raising.furnish(clock)
        if not lost:
            return Made(canvas.level(), raising.promises())
    raise blocked_by_fixed(spec, lost, "through the building")


def _rooms(spec: LevelSpec, stream: Stream) -> list[int]:
    """How many each floor has, in proportion to what fits there."""
    fit = rooms_that_fit(spec.width, spec.height, spec.floors)
    wished = max(1, min(USUAL_MOST_ROOMS, spec.width * spec.height // USUAL_ROOM))
    usual = sum(min(wished, most) for most in fit)
    if "keys" in spec.counts:
        usual = max(usual, min(sum(fit), spec.counts["keys"].low + 2 * spec.floors))
    if "rooms" in spec.counts and spec.counts["rooms"].high < spec.floors:
        raise Unsatisfiable(
            f"{spec.counts['rooms']} rooms are fewer than {spec.floors} floors, and each has one "
            "at least; ask for more rooms, or for fewer floors",
            ("counts.rooms", "floors"),
        )
    total = counted(spec, "rooms", max(usual, spec.floors), min(MOST_ROOMS, sum(fit)), stream)
    return _shared(max(total, spec.floors), fit)


def _shared(total: int, fit: list[int]) -> list[int]:
    """One for each floor, then to the floor that is the emptiest."""
    rooms = [1] * len(fit)
    while sum(rooms) < total:
        free = [floor for floor, most in enumerate(fit) if rooms[floor] < most]
        rooms[min(free, key=lambda floor: rooms[floor] * 1000 // fit[floor])] += 1
    return rooms
