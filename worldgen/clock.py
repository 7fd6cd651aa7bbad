"""A deadline that generators ask between their steps."""

import time
from dataclasses import dataclass, field
from typing import Self

from worldgen.compiling import COMPILING
from worldgen.errors import OutOfTime


@dataclass(frozen=True, slots=True)
class Clock:
    """Ends at a moment of the monotonic clock, in seconds, that is put off while numba compiles:
    once on a machine, a level of a second then takes twenty."""

    ends_at: float
    _compiled_s: float = field(default_factory=lambda: COMPILING.spent_s)

    @classmethod
    def ending_in(cls, milliseconds: float) -> Self:
        return cls(time.monotonic() + milliseconds / 1000)

    @property
    def left_s(self) -> float:
        """Seconds left; below 0 when it is over."""
        put_off_s = COMPILING.spent_s - self._compiled_s
        return self.ends_at + put_off_s - time.monotonic()

    def check(self, phase: str) -> None:
        """Raises OutOfTime when it is over."""
        if self.left_s <= 0:
            raise OutOfTime(
                f"the deadline was over while {phase}; give more time (deadline_ms), "
                "or ask for something smaller",
                phase,
            )
