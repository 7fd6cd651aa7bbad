"""Penalties for what a reply has already said, taken from the scores of tokens. Pure.

The meaning of each value is llama.cpp's; tests hold the two against each other. Source:
src/llama-sampler.cpp in llama.cpp; DRY by p-e-w, text-generation-webui pull request 5677.
"""

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from npcgen.engine.backends.transformers.truncation import Scores
from npcgen.engine.base import Sampling

BREAKERS = b'\n:"*'
"""A token that holds one of these bytes breaks a phrase."""
_LARGEST_EXPONENT = 88.7228391
"""A larger power of e is no float32."""


def penalise(scores: Scores, said: Sequence[int], sampling: Sampling) -> None:
    """Takes the three plain penalties from `scores`, one for each token of the vocabulary."""
    window = said[-sampling.repeat_window :] if sampling.repeat_window else ()
    if not window:
        return
    counts = Counter(window)
    tokens = np.fromiter(counts, dtype=np.int64)
    times = np.fromiter(counts.values(), dtype=np.float64)
    old = scores[tokens]
    new = np.where(old <= 0, old * sampling.repeat_penalty, old / sampling.repeat_penalty)
    scores[tokens] = new - times * sampling.frequency_penalty - sampling.presence_penalty


class Dry:
    """Keeps a reply from going on with a phrase that it has said before."""

    def __init__(self, sampling: Sampling, breakers: Collection[int]) -> None:
        """`breakers` are the tokens that end a phrase, and are never penalised."""
        self._sampling = sampling
        self._breakers = breakers
        self._said: list[int] = []
        self._alike = np.zeros(0, dtype=np.int64)
        """For each token said, how many tokens up to it are those up to the last one."""
        self._since_break = 0

    def accept(self, token: int) -> None:
        """The reply got one more token."""
        before = np.concatenate(([0], self._alike))
        self._said.append(token)
        said = np.array(self._said, dtype=np.int64)
        self._alike = np.where(said == token, before + 1, 0)
        self._since_break = 0 if token in self._breakers else self._since_break + 1

    def penalise(self, scores: Scores) -> None:
        """Takes the penalty from every token that would make a phrase longer."""
        longest = self._repeats()
        base, allowed = self._sampling.dry_base, self._sampling.dry_allowed_length
        most = int(_LARGEST_EXPONENT / np.log(base)) if base > 1.000001 else 0
        for token, length in longest.items():
            power = min(length - allowed, most) if most else length - allowed
            scores[token] -= self._sampling.dry_multiplier * base**power

    def _repeats(self) -> dict[int, int]:
        """The length of the phrase that each token would go on with, where it is penalised."""
        start = max(0, len(self._said) - self._sampling.dry_window)
        places: NDArray[np.int64] = np.arange(start, len(self._said) - 1)
        lengths = np.minimum(self._alike[start:-1], np.minimum(places - start + 1, self._limit))
        longest: dict[int, int] = {}
        for index in np.flatnonzero(lengths >= self._sampling.dry_allowed_length):
            token = self._said[start + int(index) + 1]
            if token in self._breakers:
                continue
            longest[token] = max(longest.get(token, 0), int(lengths[index]))
        return longest

    @property
    def _limit(self) -> int:
        """No phrase reaches over a break."""
        return self._since_break
