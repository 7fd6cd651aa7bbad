"""How many of something a level gets: what its spec says, or what is usual for its size."""

from worldgen.errors import Unsatisfiable
from worldgen.levels.spec import LevelSpec
from worldgen.rng import Stream


def counted(spec: LevelSpec, name: str, usual: int, most: int, stream: Stream) -> int:
    """A number of the spec's range, at most `most`; around `usual` where the spec is silent.

    Raises Unsatisfiable where even the least that is asked for doesn't fit.
    """
    if name not in spec.counts:
        return stream.named(name).between(
            min(usual - usual // 4, most), min(usual + usual // 4, most)
        )
    asked = spec.counts[name]
    if asked.low > most:
        raise too_many(name, asked.low, most)
    return stream.named(name).between(asked.low, min(asked.high, most, max(asked.low, 2 * usual)))


def too_many(name: str, asked: int, most: int) -> Unsatisfiable:
    return Unsatisfiable(
        f"counts.{name}: {asked} are asked for, and {most} fit; make the level larger, or ask for "
        "fewer",
        (f"counts.{name}", "width", "height"),
    )
