"""How many of something a level gets: what its spec says, or what is usual for its size."""

from worldgen.errors import InvalidSpec, Unsatisfiable
from worldgen.levels.kind import called
from worldgen.levels.spec import LevelSpec
from worldgen.rng import Stream


def counted(
    spec: LevelSpec, name: str, usual: int, most: int, stream: Stream, least: int = 0
) -> int:
    """A number of the spec's range, at most `most`; around `usual` where the spec is silent.

    Raises Unsatisfiable where even the least that is asked for doesn't fit, and InvalidSpec where
    fewer are asked for than the `least` that every such level has.
    """
    if name not in spec.counts:
        return stream.named(name).between(
            min(usual - usual // 4, most), min(usual + usual // 4, most)
        )
    asked = spec.counts[name]
    if asked.high < least:
        raise InvalidSpec.at(
            f"counts.{name}", f"{asked} is too few; {called(spec.kind)} has {least} at the least"
        )
    if asked.low > most:
        raise too_many(name, asked.low, most)
    low = max(asked.low, least)
    return stream.named(name).between(low, min(asked.high, most, max(low, 2 * usual)))


def too_many(name: str, asked: int, most: int) -> Unsatisfiable:
    return Unsatisfiable(
        f"counts.{name}: {asked} are asked for, and {most} fit; make the level larger, or ask for "
        "fewer",
        (f"counts.{name}", "width", "height"),
    )
