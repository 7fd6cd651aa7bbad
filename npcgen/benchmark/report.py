"""What a benchmark gives back."""

from dataclasses import dataclass

from npcgen.benchmark.scenes import Newcomer, Sizes, Street
from npcgen.engine.tuned import Tuned

READING_TOKENS_PER_S = 6.0
"""About as fast as people read aloud; who speaks slower than that seems to stutter."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How several who were asked at once did."""

    tokens_per_s: float
    """Of all together, from the question to the last token."""
    median_ms: float
    """To the first token."""
    largest_ms: float


@dataclass(frozen=True, slots=True)
class Fluency:
    """How fast each one of so many speaks."""

    at_once: int
    tokens_per_s: float

    @property
    def is_fluent(self) -> bool:
        return self.tokens_per_s >= READING_TOKENS_PER_S


@dataclass(frozen=True, slots=True)
class Compared:
    """The crowd of eight, cold and warm, in one way of running the model."""

    chosen: Tuned
    cold: Waits
    warm: Waits


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured, and what to set."""

    model: str
    chosen: Tuned
    sizes: Sizes
    alone_tokens_per_s: float
    cold: Waits
    warm: Waits
    street: Street
    newcomer: Newcomer | None
    """None where replies are too short to tell."""
    recomputed: float
    """The share of a prompt that is computed again after a restart, parked on disk."""
    fluency: tuple[Fluency, ...]
    compared: tuple[Compared, ...]

    @property
    def best(self) -> Tuned:
        """The fastest of what was compared, where every fifth turn is with somebody new."""
        return min(self.compared, key=_token_s).chosen if self.compared else self.chosen

    @property
    def slots(self) -> int:
        """The most who can speak at once without stuttering; 0 when one alone does."""
        fluent = (each.at_once for each in self.fluency if each.is_fluent)
        return max(fluent, default=0)


def _token_s(tried: Compared) -> float:
    return 0.2 / tried.cold.tokens_per_s + 0.8 / tried.warm.tokens_per_s
