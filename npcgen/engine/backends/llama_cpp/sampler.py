"""llama.cpp's sampler chain, built from a request's Sampling.

The order is that of llama.cpp's own common sampler; what is off is no link of the chain.
"""

import ctypes
from collections.abc import Iterator
from typing import Any

import llama_cpp as lib

from npcgen.engine.backends.llama_cpp.vocabulary import Vocabulary
from npcgen.engine.base import Sampling
from npcgen.errors import InvalidArgument

_RANDOM_SEED = 0xFFFFFFFF
_DRY_BREAKERS = (b"\n", b":", b'"', b"*")


class Sampler:
    """Chooses tokens for one reply. NOTE: `free` must be called once, and nothing after it."""

    def __init__(self, sampling: Sampling, vocabulary: Vocabulary) -> None:
        """Raises InvalidArgument for a bias whose text isn't one token."""
        biases = _biases(sampling, vocabulary)
        self._chain = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
        for link in _links(sampling, vocabulary, biases):
            lib.llama_sampler_chain_add(self._chain, link)

    def sample(self, context: Any, row: int) -> int:
        """The token after the one in that row of the batch; it counts for the penalties."""
        return int(lib.llama_sampler_sample(self._chain, context, row))

    def free(self) -> None:
        lib.llama_sampler_free(self._chain)


def _links(sampling: Sampling, vocabulary: Vocabulary, biases: Any) -> Iterator[Any]:
    if biases:
        yield lib.llama_sampler_init_logit_bias(vocabulary.size, len(biases), biases)
    penalties = list(_penalties(sampling, vocabulary))
    if penalties and sampling.temperature == 0:
        # No more tokens than the windows hold are penalised, so the best is among the first few:
        # the rest needn't be searched.
        yield lib.llama_sampler_init_top_k(sampling.repeat_window + sampling.dry_window + 1)
    yield from penalties
    if sampling.temperature == 0:
        yield lib.llama_sampler_init_greedy()
        return
    seed = _fixed(sampling.seed)
    if sampling.mirostat_tau:
        yield lib.llama_sampler_init_temp(sampling.temperature)
        yield lib.llama_sampler_init_mirostat_v2(seed, sampling.mirostat_tau, sampling.mirostat_eta)
        return
    yield from _truncations(sampling, seed)
    yield lib.llama_sampler_init_temp(sampling.temperature)
    yield lib.llama_sampler_init_dist(seed)


def _penalties(sampling: Sampling, vocabulary: Vocabulary) -> Iterator[Any]:
    repeat, frequency = sampling.repeat_penalty, sampling.frequency_penalty
    if sampling.repeat_window and (repeat != 1 or frequency or sampling.presence_penalty):
        yield lib.llama_sampler_init_penalties(
            vocabulary.size, sampling.repeat_window, repeat, frequency, sampling.presence_penalty
        )
    if sampling.dry_multiplier and sampling.dry_window:
        yield lib.llama_sampler_init_dry(
            vocabulary.handle,
            sampling.dry_multiplier,
            sampling.dry_base,
            sampling.dry_allowed_length,
            sampling.dry_window,
            (ctypes.c_char_p * len(_DRY_BREAKERS))(*_DRY_BREAKERS),
            len(_DRY_BREAKERS),
        )


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


def _biases(sampling: Sampling, vocabulary: Vocabulary) -> Any:
    """llama.cpp's array of them."""
    pairs = []
    for text, bias in sampling.logit_bias.items():
        token = vocabulary.single_token(text)
        if token is None:
            raise InvalidArgument.at(
                f"sampling.logit_bias[{text!r}]",
                "is no single token of this model; try it with or without the space before it",
            )
        pairs.append(lib.llama_logit_bias(token=token, bias=bias))
    return (lib.llama_logit_bias * len(pairs))(*pairs)


def _fixed(seed: int) -> int:
    """The seed itself, but for the one that llama.cpp takes to mean "a new one each time"."""
    return 0 if seed == _RANDOM_SEED else seed
