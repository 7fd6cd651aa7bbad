"""Low-rank matrices beside frozen weights.

Source: Hu et al., "LoRA: low-rank adaptation of large language models", 2021.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.model import PocketModel

CHANGED = (
    "attention.value",
    "attention.output",
    "feed.gate",
    "feed.up",
    "feed.down",
)
"""NOTE: no queries and no keys. Where a pocket model looks is how it finds what its prompt says."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What is added to one weight: (alpha / rank) * b @ a."""

    a: Tensor
    """(rank, inputs)"""
    b: Tensor
    """(outputs, rank)"""


class LowRank(nn.Module):  # type: ignore[misc]
    """A frozen linear layer, and a pair of matrices that changes what it gives."""

    def __init__(self, base: nn.Linear, rank: int, alpha: float) -> None:
        super().__init__()
        outputs, inputs = base.weight.shape
        self.base = base
        self.a = nn.Parameter(torch.empty(rank, inputs))
        self.b = nn.Parameter(torch.zeros(outputs, rank))
        self.scale = alpha / rank
        nn.init.kaiming_uniform_(self.a, a=math.sqrt(5))

    def forward(self, x: Tensor) -> Tensor:
        change = functional.linear(functional.linear(x, self.a), self.b)
        out: Tensor = self.base(x) + self.scale * change
        return out


def add_low_rank(model: PocketModel, rank: int, alpha: float) -> None:
    """Freezes every weight and puts a pair beside each of CHANGED. Says the same as before."""
    model.requires_grad_(False)
    for name in [name for name, _ in model.named_modules() if name.endswith(CHANGED)]:
        parent, _, child = name.rpartition(".")
        base = model.get_submodule(name)
        assert isinstance(base, nn.Linear)
        setattr(model.get_submodule(parent), child, LowRank(base, rank, alpha))


def low_rank_layers(model: PocketModel) -> Iterator[tuple[str, LowRank]]:
    """Each of them, with the name of the weight that it changes."""
    for name, module in model.named_modules():
        if isinstance(module, LowRank):
            yield f"{name}.weight", module


def pairs_of(model: PocketModel) -> dict[str, Pair]:
    """A copy of every pair, by the name of the weight that it changes."""
    return {
        name: Pair(layer.a.detach().clone(), layer.b.detach().clone())
        for name, layer in low_rank_layers(model)
    }


def put_pairs(model: PocketModel, pairs: dict[str, Pair]) -> None:
    """Writes `pairs` into the model's own."""
    with torch.no_grad():
        for name, layer in low_rank_layers(model):
            layer.a.copy_(pairs[name].a)
            layer.b.copy_(pairs[name].b)
