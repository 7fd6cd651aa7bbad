"""The finished weights: the mean of what the run was after several steps.

Weights along one run that are averaged do better than each of them (Izmailov et al. 2018,
"Averaging Weights Leads to Wider Optima and Better Generalization").
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

Weights = dict[str, Tensor]


def keep_weights(run: Path, step: int, weights: Weights) -> None:
    """Writes the float32 weights after `step` (counted from 1) into the run's folder."""
    torch.save(weights, kept_file(run, step))


def kept_file(run: Path, step: int) -> Path:
    return run / f"weights-{step}.pt"


def averaged_weights(run: Path, shares: Mapping[int, float]) -> Weights:
    """The mean of the kept weights, each counted by its share of all.

    Raises FileNotFoundError where the run hasn't come to one of the steps.
    """
    whole = sum(shares.values())
    mean: Weights = {}
    for step, share in shares.items():
        kept: Weights = torch.load(kept_file(run, step), weights_only=True)
        for name, weight in kept.items():
            mean[name] = mean.get(name, torch.zeros_like(weight)) + weight * (share / whole)
    if not all(weight.isfinite().all() for weight in mean.values()):
        raise ValueError(f"the weights in {run} aren't all finite: the run has come apart")
    return mean
