"""One forward of a model over tokens of many sequences; and the slow, obvious one beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from npcgen.engine.backends.transformers.attention import NAME, PackedBatch, Span
from npcgen.engine.backends.transformers.kv_pool import KvPool

_NEAR = 0.1
"""Of the logits' spread: more than half precision can make of two ways of computing the same, and
far less than what attention to the wrong tokens makes of it.
"""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Tokens of one sequence that come next."""

    slot: int
    first: int
    tokens: Sequence[int]
    wants_logits: bool
    """Of its last token."""


class Runner:
    """A model and the memory of its slots."""

    def __init__(self, model: Any, pool: KvPool, device: torch.device) -> None:
        self._model = model
        self._pool = pool
        self._device = device

    def forward(self, chunks: Sequence[Chunk]) -> NDArray[np.float32]:
        """A row of logits for each chunk that wants them, in order."""
        spans = [Span(chunk.slot, chunk.first, len(chunk.tokens)) for chunk in chunks]
        ids = [token for chunk in chunks for token in chunk.tokens]
        places = [span.first + offset for span in spans for offset in range(span.count)]
        ends = np.cumsum([span.count for span in spans]) - 1
        rows = [int(end) for end, chunk in zip(ends, chunks, strict=True) if chunk.wants_logits]
        with torch.inference_mode():
            output = self._model(
                input_ids=self._integers(ids).unsqueeze(0),
                position_ids=self._integers(places).unsqueeze(0),
                # A model can't be asked for no logits at all.
                logits_to_keep=self._integers(rows or [len(ids) - 1]),
                use_cache=False,
                npcgen_batch=PackedBatch(spans, self._pool),
            )
            logits: NDArray[np.float32] = output.logits[0, : len(rows)].float().cpu().numpy()
        return logits

    def copy(self, donor: int, slot: int, tokens: int) -> None:
        """Makes the slot begin with the donor's first `tokens`."""
        with torch.inference_mode():
            self._pool.copy(donor, slot, tokens)

    def free(self) -> None:
        """Lets go of the model and the slots."""
        self._model = None
        self._pool.free()

    def _integers(self, values: Sequence[int]) -> Tensor:
        return torch.tensor(values, dtype=torch.long, device=self._device)


def plain_logits(model: Any, tokens: Sequence[int], device: torch.device) -> NDArray[np.float32]:
    """The logits after the last of the tokens, by transformers' own attention: the specification.

    Whatever attention the model is set to, it is set to again.
    """
    chosen = model.config._attn_implementation
    model.set_attn_implementation("eager")
    try:
        with torch.inference_mode():
            ids = torch.tensor([list(tokens)], dtype=torch.long, device=device)
            output = model(input_ids=ids, use_cache=False)
            logits: NDArray[np.float32] = output.logits[0, -1].float().cpu().numpy()
            return logits
    finally:
        model.set_attn_implementation(chosen)


def computes_the_same(model: Any, runner: Runner, device: torch.device, tokens: int) -> bool:
    """Whether the packed forward gives what the plain one gives, in two slices of the first slot.

    Sets the model to the packed attention. Whatever a model's own code can't do, it raises.
    """
    ids = [index % model.config.get_text_config().vocab_size for index in range(3, 3 + tokens)]
    expected = plain_logits(model, ids, device)
    model.set_attn_implementation(NAME)
    half = tokens // 2
    runner.forward([Chunk(0, 0, ids[:half], wants_logits=False)])
    [row] = runner.forward([Chunk(0, half, ids[half:], wants_logits=True)])
    spread = float(expected.max() - expected.min())
    return bool(np.abs(row - expected).max() <= _NEAR * spread)
