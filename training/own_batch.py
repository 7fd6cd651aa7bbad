"""Rows of several kinds as one step's reading."""

from collections.abc import Sequence

import torch

from training.drills import Row
from training.rows import Batch


def batch_of(own: Sequence[Row], rehearsed: Sequence[Row], rehearsal: float) -> Batch:
    """The rows, padded to the longest. Only replies are predicted, nothing of a prompt.

    `rehearsal`: what all replies in `rehearsed` count, of 1 for the whole step.
    """
    rows = [*own, *rehearsed]
    longest = max(len(row.tokens) for row in rows)
    tokens = torch.zeros(len(rows), longest, dtype=torch.long)
    weights = torch.zeros(len(rows), longest)
    for index, row in enumerate(rows):
        tokens[index, : len(row.tokens)] = torch.tensor(row.tokens)
        weights[index, : len(row.weights)] = torch.tensor(row.weights).floor()
    share_out(weights[: len(own)], 1 - rehearsal)
    share_out(weights[len(own) :], rehearsal)
    flat = weights[:, 1:].flatten()
    picked = flat.nonzero().flatten()
    return Batch.of(tokens, picked, flat[picked])


def share_out(weights: torch.Tensor, share: float) -> None:
    """Makes `weights` count `share` in all, in place."""
    weights *= share / weights.sum().clamp(min=1)
