"""Leaves out unlikely tokens, and with xtc the likeliest. Pure: candidates in, fewer out.

Each does what llama.cpp's sampler of the same name does; tests hold the two against each other.
Source: src/llama-sampler.cpp in llama.cpp.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from npcgen.engine.base import Sampling

Tokens = NDArray[np.int64]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Tokens that may come next, the likeliest first, with their scores (logits)."""

    tokens: Tokens
    scores: Scores

    @property
    def chances(self) -> Scores:
        """Their probabilities among themselves."""
        raised = np.exp(self.scores - self.scores[0])
        chances: Scores = raised / raised.sum()
        return chances

    def first(self, count: int) -> "Candidates":
        return Candidates(self.tokens[:count], self.scores[:count])


def candidates(tokens: Tokens, scores: Scores, top_k: int) -> Candidates:
    """The `top_k` best of them, or all for 0; equal scores in the tokens' order."""
    if 0 < top_k < len(scores):
        # Ties at the border are settled by the stable sort, so all of them have to be in it.
        border = np.partition(scores, len(scores) - top_k)[len(scores) - top_k]
        kept = np.flatnonzero(scores >= border)
        tokens, scores = tokens[kept], scores[kept]
    order = np.argsort(-scores, kind="stable")[: top_k or None]
    return Candidates(tokens[order], scores[order])


def truncate(given: Candidates, sampling: Sampling, luck: np.random.Generator) -> Candidates:
    """In llama.cpp's order; at least one candidate is left."""
    if sampling.typical_p < 1:
        given = typical(given, sampling.typical_p)
    if sampling.top_p < 1:
        given = given.first(_reaching(given.chances, sampling.top_p))
    if sampling.min_p:
        given = min_p(given, sampling.min_p)
    if sampling.xtc_probability and luck.random() <= sampling.xtc_probability:
        given = xtc(given, sampling.xtc_threshold)
    return given


def typical(given: Candidates, share: float) -> Candidates:
    """Those whose surprise is nearest to the expected one, up to `share` of the probability.

    Source: Meister et al., Locally Typical Sampling.
    """
    chances = given.chances
    with np.errstate(divide="ignore"):
        surprise = -np.log(chances)
    expected = float(np.sum(np.where(chances > 0, chances * surprise, 0)))
    nearest = np.argsort(np.abs(surprise - expected), kind="stable")
    kept = np.sort(nearest[: _reaching(chances[nearest], share, beyond=True)])
    return Candidates(given.tokens[kept], given.scores[kept])


def min_p(given: Candidates, share: float) -> Candidates:
    """Those at least `share` times as likely as the likeliest."""
    return given.first(int(np.sum(given.scores >= given.scores[0] + np.log(share))))


def xtc(given: Candidates, threshold: float) -> Candidates:
    """Without those at least as likely as `threshold`, but the least likely one of them.

    Source: the text-generation-webui pull request 6335, "Exclude Top Choices".
    """
    likely = int(np.sum(given.chances >= threshold))
    dropped = max(0, likely - 1)
    return Candidates(given.tokens[dropped:], given.scores[dropped:])


def _reaching(chances: Scores, share: float, *, beyond: bool = False) -> int:
    """How many it takes until their sum reaches `share`, or is beyond it; at most all."""
    sums = np.cumsum(chances)
    short = sums <= share if beyond else sums < share
    return min(int(np.sum(short)) + 1, len(chances))
