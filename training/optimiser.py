"""Muon for the matrices, Adam for the rest, over bfloat16 weights with float32 masters.

Muon: Keller Jordan, "Muon: an optimizer for hidden layers in neural networks", 2024. Matrices of
one shape are stacked, so that a step is a few batched products.
"""

from collections import defaultdict
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class Rates:
    """Learning rates at full height, and how much of the weights decays."""

    matrices: float
    others: float
    weight_decay: float
    momentum: float = 0.95


class MasterOptimiser:
    """Steps the float32 masters of a model's weights and writes them back rounded."""

    def __init__(self, model: nn.Module, rates: Rates) -> None:
        self.rates = rates
        self.weights = dict(model.named_parameters())
        self.masters = {n: w.detach().float().clone() for n, w in self.weights.items()}
        self.first = {n: torch.zeros_like(m) for n, m in self.masters.items()}
        adam = [n for n, m in self.masters.items() if not is_matrix(n, m)]
        self.second = {n: torch.zeros_like(self.masters[n]) for n in adam}
        self.groups: dict[torch.Size, list[str]] = defaultdict(list)
        for name, master in self.masters.items():
            if is_matrix(name, master):
                self.groups[master.shape].append(name)
        self.steps = 0

    def step(self, height: float) -> float:
        """One update at `height` (0..1) of the rates. Returns the gradients' norm, clears them."""
        with torch.no_grad():
            return self._step(height)

    def _step(self, height: float) -> float:
        gradients = {n: taken(w) for n, w in self.weights.items()}
        norm = float(torch.stack([g.norm() for g in gradients.values()]).norm())
        self.steps += 1
        for names in self.groups.values():
            self._muon(names, gradients, height * self.rates.matrices)
        for name in self.second:
            self._adam(name, gradients[name] / max(1.0, norm), height * self.rates.others)
        for name, weight in self.weights.items():
            weight.copy_(self.masters[name])
            weight.grad = None
        return norm

    def _muon(self, names: list[str], gradients: dict[str, Tensor], rate: float) -> None:
        stack = []
        for name in names:
            momentum = self.first[name].lerp_(gradients[name], 1 - self.rates.momentum)
            stack.append(gradients[name].lerp(momentum, self.rates.momentum))
        rows, columns = stack[0].shape
        scale = rate * max(1.0, rows / columns) ** 0.5
        for name, update in zip(names, orthogonal(torch.stack(stack)), strict=True):
            self.masters[name].mul_(1 - rate * self.rates.weight_decay)
            self.masters[name].add_(update.float(), alpha=-scale)

    def _adam(self, name: str, gradient: Tensor, rate: float) -> None:
        first = self.first[name].lerp_(gradient, 0.1)
        second = self.second[name].lerp_(gradient.square(), 0.02)
        bias_first, bias_second = 1 - 0.9**self.steps, 1 - 0.98**self.steps
        update = (first / bias_first) / ((second / bias_second).sqrt() + 1e-10)
        self.masters[name].add_(update, alpha=-rate)

    def state(self) -> dict[str, object]:
        return {
            "masters": self.masters,
            "first": self.first,
            "second": self.second,
            "steps": self.steps,
        }

    def load(self, state: dict[str, object]) -> None:
        """Takes over a saved `state` and writes its weights to the model."""
        for own, saved in (
            (self.masters, state["masters"]),
            (self.first, state["first"]),
            (self.second, state["second"]),
        ):
            assert isinstance(saved, dict)
            for name, tensor in saved.items():
                own[name] = tensor
        steps = state["steps"]
        assert isinstance(steps, int)
        self.steps = steps
        for name, weight in self.weights.items():
            weight.data.copy_(self.masters[name])


def is_matrix(name: str, weight: Tensor) -> bool:
    return weight.ndim == 2 and "embedding" not in name


def taken(weight: Tensor) -> Tensor:
    assert weight.grad is not None
    return weight.grad.float()


def orthogonal(stack: Tensor) -> Tensor:
    """The nearest semi-orthogonal matrix to each of `stack`, by five Newton-Schulz steps."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = stack.bfloat16()
    tall = x.shape[-2] > x.shape[-1]
    if tall:
        x = x.mT
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(5):
        product = x @ x.mT
        x = a * x + (b * product + c * product @ product) @ x
    return x.mT if tall else x
