"""Which operations run in which pass, which fields are kept whole, and which buffer each uses.

What no sink asks for is left out. Within a pass an operation stands as near as can be to what reads
it, so that few buffers are alive at once and all of them stay in the cache.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from worldgen.textures.plan import BandOp, Builder, PictureOp

_MOST_HELD = (99, 0)
"""How many fields may have to be held for an operation to be moved to a later pass."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A band operation and where its fields are: buffers from 0 on, or `-1 - field` for those that
    are kept whole."""

    op: BandOp
    makes: tuple[int, ...]
    reads: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pass:
    """One walk over all bands, and what is done to whole pictures before it."""

    pictures: tuple[PictureOp, ...]
    bands: tuple[Placed, ...]
    buffers: int
    keeps: tuple[int, ...]
    """Fields that its bands fill as wholes."""
    forgets: tuple[int, ...]
    """Whole fields that nothing reads any more after it."""


def schedule(builder: Builder, sinks: Sequence[BandOp]) -> tuple[Pass, ...]:
    """The passes; `sinks` make nothing but are run for what they do.

    An operation may run in any pass between the first that it can run in and the first that reads
    it. Which is best depends on the graph: of a few rules, the one that holds the fewest whole
    fields.
    """
    needed, pictures = _needed(builder, sinks)
    pixels = builder.frame.width * builder.frame.height
    found = [_passes(_moved(needed, pictures, most), pictures) for most in _MOST_HELD]
    return min(found, key=lambda passes: whole_pixels(passes, pixels))


def _passes(bands: Sequence[BandOp], pictures: Sequence[PictureOp]) -> tuple[Pass, ...]:
    kept = _kept(bands, pictures)
    last = _last_use(bands, pictures)
    passes = []
    for level in range(max(op.level for op in bands) + 1):
        ops = _in_order([op for op in bands if op.level == level], kept)
        placed, buffers = _placed(ops, kept)
        passes.append(
            Pass(
                tuple(op for op in pictures if op.level == level),
                placed,
                buffers,
                tuple(n for op in ops for n in op.makes if n in kept),
                tuple(number for number, end in last.items() if end == level),
            )
        )
    return tuple(passes)


def whole_pixels(passes: Sequence[Pass], pixels: int) -> int:
    """The most float32 that are held at once in whole fields."""
    sizes: dict[int, int] = {}
    most = 0
    for each in passes:
        for op in each.pictures:
            sizes |= dict(
                zip(op.makes, (rows * columns for rows, columns in op.shapes), strict=True)
            )
        sizes |= dict.fromkeys(each.keeps, pixels)
        most = max(most, sum(sizes.values()))
        for number in each.forgets:
            sizes.pop(number, None)
    return most


def _needed(builder: Builder, sinks: Sequence[BandOp]) -> tuple[list[BandOp], list[PictureOp]]:
    """Those that the sinks need, in the order they were asked for."""
    every: list[BandOp | PictureOp] = [*builder.band_ops, *builder.picture_ops]
    maker = {number: op for op in every for number in op.makes}
    fields = {number for op in sinks for number in (*op.reads, *op.wholes)}
    waiting = list(fields)
    while waiting:
        op = maker[waiting.pop()]
        needs = (*op.reads, *op.wholes) if isinstance(op, BandOp) else op.wholes
        waiting += [number for number in needs if number not in fields]
        fields |= set(needs)
    bands = [op for op in builder.band_ops if fields & set(op.makes)]
    return [*bands, *sinks], [op for op in builder.picture_ops if fields & set(op.makes)]


def _moved(bands: Sequence[BandOp], pictures: Sequence[PictureOp], most_held: int) -> list[BandOp]:
    """The same, each moved to the pass that first reads it; where more than so many of the fields
    that it reads would have to be held for that, to the last one that has them all."""
    latest = _latest(bands, pictures, {})
    first_read = {op: _first_read(op, latest) for op in bands}
    held = {op: sum(latest[n] < first_read[op] for n in op.reads) for op in bands}
    stays = {
        op: max(op.level, min(latest[n] for n in op.reads)) for op in bands if held[op] > most_held
    }
    latest = _latest(bands, pictures, stays)
    return [replace(op, level=_at_most(stays, op, latest)) for op in bands]


def _latest(
    bands: Sequence[BandOp], pictures: Sequence[PictureOp], stays: Mapping[BandOp, int]
) -> dict[int, int]:
    """By field: the last pass that it may be made in, where all that reads it comes as late as it
    can."""
    latest: dict[int, int] = {}

    def bound(fields: Iterable[int], level: int) -> None:
        for number in fields:
            latest[number] = min(latest.get(number, level), level)

    for picture in pictures:
        bound(picture.wholes, picture.level - 1)
    for op in reversed(bands):
        level = _at_most(stays, op, latest)
        bound(op.reads, level)
        bound(op.wholes, level - 1)
    return latest


def _at_most(stays: Mapping[BandOp, int], op: BandOp, latest: Mapping[int, int]) -> int:
    first_read = _first_read(op, latest)
    return min(first_read, stays.get(op, first_read))


def _first_read(op: BandOp, latest: Mapping[int, int]) -> int:
    return min((latest[number] for number in op.makes if number in latest), default=op.level)


def _kept(bands: Iterable[BandOp], pictures: Iterable[PictureOp]) -> set[int]:
    """Fields that have to be whole: looked around in, or read in a later pass."""
    kept = {number for op in pictures for number in (*op.makes, *op.wholes)}
    level = {number: op.level for op in bands for number in op.makes}
    for op in bands:
        kept |= set(op.wholes)
        kept |= {number for number in op.reads if level.get(number, -1) < op.level}
    return kept


def _last_use(bands: Iterable[BandOp], pictures: Iterable[PictureOp]) -> dict[int, int]:
    last: dict[int, int] = {}
    for band in bands:
        for number in (*band.makes, *band.reads, *band.wholes):
            last[number] = max(last.get(number, 0), band.level)
    for picture in pictures:
        for number in (*picture.makes, *picture.wholes):
            last[number] = max(last.get(number, 0), picture.level)
    return last


def _in_order(ops: Sequence[BandOp], kept: set[int]) -> list[BandOp]:
    """Depth first from what the pass is for."""
    maker = {number: at for at, op in enumerate(ops) for number in op.makes}
    done: dict[int, None] = {}
    for root, op in enumerate(ops):
        if op.makes and not kept & set(op.makes):
            continue
        way = [root]
        while way:
            needs = [maker[n] for n in ops[way[-1]].reads if n in maker]
            missing = [each for each in needs if each not in done]
            if missing:
                way.append(missing[0])
            else:
                done.setdefault(way.pop())
    return [ops[at] for at in done]


def _placed(ops: Sequence[BandOp], kept: set[int]) -> tuple[tuple[Placed, ...], int]:
    last = {number: at for at, op in enumerate(ops) for number in (*op.makes, *op.reads)}
    free: list[int] = []
    place: dict[int, int] = {}
    buffers, placed = 0, []
    for at, op in enumerate(ops):
        for number in op.makes:
            if number in kept:
                place[number] = -1 - number
            elif free:
                place[number] = free.pop()
            else:
                place[number], buffers = buffers, buffers + 1
        reads = tuple(place.get(number, -1 - number) for number in op.reads)
        placed.append(Placed(op, tuple(place[number] for number in op.makes), reads))
        for number in {*op.makes, *op.reads}:
            if last[number] == at and place.get(number, -1) >= 0:
                free.append(place[number])
    return tuple(placed), buffers
