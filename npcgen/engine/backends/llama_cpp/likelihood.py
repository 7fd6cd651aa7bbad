"""How likely a GGUF model holds given tokens, in a context of its own: that of those who speak
computes the last token's scores only.
"""

from collections.abc import Sequence
from typing import Any

import llama_cpp as lib
import numpy as np
from numpy.typing import NDArray

from npcgen.engine.backends.llama_cpp.log import llama_log
from npcgen.errors import ContextTooSmall, InternalError


class Likelihood:
    """`model` is borrowed: close this before it is freed."""

    def __init__(self, model: Any, context_tokens: int, threads: int) -> None:
        self._room = context_tokens
        self._size = lib.llama_vocab_n_tokens(lib.llama_model_get_vocab(model))
        chosen = lib.llama_context_default_params()
        chosen.n_ctx = chosen.n_batch = context_tokens
        chosen.n_threads = chosen.n_threads_batch = threads
        chosen.no_perf = True
        llama_log().forget()
        self._context = lib.llama_init_from_model(model, chosen)
        if not self._context:
            raise InternalError(f"no context for likelihoods: {llama_log().why()}")
        self._batch = lib.llama_batch_init(context_tokens, 0, 1)

    def close(self) -> None:
        """May be called again."""
        if self._context is not None:
            lib.llama_batch_free(self._batch)
            lib.llama_free(self._context)
            self._context = None

    def log_likelihood(self, tokens: Sequence[int], first: int) -> float:
        """Of the tokens from `first` on, each after all before it. Raises ContextTooSmall."""
        if len(tokens) > self._room:
            raise ContextTooSmall(
                f"{len(tokens)} tokens don't fit into a context of {self._room}; "
                "raise NPCGEN_CONTEXT_TOKENS"
            )
        lib.llama_memory_clear(lib.llama_get_memory(self._context), False)
        for at, token in enumerate(tokens):
            self._batch.token[at], self._batch.pos[at] = token, at
            self._batch.n_seq_id[at], self._batch.seq_id[at][0] = 1, 0
            self._batch.logits[at] = first - 1 <= at < len(tokens) - 1
        self._batch.n_tokens = len(tokens)
        if code := lib.llama_decode(self._context, self._batch):
            raise InternalError(f"llama_decode of likelihoods returned {code}")
        return float(sum(self._of(at - 1, tokens[at]) for at in range(first, len(tokens))))

    def _of(self, row: int, token: int) -> float:
        pointer = lib.llama_get_logits_ith(self._context, row)
        scores: NDArray[np.float64] = np.ctypeslib.as_array(pointer, (self._size,)).astype(float)
        highest = scores.max()
        return float(scores[token] - highest - np.log(np.exp(scores - highest).sum()))
