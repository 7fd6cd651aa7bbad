"""A deadline that generators ask between their steps."""

import time
from dataclasses import dataclass
from typing import Self

from worldgen.errors import OutOfTime


@dataclass(frozen=True, slots=True)
class Clock:
    """Ends at a moment of the monotonic clock, in seconds."""

    ends_at: float

    @classmethod
    def ending_in(cls, milliseconds: float) -> Self:
        return cls(time.monotonic() + milliseconds / 1000)

    @property
    def left_s(self) -> float:
        """Seconds left; below 0 when it is over."""
        return self.ends_at - time.monotonic()

    def check(self, phase: str) -> None:
        """Raises OutOfTime when it is over."""
        if self.left_s <= 0:
            raise OutOfTime(
                f"the deadline was over while {phase}; give more time (deadline_ms), "
                "or ask for something smaller",
                phase,
            )
