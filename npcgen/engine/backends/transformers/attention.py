"""Attention for a packed batch: tokens of many sequences in one row, each seeing its own past.

It takes the place of transformers' own attention through its AttentionInterface: every model that
is written against that works unchanged, and nothing is ever padded. The keys and values go into
our pool instead of transformers' caches.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention
from transformers import AttentionInterface

from npcgen.engine.backends.transformers.kv_pool import KvPool

NAME = "npcgen"


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive tokens of one sequence in a packed batch."""

    slot: int
    first: int
    """Position of the first of them in its sequence."""
    count: int


@dataclass(slots=True)
class PackedBatch:
    """The spans in the order of their tokens, and where their keys and values are kept."""

    spans: Sequence[Span]
    pool: KvPool
    masks: dict[tuple[Span, int, int], Tensor | None] = field(default_factory=dict)
    """Every layer of one kind asks for the same ones."""

    def mask(self, span: Span, groups: int, window: int, device: torch.device) -> Tensor | None:
        """Which keys each query sees, [groups * tokens, keys]; None where each sees all."""
        kind = (span, groups, window)
        if kind not in self.masks:
            self.masks[kind] = _mask(span, groups, window, device)
        return self.masks[kind]


def register() -> None:
    """Makes transformers know this attention by its name. May be called again."""
    AttentionInterface.register(NAME, attend)


def attend(
    module: Any,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None = None,
    *,
    npcgen_batch: PackedBatch | None = None,
    scaling: float | None = None,
    sliding_window: int | None = None,
    **others: Any,
) -> tuple[Tensor, None]:
    """[1, heads, tokens, width] of each in, [1, tokens, heads, width] out.

    Raises NotImplementedError where a model's attention has a term that isn't computed here.
    """
    if npcgen_batch is None:
        raise NotImplementedError("it doesn't tell its attention what it is given")
    for name in ("softcap", "s_aux", "position_bias"):
        if others.get(name) is not None:
            raise NotImplementedError(f"its attention has the term {name}")
    outputs, begin = [], 0
    for span in npcgen_batch.spans:
        part = slice(begin, begin + span.count)
        keys, values = npcgen_batch.pool.write(
            module.layer_idx, span.slot, span.first, key[0, :, part], value[0, :, part]
        )
        mask = npcgen_batch.mask(
            span, query.shape[1] // key.shape[1], sliding_window or 0, query.device
        )
        outputs.append(_attend_span(query[0, :, part], keys, values, mask, scaling))
        begin += span.count
    return torch.cat(outputs, dim=1).transpose(0, 1).unsqueeze(0), None


def _attend_span(
    queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None, scaling: float | None
) -> Tensor:
    """[heads, tokens, width] of one sequence's new tokens.

    Heads that share their keys are laid after one another as more queries: nothing is repeated.
    """
    heads, tokens, width = queries.shape
    grouped = queries.reshape(keys.shape[0], -1, width)
    seen = scaled_dot_product_attention(
        grouped.unsqueeze(0), keys.unsqueeze(0), values.unsqueeze(0), mask, scale=scaling
    )
    return seen.reshape(heads, tokens, -1)


def _mask(span: Span, groups: int, window: int, device: torch.device) -> Tensor | None:
    end = span.first + span.count
    if span.count == 1 and (not window or end <= window):
        return None
    queries = torch.arange(span.first, end, device=device).unsqueeze(1)
    keys = torch.arange(end, device=device).unsqueeze(0)
    seen = keys <= queries
    if window:
        seen &= keys > queries - window
    return seen.repeat(groups, 1)
