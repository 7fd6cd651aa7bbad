"""llama.cpp's sampler chain, built from a request's Sampling."""

from typing import Any

import llama_cpp as lib

from npcgen.engine.base import Sampling

_PENALTY_WINDOW = 64
_RANDOM_SEED = 0xFFFFFFFF


class Sampler:
    """Chooses tokens for one reply. NOTE: `free` must be called once, and nothing after it."""

    def __init__(self, sampling: Sampling, vocabulary_size: int) -> None:
        self._chain = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
        for link in _links(sampling, vocabulary_size):
            lib.llama_sampler_chain_add(self._chain, link)

    def sample(self, context: Any, row: int) -> int:
        """The token after the one in that row of the batch; it counts for the repeat penalty."""
        return int(lib.llama_sampler_sample(self._chain, context, row))

    def free(self) -> None:
        lib.llama_sampler_free(self._chain)


def _links(sampling: Sampling, vocabulary_size: int) -> list[Any]:
    penalties = lib.llama_sampler_init_penalties(
        vocabulary_size, _PENALTY_WINDOW, sampling.repeat_penalty, 0.0, 0.0
    )
    if sampling.temperature == 0:
        # At most 64 tokens are penalised, so the best is among the first 65: the rest needn't
        # be searched.
        best = lib.llama_sampler_init_top_k(_PENALTY_WINDOW + 1)
        return [best, penalties, lib.llama_sampler_init_greedy()]
    return [
        penalties,
        lib.llama_sampler_init_top_k(sampling.top_k),
        lib.llama_sampler_init_top_p(sampling.top_p, 1),
        lib.llama_sampler_init_min_p(sampling.min_p, 1),
        lib.llama_sampler_init_temp(sampling.temperature),
        lib.llama_sampler_init_dist(_fixed(sampling.seed)),
    ]


def _fixed(seed: int) -> int:
    """The seed itself, but for the one that llama.cpp takes to mean "a new one each time"."""
    return 0 if seed == _RANDOM_SEED else seed
