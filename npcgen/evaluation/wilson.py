"""Shares with their intervals. Source: Wilson (1927), Probable inference, JASA 22, 209-212."""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054
"""Standard deviations on both sides that hold 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some were right."""

    right: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.right <= self.of:
            raise ValueError(f"{self.right} of {self.of} is no share")

    @property
    def value(self) -> float:
        """0..1; 0 of nothing."""
        return self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the true share, 0..1; all of it where nothing was asked."""
        if not self.of:
            return 0.0, 1.0
        n, p, square = self.of, self.value, Z_95**2
        middle = (p + square / (2 * n)) / (1 + square / n)
        half = Z_95 / (1 + square / n) * sqrt(p * (1 - p) / n + square / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __add__(self, other: "Share") -> "Share":
        return Share(self.right + other.right, self.of + other.of)
