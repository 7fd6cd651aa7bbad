"""Work that can't be cut into steps, done by a thread while steps are told of it."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeVar

from worldgen.clock import Clock
from worldgen.textures.making.told import Shown

Result = TypeVar("Result")
_STEP_S = 0.03


class LeftError(Exception):
    """Whoever wanted it has gone."""


@dataclass(slots=True)
class Watch:
    """What the work asks now and then whether it is still wanted, and tells what it does."""

    clock: Clock
    phase: str
    is_wanted: bool = True

    def check(self, phase: str) -> None:
        """Raises OutOfTime, and what ends the thread where it isn't."""
        self.phase = phase
        if not self.is_wanted:
            raise LeftError
        self.clock.check(phase)


def beside(
    work: Callable[[Watch], Result], clock: Clock, phase: str, fraction: float
) -> Generator[Shown, None, Result]:
    """What the work returns, or raises; closed early, it ends when the work next asks."""
    watch = Watch(clock, phase)
    with ThreadPoolExecutor(1, "npcgen-beside") as pool:
        future = pool.submit(work, watch)
        try:
            while wait((future,), _STEP_S).not_done:
                yield Shown(watch.phase, fraction)
        finally:
            watch.is_wanted = False
        return future.result()
