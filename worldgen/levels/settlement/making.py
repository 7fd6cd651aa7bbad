"""From a spec to a settlement, a step at a time."""

from worldgen.clock import Clock
from worldgen.levels.canvas import Canvas, blocked_by_fixed
from worldgen.levels.counted import counted, too_many
from worldgen.levels.level import Cell
from worldgen.levels.names import Names, words
from worldgen.levels.proof import Obligation
from worldgen.levels.settlement.founding import Founding, placed
from worldgen.levels.settlement.layout import Wish, layout_of
from worldgen.levels.settlement.plots import LARGEST, SMALLEST
from worldgen.levels.settlement.themes import PLACES, THEMES, Theme
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Made, Step, Steps
from worldgen.rng import Stream

VERSION = "1"
MOST_HOUSES = 600
SMALLEST_PLOT = 30
"""Cells for each house, at the least."""
AS_THEME, YES, NO = "theme", "yes", "no"
NONE, RIVER, COAST = "none", "river", "coast"
TRIES = 16
"""Settlements that are drawn for one with all its houses, each on more land than the last."""
_LEAST_LAND, _MORE_LAND = 70, 35
TILES = (
    *("grass", "sand", "beach", "road", "street", "plaza", "water", "deep_water", "bridge"),
    *("wall", "fence", "gate", "tent", "tree", "rock", "door", "floor", "planks", "carpet"),
    *("field", "garden", "well", "counter"),
    *dict.fromkeys(tile for place in PLACES.values() for tile, _ in place.furniture),
)


def steps(spec: LevelSpec, stream: Stream, clock: Clock) -> Steps:
    """A settlement. Raises InvalidSpec, Unsatisfiable or OutOfTime."""
    yield Step("laying roads", 0.0)
    theme = THEMES[spec.theme or next(iter(THEMES))]
    area = spec.width * spec.height
    usual = max(3, min(theme.most_houses, area * 6 // (10 * theme.cells_per_house)))
    most = min(MOST_HOUSES, area // SMALLEST_PLOT)
    wanted = counted(spec, "houses", usual, most, stream, least=1)
    least = spec.counts["houses"].low if "houses" in spec.counts else 1
    most_found, lost = 0, list[Cell]()
    for attempt in range(TRIES):
        clock.check("laying roads")
        founding = _founded(spec, theme, wanted, attempt, stream.named("founding", attempt))
        founding.build_roads()
        yield Step("laying roads", 0.2, founding.canvas.level())
        clock.check("parting plots")
        found = founding.find_plots(max(SMALLEST + 1, LARGEST - attempt // 2))
        yield Step("parting plots", 0.35)
        most_found = max(most_found, found)
        if found < (wanted if attempt < TRIES // 2 else max(1, least)):
            continue
        founding.build_houses(wanted)
        yield Step("building houses", 0.5, founding.canvas.level())
        clock.check("clearing land")
        founding.clear()
        yield Step("clearing land", 0.6)
        clock.check("planting trees")
        founding.grow()
        yield Step("planting trees", 0.75, founding.canvas.level())
        clock.check("moving in")
        lost = founding.inhabit()
        if not lost:
            return Made(founding.canvas.level(), _OBLIGATIONS)
    if lost:
        raise blocked_by_fixed(spec, lost, "through the settlement")
    raise too_many("houses", max(1, least), most_found)


_OBLIGATIONS = (
    Obligation("all_reachable"),
    Obligation("entities_reachable", {"kinds": ("door", "npc_place", "loot", "enemy", "exit")}),
    Obligation("roads_join", {"kinds": ("door",)}),
)


def _founded(spec: LevelSpec, theme: Theme, wanted: int, attempt: int, stream: Stream) -> Founding:
    canvas = Canvas.of(spec, VERSION, TILES)
    name = Names(words("settlement"), stream.named("name")).name(
        f"{{beginning}}{{{theme.suffixes}}}"
    )
    canvas.properties.update(name=name)
    turn = stream.named("turn").below(8)
    across, down = (spec.height, spec.width) if turn % 2 else (spec.width, spec.height)
    walls, water = spec.options.get("walls", AS_THEME), spec.options.get("water", AS_THEME)
    wish = Wish(
        houses=wanted,
        water=theme.water if water == AS_THEME else str(water),
        walled=theme.walled if walls == AS_THEME else walls == YES,
        land=_LEAST_LAND + _MORE_LAND * attempt,
    )
    layout = layout_of(theme, wish, across, down, stream.named("layout"))
    return Founding(canvas, theme, placed(layout, turn, spec.width, spec.height), stream)
