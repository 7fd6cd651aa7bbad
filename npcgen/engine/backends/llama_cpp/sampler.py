"""llama.cpp's sampler chain, built from a request's Sampling.

The order is that of llama.cpp's own common sampler; what is off is no link of the chain.
"""

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import llama_cpp as lib
import numpy as np

from npcgen.engine.backends.llama_cpp.candidates import candidate_array, view_of
from npcgen.engine.backends.llama_cpp.dry import DryCache
from npcgen.engine.backends.llama_cpp.pieces import speakable_pieces
from npcgen.engine.backends.llama_cpp.vocabulary import Vocabulary
from npcgen.engine.base import Grammar, Sampling
from npcgen.engine.guides import Guide, GuideCache, speakable
from npcgen.engine.logit_bias import token_biases

_RANDOM_SEED = 0xFFFFFFFF


class Samplers:
    """Makes samplers for one model. NOTE: `free` must be called once, after the last of theirs."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._grammars = GuideCache(speakable(dict(speakable_pieces(vocabulary))))
        self._dry = DryCache(vocabulary)

    def open(self, sampling: Sampling, grammar: Grammar | None = None) -> "Sampler":
        """Raises InvalidArgument for a bias whose text isn't one token, or a bad grammar."""
        biases = token_biases(sampling.logit_bias, self._vocabulary.single_token)
        guide = None if grammar is None else self._grammars.guide(grammar)
        chain = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
        for link in self._links(sampling, biases):
            lib.llama_sampler_chain_add(chain, link)
        return Sampler(chain, guide, self._vocabulary.size)

    def free(self) -> None:
        self._dry.free()

    def _links(self, sampling: Sampling, biases: Sequence[tuple[int, float]]) -> Iterator[Any]:
        if biases:
            given = (lib.llama_logit_bias * len(biases))(*biases)
            yield lib.llama_sampler_init_logit_bias(self._vocabulary.size, len(biases), given)
        penalties = list(self._penalties(sampling))
        if penalties and sampling.temperature == 0:
            # No more tokens than the windows hold are penalised, so the best is among the first
            # few: the rest needn't be searched.
            yield lib.llama_sampler_init_top_k(sampling.repeat_window + sampling.dry_window + 1)
        yield from penalties
        yield from _choice(sampling)

    def _penalties(self, sampling: Sampling) -> Iterator[Any]:
        repeat, frequency = sampling.repeat_penalty, sampling.frequency_penalty
        presence, window = sampling.presence_penalty, sampling.repeat_window
        if window and (repeat != 1 or frequency or presence):
            size = self._vocabulary.size
            yield lib.llama_sampler_init_penalties(size, window, repeat, frequency, presence)
        if sampling.dry_multiplier and sampling.dry_window:
            yield self._dry.link(sampling)


class Sampler:
    """Chooses tokens for one reply. NOTE: `free` must be called once, and nothing after it."""

    def __init__(self, chain: Any, guide: Guide | None, vocabulary_size: int) -> None:
        self._chain = chain
        self.guide = guide
        self._vocabulary_size = vocabulary_size

    def sample(self, context: Any, row: int) -> int | None:
        """The token after the one in that row of the batch; it counts for the penalties.

        None when a grammar lets nothing follow. Raises FailedPrecondition when the model has no
        token that its grammar asks for.
        """
        if self.guide is None:
            return int(lib.llama_sampler_sample(self._chain, context, row))
        return self._sample_guided(self.guide, context, row)

    def free(self) -> None:
        lib.llama_sampler_free(self._chain)

    def _sample_guided(self, guide: Guide, context: Any, row: int) -> int | None:
        allowed = guide.allowed()
        if not len(allowed):
            return None
        pointer = lib.llama_get_logits_ith(context, row)
        logits = np.ctypeslib.as_array(pointer, (self._vocabulary_size,))
        candidates = candidate_array(allowed, logits[allowed])
        view = view_of(candidates)
        lib.llama_sampler_apply(self._chain, ctypes.byref(view))
        token = int(candidates["id"][view.selected])
        lib.llama_sampler_accept(self._chain, token)
        guide.accept(token)
        return token


def _choice(sampling: Sampling) -> Iterator[Any]:
    seed = _fixed(sampling.seed)
    if sampling.temperature == 0:
        yield lib.llama_sampler_init_greedy()
    elif sampling.mirostat_tau:
        yield lib.llama_sampler_init_temp(sampling.temperature)
        yield lib.llama_sampler_init_mirostat_v2(seed, sampling.mirostat_tau, sampling.mirostat_eta)
    else:
        yield from _truncations(sampling, seed)
        yield lib.llama_sampler_init_temp(sampling.temperature)
        yield lib.llama_sampler_init_dist(seed)


def _truncations(sampling: Sampling, seed: int) -> Iterator[Any]:
    if sampling.top_k:
        yield lib.llama_sampler_init_top_k(sampling.top_k)
    if sampling.typical_p < 1:
        yield lib.llama_sampler_init_typical(sampling.typical_p, 1)
    if sampling.top_p < 1:
        yield lib.llama_sampler_init_top_p(sampling.top_p, 1)
    if sampling.min_p:
        yield lib.llama_sampler_init_min_p(sampling.min_p, 1)
    if sampling.xtc_probability:
        yield lib.llama_sampler_init_xtc(sampling.xtc_probability, sampling.xtc_threshold, 1, seed)


def _fixed(seed: int) -> int:
    """The seed itself, but for the one that llama.cpp takes to mean "a new one each time"."""
    return 0 if seed == _RANDOM_SEED else seed
