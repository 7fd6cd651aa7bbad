"""Chooses the next token from a row of logits, the way llama.cpp's sampler chain does.

The order is that of llama.cpp: bias, penalties, DRY; then the likeliest, mirostat, or what the
truncations leave. The random numbers are numpy's: the same seed gives other words than llama.cpp.
"""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from npcgen.engine.backends.transformers.penalties import BREAKERS, Dry, penalise
from npcgen.engine.backends.transformers.truncation import (
    Candidates,
    Scores,
    Tokens,
    candidates,
    truncate,
)
from npcgen.engine.backends.transformers.vocabulary import Vocabulary
from npcgen.engine.base import Grammar, Sampling
from npcgen.engine.guides import Guide, GuideCache, speakable
from npcgen.engine.logit_bias import token_biases

_CHOICE, _XTC = 0, 1
Logits = NDArray[np.float32]


class Samplers:
    """Makes samplers for one model."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._guides = GuideCache(speakable(vocabulary.speakable()))
        self._breakers = frozenset(
            token
            for token, piece in enumerate(vocabulary.pieces)
            if any(byte in piece for byte in BREAKERS)
        )

    def open(self, sampling: Sampling, grammar: Grammar | None = None) -> "Sampler":
        """Raises InvalidArgument for a bias whose text isn't one token, or a bad grammar."""
        biases: dict[int, float] = {}
        for token, bias in token_biases(sampling.logit_bias, self._vocabulary.single_token):
            biases[token] = biases.get(token, 0.0) + bias
        guide = None if grammar is None else self._guides.guide(grammar)
        has_dry = sampling.dry_multiplier and sampling.dry_window
        dry = Dry(sampling, self._breakers) if has_dry else None
        return Sampler(sampling, biases, dry, guide)


class Sampler:
    """Chooses tokens for one reply."""

    def __init__(
        self, sampling: Sampling, biases: Mapping[int, float], dry: Dry | None, guide: Guide | None
    ) -> None:
        self._sampling = sampling
        self._biases = biases
        self._dry = dry
        self.guide = guide
        self._said: list[int] = []
        self._luck = np.random.default_rng([sampling.seed, _CHOICE])
        self._xtc_luck = np.random.default_rng([sampling.seed, _XTC])
        self._surprise = 2 * sampling.mirostat_tau
        """The most surprise that mirostat lets through at the moment, in bits."""

    def sample(self, logits: Logits) -> int | None:
        """The next token, given the logits of all; it counts for the penalties.

        None when a grammar lets nothing follow. Raises FailedPrecondition when the model has no
        token that its grammar asks for.
        """
        allowed = None if self.guide is None else self.guide.allowed().astype(np.int64)
        if allowed is not None and not len(allowed):
            return None
        scores = self._scored(logits)
        tokens = np.arange(len(scores)) if allowed is None else allowed
        token = self._choose(tokens, scores if allowed is None else scores[allowed])
        self._said.append(token)
        if self._dry is not None:
            self._dry.accept(token)
        if self.guide is not None:
            self.guide.accept(token)
        return token

    def _scored(self, logits: Logits) -> Scores:
        scores = logits.astype(np.float64)
        for token, bias in self._biases.items():
            scores[token] += bias
        penalise(scores, self._said, self._sampling)
        if self._dry is not None:
            self._dry.penalise(scores)
        return scores

    def _choose(self, tokens: Tokens, scores: Scores) -> int:
        if self._sampling.temperature == 0:
            return int(tokens[int(np.argmax(scores))])
        if self._sampling.mirostat_tau:
            return self._mirostat(candidates(tokens, scores / self._sampling.temperature, 0))
        given = candidates(tokens, scores, self._sampling.top_k)
        left = truncate(given, self._sampling, self._xtc_luck)
        return self._drawn(Candidates(left.tokens, left.scores / self._sampling.temperature))

    def _mirostat(self, given: Candidates) -> int:
        """Source: Basu et al., Mirostat, version 2.0."""
        with np.errstate(divide="ignore"):
            surprises = -np.log2(given.chances)
        left = given.first(max(1, int(np.searchsorted(surprises, self._surprise, side="right"))))
        token = self._drawn(left)
        chance = float(left.chances[int(np.flatnonzero(left.tokens == token)[0])])
        error = -math.log2(chance) - self._sampling.mirostat_tau
        self._surprise -= self._sampling.mirostat_eta * error
        return token

    def _drawn(self, given: Candidates) -> int:
        sums = np.cumsum(given.chances)
        place = int(np.searchsorted(sums, self._luck.random() * sums[-1], side="right"))
        return int(given.tokens[min(place, len(sums) - 1)])
