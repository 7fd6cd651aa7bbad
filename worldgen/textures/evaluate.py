"""Runs a plan over a picture, band by band.

A band is a few rows, so that its buffers stay in the second-level cache from one kernel to the
next. Bands don't know of each other: two threads give the same bytes as one.
"""

import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from worldgen.errors import InvalidSpec
from worldgen.textures.plan import BandOp, Builder, Floats, Frame
from worldgen.textures.schedule import Pass, Placed, schedule, whole_pixels

MAX_WHOLE_BYTES = 1 << 30
"""What whole fields may take at once."""
BAND_PIXELS = 65_536
"""256 KiB a buffer; measured: with less the calls cost more than a smaller cache's misses."""
ALONE_BELOW = 512 * 512
"""Pixels up to which a second thread costs more than it brings."""
_BETWEEN_YIELDS_S = 0.015


@dataclass(slots=True)
class _Run:
    """One evaluation: its whole fields, and whether it was stopped."""

    frame: Frame
    wholes: dict[int, Floats] = field(default_factory=dict)
    stopped: bool = False

    @property
    def rows(self) -> int:
        """Of a band."""
        return max(1, min(self.frame.height, BAND_PIXELS // self.frame.width))

    @property
    def bands(self) -> int:
        return -(-self.frame.height // self.rows)

    def work(self, each: Pass, numbers: Iterator[int]) -> Generator[None, None, None]:
        """Bands of the next numbers, until there are none or all is stopped; `next` on a counter is
        one step for the interpreter, so that two threads may share it."""
        buffers = [np.empty((self.rows, self.frame.width), np.float32) for _ in range(each.buffers)]
        while not self.stopped and (number := next(numbers)) < self.bands:
            self.fill(each.bands, number * self.rows, buffers)
            yield

    def fill(self, placed: Sequence[Placed], top: int, buffers: Sequence[Floats]) -> None:
        """One band of a pass."""
        rows = min(self.rows, self.frame.height - top)
        view, place = self.frame.view(top), self.frame.place(top)
        bands = [buffer[:rows] for buffer in buffers]

        def band(place: int) -> Floats:
            return bands[place] if place >= 0 else self.wholes[-1 - place][top : top + rows]

        for each in placed:
            each.op.run(
                view if each.op.wholes or not each.op.makes else place,
                [band(place) for place in each.makes],
                [band(place) for place in each.reads],
                [self.wholes[number] for number in each.op.wholes],
            )


def evaluate(
    builder: Builder, sinks: Sequence[BandOp], threads: int
) -> Generator[float, None, None]:
    """Runs what the sinks need, and them; yields how much of it is done, at least every 50 ms.

    Closing it stops the work before the next band.
    """
    passes = schedule(builder, sinks)
    frame = builder.frame
    _check_memory(passes, frame)
    run = _Run(frame)
    if frame.width * frame.height < ALONE_BELOW:
        threads = 1
    for at, each in enumerate(passes):
        begun = at / len(passes)
        for op in each.pictures:
            run.wholes |= {
                number: np.empty(shape, np.float32)
                for number, shape in zip(op.makes, op.shapes, strict=True)
            }
            made = [run.wholes[number] for number in op.makes]
            for _ in op.run(made, [run.wholes[number] for number in op.wholes]):
                yield begun
        run.wholes |= {
            number: np.empty((frame.height, frame.width), np.float32) for number in each.keeps
        }
        walk = _alone(run, each) if threads < 2 else _together(run, each, threads)
        for share in walk:
            yield begun + share / len(passes)
        for number in each.forgets:
            run.wholes.pop(number, None)


def _check_memory(passes: Sequence[Pass], frame: Frame) -> None:
    needed = 4 * whole_pixels(passes, frame.width * frame.height)
    if needed > MAX_WHOLE_BYTES:
        raise InvalidSpec.at(
            "width",
            f"{frame.width}x{frame.height} would take {needed >> 20} MiB at once, at most "
            f"{MAX_WHOLE_BYTES >> 20}; ask for a smaller size, or for fewer layers",
        )


def _alone(run: _Run, each: Pass) -> Iterator[float]:
    shown = time.monotonic()
    for done, _ in enumerate(run.work(each, count()), start=1):
        if time.monotonic() - shown >= _BETWEEN_YIELDS_S:
            yield done / run.bands
            shown = time.monotonic()


def _together(run: _Run, each: Pass, threads: int) -> Iterator[float]:
    numbers = count()
    done: list[None] = []

    def work() -> None:
        for _ in run.work(each, numbers):
            done.append(None)

    with ThreadPoolExecutor(threads, "textures") as pool:
        try:
            futures = {pool.submit(work) for _ in range(threads)}
            waiting = futures
            while waiting:
                _, waiting = wait(waiting, _BETWEEN_YIELDS_S)
                yield len(done) / run.bands
            for future in futures:
                future.result()
        finally:
            run.stopped = True
    run.stopped = False
