"""Named sub-streams of one seed: what one draws never moves another.

NOTE: built on PCG64's raw words, which NumPy promises to keep; its distributions may change with
any release, and with them every level. https://numpy.org/doc/stable/reference/random/compatibility.html
"""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

MAX_SEED = 2**32 - 1

Item = TypeVar("Item")


def seed_of(*names: str | int) -> int:
    """A 63-bit seed that depends on every name and on their order."""
    text = "/".join(str(name) for name in names)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


class Stream:
    """Numbers that depend on the names alone: `Stream("dungeon", version, seed, "rooms")`."""

    def __init__(self, *names: str | int) -> None:
        self._names = names
        self._bits = np.random.PCG64(seed_of(*names))

    def named(self, *names: str | int) -> "Stream":
        """A stream of its own; drawing from it doesn't move this one."""
        return Stream(*self._names, *names)

    def seed(self) -> int:
        """A 63-bit seed, for a kernel that draws by itself."""
        return int(self._bits.random_raw()) >> 1

    def below(self, end: int) -> int:
        """0..end-1."""
        return int(self._bits.random_raw()) * end >> 64

    def between(self, low: int, high: int) -> int:
        """low..high, both included."""
        return low + self.below(high - low + 1)

    def unit(self) -> float:
        """0 <= x < 1, in steps of 2^-53."""
        return (int(self._bits.random_raw()) >> 11) * 2.0**-53

    def chance(self, probability: float) -> bool:
        return self.unit() < probability

    def units(self, *shape: int) -> NDArray[np.float64]:
        """As `unit`, that many at once."""
        count = int(np.prod(shape, dtype=np.int64))
        raw = np.asarray(self._bits.random_raw(count), np.uint64)
        units: NDArray[np.float64] = (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return units.reshape(shape)

    def pick(self, items: Sequence[Item]) -> Item:
        return items[self.below(len(items))]

    def sample(self, items: Sequence[Item], count: int) -> list[Item]:
        """At most `count` of them, each once, in drawn order."""
        left = list(items)
        for at in range(min(count, len(left))):
            other = self.between(at, len(left) - 1)
            left[at], left[other] = left[other], left[at]
        return left[:count]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        return self.sample(items, len(items))

    def weighted(self, items: Sequence[Item], weights: Sequence[float]) -> Item:
        """One of them, each as likely as its weight (>= 0, not all 0) says."""
        # NOTE: not `sum`, which rounds in another way from Python 3.12 on.
        total = 0.0
        for weight in weights:
            total += weight
        at = self.unit() * total
        likely = [pair for pair in zip(items, weights, strict=True) if pair[1] > 0]
        for item, weight in likely:
            at -= weight
            if at < 0:
                return item
        return likely[-1][0]
