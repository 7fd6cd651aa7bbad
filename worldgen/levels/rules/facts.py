"""A spec as facts for the programs in `programs/`, which say what each of them means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from worldgen.levels.constraints import Path, Reach
from worldgen.levels.rules.alphabet import Tiles
from worldgen.levels.rules.grid import Grid

KEYS = "keys"
"""What a clash calls the constraint that the key of each lock lies in the room."""
SOLVABLE = "solvable"
"""What a clash calls the constraint that a level with a spawn and an exit can be finished."""


@dataclass(slots=True)
class Facts:
    """Text for the grounder, collected; and what Python needs to know of it."""

    lines: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """Constraint N, as the spec names it."""
    programs: dict[str, None] = field(default_factory=lambda: {"cells": None})
    ticks: int = 0
    """Moves that have to be looked at one by one."""
    pushes: int = 0
    """Pushes that a solution may take."""
    walkers: dict[int, None] = field(default_factory=dict)
    _sets: dict[Tiles, int] = field(default_factory=dict)
    _places: dict[Tiles, int] = field(default_factory=dict)

    def say(self, name: str, *arguments: int) -> None:
        self.lines.append(f"{name}({','.join(map(str, arguments))})." if arguments else f"{name}.")

    def constraint(self, name: str) -> int:
        self.names.append(name)
        return len(self.names) - 1

    def needs(self, *programs: str) -> None:
        self.programs.update(dict.fromkeys(programs))

    def set_of(self, tiles: Tiles) -> int:
        if tiles not in self._sets:
            self._sets[tiles] = len(self._sets)
            for tile in tiles:
                self.say("means", self._sets[tiles], tile)
        return self._sets[tiles]

    def place_of(self, tiles: Tiles, sole: bool) -> int:
        if tiles not in self._places:
            self._places[tiles] = len(self._places)
            self.say("place", self._places[tiles], self.set_of(tiles))
            if sole:
                self.say("sole", self._places[tiles])
        return self._places[tiles]


def facts_of(grid: Grid, named: bool) -> Facts:
    """All that the room has to hold. `named`: each constraint can be dropped by its name."""
    facts = Facts()
    _cells(facts, grid, named)
    _counts(facts, grid)
    _shape(facts, grid, named)
    _regions(facts, grid)
    _patterns(facts, grid)
    _ways(facts, grid)
    _solvable(facts, grid)
    _movement(facts, grid)
    for number in range(len(facts.names)):
        facts.lines.append(f"{{on({number})}}." if named else f"on({number}).")
    return facts


@cache
def program(name: str) -> str:
    """The text of a program in this folder."""
    return files(__package__).joinpath(f"programs/{name}.lp").read_text("utf-8")


def _cells(facts: Facts, grid: Grid, named: bool) -> None:
    options = grid.kept_options if named else grid.options
    for cell, tiles in enumerate(options):
        facts.say("cell", cell)
        for tile in tiles:
            facts.say("given" if len(tiles) == 1 else "option", cell, tile)
        for direction, to in grid.neighbours(cell):
            facts.say("next", cell, to, direction)
    for cell, tile in grid.changed:
        facts.say("was", cell, tile)
    if grid.changed:
        facts.say("redone")


def _counts(facts: Facts, grid: Grid) -> None:
    for name, tiles, count in grid.tallies:
        number = facts.constraint(f"tiles.{name}")
        facts.say("tally", number, facts.set_of(tiles), count.low, min(count.high, grid.cells))
    if grid.alphabet.keys:
        number = facts.constraint(KEYS)
        for key in grid.alphabet.keys:
            locks, opening = grid.alphabet.locks_of(key), grid.alphabet.keys_for(key)
            facts.say("keyed", number, facts.set_of(locks), facts.set_of(opening))


def _shape(facts: Facts, grid: Grid, named: bool) -> None:
    """Options hold borders and fixed tiles already, where nobody asks which of them clash."""
    constraints = grid.spec.constraints
    if named and constraints.border:
        number = facts.constraint("border")
        facts.say("border", number, facts.set_of(grid.border_tiles))
        for cell in filter(grid.is_edge, range(grid.cells)):
            facts.say("edge", cell)
    for at, fixed in enumerate(grid.spec.fixed if named else ()):
        number = facts.constraint(f"fixed[{at}]")
        tile = grid.alphabet.tiles.index(fixed.tile)
        facts.say("fixed", number, grid.cell(fixed.x, fixed.y), tile)
    if constraints.symmetry:
        number = facts.constraint("symmetry")
        for cell, image in grid.mirrored():
            facts.say("mirror", number, cell, image)


def _regions(facts: Facts, grid: Grid) -> None:
    for at, region in enumerate(grid.spec.constraints.connected):
        field = f"constraints.connected[{at}].tiles"
        tiles = sorted({t for name in region.tiles for t in grid.alphabet.named(name, field)})
        number = facts.constraint(f"connected[{at}]")
        sole = [(tile,) for tile in tiles if grid.alphabet.is_sole(tile)]
        place = facts.place_of(*((sole[0], True) if sole else (tuple(tiles), False)))
        facts.needs("connected")
        facts.say("needs", number, place)
        facts.say("region", number, at, facts.set_of(tuple(tiles)), place, region.neighbours)


def _patterns(facts: Facts, grid: Grid) -> None:
    constraints = grid.spec.constraints
    asked = [(f"forbid[{at}]", pattern) for at, pattern in enumerate(constraints.forbid)]
    asked += [(f"require[{at}]", pattern) for at, pattern in enumerate(constraints.require)]
    for at, (name, pattern) in enumerate(asked):
        facts.needs("patterns")
        number = facts.constraint(name)
        if name.startswith("forbid"):
            facts.say("forbidden", number, at)
        else:
            high = min(pattern.count.high, grid.cells)
            facts.say("counted", number, at, pattern.count.low, high)
        for cell in grid.anchors(pattern):
            facts.say("anchor", at, cell)
        for offset, tile in grid.glyphs(pattern, name):
            facts.say("glyph", at, offset, tile)


def _ways(facts: Facts, grid: Grid) -> None:
    constraints = grid.spec.constraints
    for at, path in enumerate(constraints.paths):
        _path(facts, grid, at, path)
    for at, reach in enumerate(constraints.reach):
        _reach(facts, grid, len(constraints.paths) + at, at, reach)


def _path(facts: Facts, grid: Grid, at: int, path: Path) -> None:
    name = f"paths[{at}]"
    number = facts.constraint(name)
    walker = grid.alphabet.all_keys if path.locks == "open" else 0
    _way(facts, grid, (number, at, walker), (path.start, path.to), name)
    low, high = path.length.low, path.length.high
    bounded = high < grid.longest
    bound = high if bounded else low - 1
    facts.say("shortest", number, at, low, bound if bounded else grid.longest)
    if bound >= 0:
        facts.say("bound", at, bound)
        facts.ticks = max(facts.ticks, bound)
    if not bounded:
        facts.say("far", at)
        facts.say("possible", number, at)


def _reach(facts: Facts, grid: Grid, way: int, at: int, reach: Reach) -> None:
    name = f"reach[{at}]"
    number = facts.constraint(name)
    walker = grid.alphabet.key_bits(reach.keys)
    _way(facts, grid, (number, way, walker), (reach.start, reach.to), name)
    facts.say("far", way)
    facts.say("possible" if reach.possible else "impossible", number, way)


def _way(
    facts: Facts, grid: Grid, way: tuple[int, int, int], ends: tuple[str, str], name: str
) -> None:
    number, at, walker = way
    facts.needs("ways")
    facts.walkers[walker] = None
    places = [
        _place(facts, grid, end, f"{name}.{side}")
        for end, side in zip(ends, ("from", "to"), strict=True)
    ]
    facts.say("way", at, walker, *places)
    for place in dict.fromkeys(places):
        facts.say("needs", number, place)


def _place(facts: Facts, grid: Grid, name: str, field: str) -> int:
    tiles = grid.alphabet.place(name, f"constraints.{field}")
    return _end(facts, grid, tiles)


def _solvable(facts: Facts, grid: Grid) -> None:
    alphabet = grid.alphabet
    spawns, exits = alphabet.of_kind("spawn"), alphabet.of_kind("exit")
    if grid.spec.movement.kind == "push":
        return _plan(facts, grid, spawns, exits)
    if not spawns or not exits:
        return
    number = facts.constraint(SOLVABLE)
    facts.needs("solvable")
    facts.say("solvable", number, _end(facts, grid, spawns), _end(facts, grid, exits))
    for walker in range(alphabet.all_keys + 1):
        facts.walkers[walker] = None
        for tile in alphabet.every:
            facts.say("picked", walker, tile, alphabet.picked(tile, walker))


def _plan(facts: Facts, grid: Grid, spawns: Tiles, exits: Tiles) -> None:
    """Crates on every target and a way to the exit, after at most `pushes` pushes."""
    alphabet = grid.alphabet
    crates, targets = alphabet.of_kind("crate"), alphabet.of_kind("target")
    if not spawns or not (exits or crates):
        return
    number = facts.constraint(SOLVABLE)
    facts.needs("push")
    facts.pushes = grid.pushes
    facts.walkers[0] = None
    facts.say("plan", number)
    facts.say("pushed_from", _end(facts, grid, spawns))
    if exits:
        facts.say("leads_to", _end(facts, grid, exits))
    locks = alphabet.of_kind("lock")
    bare = tuple(tile for tile in alphabet.standing if tile not in locks)
    for name, tiles in (("crates", crates), ("targets", targets), ("bears_crates", bare)):
        facts.say(name, facts.set_of(tiles))
    for tile in locks:
        facts.say("lock", tile, alphabet.keys.index(alphabet.key_of(tile)))
    for tile in alphabet.of_kind("key"):
        if alphabet.key_of(tile) in alphabet.keys:
            facts.say("key", tile, alphabet.keys.index(alphabet.key_of(tile)))


def _end(facts: Facts, grid: Grid, tiles: Tiles) -> int:
    return facts.place_of(tiles, len(tiles) == 1 and grid.alphabet.is_sole(tiles[0]))


def _movement(facts: Facts, grid: Grid) -> None:
    if not facts.walkers:
        return
    alphabet, movement = grid.alphabet, grid.spec.movement
    platform = movement.kind == "platform"
    facts.needs("platform" if platform else "walk")
    body = _platform_tiles(facts, grid) if platform else _walked_tiles(facts, grid)
    for walker in facts.walkers:
        facts.say("walker", walker)
        entered = tuple(tile for tile in alphabet.opened(walker) if tile in body)
        facts.say("enters", walker, facts.set_of(entered))
    for tile in alphabet.of_kind("one_way"):
        toward = alphabet[tile].toward
        assert toward is not None
        facts.say("one_way", tile, ("north", "east", "south", "west").index(toward))
    for direction in range(8):
        facts.say("direction", direction)


def _walked_tiles(facts: Facts, grid: Grid) -> Tiles:
    alphabet = grid.alphabet
    facts.say("standing", facts.set_of(alphabet.standing))
    if grid.spec.movement.kind == "walk8":
        shut = {*alphabet.of_kind("lock"), *alphabet.of_kind("one_way")}
        facts.say("plain", facts.set_of(tuple(t for t in alphabet.standing if t not in shut)))
        for diagonal in grid.diagonals():
            facts.say("diagonal", *diagonal)
    return alphabet.standing


def _platform_tiles(facts: Facts, grid: Grid) -> Tiles:
    """Those that are free, locks aside."""
    alphabet = grid.alphabet
    sets: Mapping[str, Iterable[str]] = {
        "hazard": ("hazard",),
        "climbed": ("ladder",),
        "thin": ("platform",),
        "bears": ("solid", "platform"),
    }
    for name, traits in sets.items():
        facts.say(name, facts.set_of(alphabet.having(*traits)))
    facts.say("jump", grid.spec.movement.jump)
    for cell in range(grid.cells - grid.width, grid.cells):
        facts.say("lowest", cell)
    blocked = {*alphabet.having("solid"), *alphabet.of_kind("secret")}
    free = tuple(tile for tile in alphabet.every if tile not in blocked)
    facts.say("bodily", facts.set_of(free))
    return free
