"""Learns the classifier of manners from the authored lines: logistic regression, by L-BFGS.

Every intent is either learned from or measured on, never both: a style's lines for one intent are
often each other's echo.
"""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from npcgen.evaluation.judge.style import (
    FILE,
    Matrix,
    StyleClassifier,
    accuracy_of,
    vector,
    write_classifier,
)
from training.corpus.lexicon import SLOT, STYLES, lexicon

SIZE = 8192
HELD_OUT = 0.2
_STRENGTH = 2e-5
"""Of the weights' decay."""
_STEPS = 120

Line = tuple[str, str]
"""A style and one of its lines."""


def learn_style(folder: Path, seed: int = 1) -> str:
    """Writes the classifier to `folder`, and says how well it does."""
    known, held_out = split(seed)
    learned = fit(known)
    share = accuracy_of(learned, held_out)
    whole = fit([*known, *held_out])
    made = StyleClassifier(STYLES, whole.weights, share, len(held_out))
    with (folder / FILE).open("wb") as file:
        np.savez_compressed(file, **write_classifier(made))  # type: ignore[arg-type]
    size = (folder / FILE).stat().st_size / 1024
    return f"classifier: {share:.1%} of {len(held_out)} held-out lines, {size:.0f} KiB"


def split(seed: int) -> tuple[list[Line], list[Line]]:
    """All lines, those of some intents apart."""
    rng = random.Random(seed)
    intents = sorted(lexicon().styles[STYLES[0]]["lines"])
    apart = set(rng.sample(intents, round(HELD_OUT * len(intents))))
    lines = [
        (intent in apart, (style, SLOT.sub("@", line)))
        for style in STYLES
        for intent, some in lexicon().styles[style]["lines"].items()
        for line in some
    ]
    return [x for is_apart, x in lines if not is_apart], [x for is_apart, x in lines if is_apart]


def fit(lines: Sequence[Line]) -> StyleClassifier:
    """Weights under which the lines' own styles are likeliest."""
    rows = csr_matrix(np.stack([vector(line, SIZE) for _, line in lines]))
    wanted = np.array([STYLES.index(style) for style, _ in lines])
    start = np.zeros(len(STYLES) * SIZE)
    found = minimize(
        _loss, start, (rows, wanted), method="L-BFGS-B", jac=True, options={"maxiter": _STEPS}
    )
    weights: Matrix = found.x.reshape(len(STYLES), SIZE).astype(np.float32)
    return StyleClassifier(STYLES, weights, 0.0, 0)


def _loss(
    flat: NDArray[np.float64], rows: csr_matrix, wanted: NDArray[np.int64]
) -> tuple[float, NDArray[np.float64]]:
    """Mean surprise with decay, and its slope."""
    weights = flat.reshape(len(STYLES), SIZE)
    scores = rows @ weights.T
    scores -= scores.max(axis=1, keepdims=True)
    shares = np.exp(scores)
    shares /= shares.sum(axis=1, keepdims=True)
    at = np.arange(len(wanted))
    loss = -np.log(shares[at, wanted]).mean() + _STRENGTH * (weights**2).sum() / 2
    shares[at, wanted] -= 1
    slope = (rows.T @ shares).T / len(wanted) + _STRENGTH * weights
    return float(loss), np.asarray(slope).ravel()
