"""Named sub-streams of one seed: what one draws never moves another. Same on any platform."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

GENERATOR = "npcgen.persona"
VERSION = "1"
"""NOTE: part of every draw; it changes whenever the same seed would give something else."""
MAX_SEED = 2**32 - 1

Item = TypeVar("Item")


class Stream:
    """Numbers that depend on the seed and the name only (BLAKE2b in counter mode)."""

    def __init__(self, seed: int, name: str) -> None:
        self._key = f"{GENERATOR}/{VERSION}/{seed}/{name}/"
        self._drawn = 0

    def below(self, end: int) -> int:
        """0..end-1."""
        digest = hashlib.blake2b(f"{self._key}{self._drawn}".encode(), digest_size=8).digest()
        self._drawn += 1
        return int.from_bytes(digest, "big") * end >> 64

    def between(self, low: int, high: int) -> int:
        """low..high, both included."""
        return low + self.below(high - low + 1)

    def pick(self, items: Sequence[Item]) -> Item:
        return items[self.below(len(items))]

    def sample(self, items: Sequence[Item], count: int) -> tuple[Item, ...]:
        """At most `count` of them, each once, in drawn order."""
        left = list(items)
        return tuple(left.pop(self.below(len(left))) for _ in range(min(count, len(left))))

    def weighted(self, items: Sequence[Item], weights: Sequence[int]) -> Item:
        at = self.below(sum(weights))
        for item, weight in zip(items, weights, strict=True):
            if at < weight:
                return item
            at -= weight
        raise AssertionError("weights are positive")
