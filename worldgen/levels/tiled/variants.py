"""A tile and its edges, turned and mirrored as its symmetry says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from worldgen.errors import InvalidSpec
from worldgen.levels.alphabet import TileSpec
from worldgen.levels.tiles import Tile

SIDES = ("north", "east", "south", "west")
Edges = tuple[str, str, str, str]
"""Labels north, east, south, west, each read clockwise around the tile: `grass/rock`."""
TURNS: Mapping[str, int] = {"": 1, "X": 1, "I": 2, "\\": 2, "T": 4, "L": 4, "F": 4}
"""How many quarter turns look different; F differs mirrored, too."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A tile as it can stand in a map."""

    tile: Tile
    source: str
    """The tile of the spec that it is a turn of."""
    edges: Edges | None
    weight: float


def variants(name: str, spec: TileSpec) -> Iterator[Variant]:
    """The tile as drawn, then turned clockwise: `road`, `road@90`, ..., `crag@mirror`, ...

    Raises InvalidSpec where its edges don't have the symmetry that it claims.
    """
    edges = edges_of(name, spec)
    _check_symmetry(name, spec, edges)
    names = [(f"@{90 * turn}" if turn else "", turn, False) for turn in range(TURNS[spec.symmetry])]
    if spec.symmetry == "F":
        names += [(f"@mirror{90 * turn or ''}", turn, True) for turn in range(4)]
    if len(spec.turned) >= len(names):
        raise InvalidSpec.at(
            f"tiles.{name}.turned",
            f"{spec.turned!r} has {len(spec.turned)} glyphs, and there are {len(names) - 1} turns "
            "beside the tile as drawn; give at most as many",
        )
    for at, (ending, turn, is_mirrored) in enumerate(names):
        glyph = spec.turned[at - 1] if 0 < at <= len(spec.turned) else spec.glyph
        tile = Tile(name + ending, glyph, spec.colour, frozenset(spec.traits))
        turned = edges and turned_by(mirrored(edges) if is_mirrored else edges, turn)
        yield Variant(tile, name, turned, spec.weight / len(names))


def edges_of(name: str, spec: TileSpec) -> Edges | None:
    """Its four labels, or none. Raises InvalidSpec for another number than one or four."""
    match spec.edges:
        case ():
            return None
        case (every,):
            return (every, every, every, every)
        case (north, east, south, west):
            return (north, east, south, west)
    raise InvalidSpec.at(
        f"tiles.{name}.edges",
        f"{len(spec.edges)} labels; give one for all sides, or four: north east south west",
    )


def backwards(label: str) -> str:
    """The label of the edge that meets it, which is read the other way."""
    return "/".join(reversed(label.split("/")))


def turned_by(edges: Edges, turns: int) -> Edges:
    """Clockwise by quarters."""
    for _ in range(turns):
        edges = (edges[3], edges[0], edges[1], edges[2])
    return edges


def mirrored(edges: Edges) -> Edges:
    """Left to right."""
    north, east, south, west = (backwards(label) for label in edges)
    return (north, west, south, east)


def _check_symmetry(name: str, spec: TileSpec, edges: Edges | None) -> None:
    if edges is None or spec.symmetry in ("", "F"):
        return
    mirror = [turned_by(mirrored(edges), turns) == edges for turns in range(4)]
    half = turned_by(edges, 2) == edges
    upright, diagonal = mirror[0] or mirror[2], mirror[1] or mirror[3]
    holds = {
        "X": half and all(mirror),
        "I": half and upright,
        "\\": half and diagonal,
        "T": upright,
        "L": diagonal,
    }
    if not holds[spec.symmetry]:
        raise InvalidSpec.at(
            f"tiles.{name}.symmetry",
            f"its edges ({' '.join(edges)}) aren't those of an {spec.symmetry}; F fits any tile, "
            "and none at all keeps it as drawn",
        )
