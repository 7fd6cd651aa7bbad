"""Which of twelve manners a reply is in: a linear classifier over words, letters and lengths.

Its weights were learned from the authored lines by `training/exam/style.py`; it recovers the
manner of lines that it has not seen in the share that stands beside the weights, and no reply can
be expected to do better.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from npcgen.errors import DataLoss

FILE = "style.npz"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\.\.\.|…|[!?.,;:—\u2013-]|\d+")
_SENTENCE = re.compile(r"[^.!?…]+")
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_GRAMS = (3, 4)
_LONGEST = 24
"""Sentences of more words are all of one length."""

Matrix = NDArray[np.float32]


def features(text: str) -> list[str]:
    """What a text is told by: words and pairs, runs of letters, lengths of sentences.

    A name inside a sentence is only that.
    """
    text = _NAME.sub("@", text.strip())
    words = [word.lower() for word in _WORD.findall(text)]
    lengths = [min(len(s.split()), _LONGEST) // 2 for s in _SENTENCE.findall(text) if s.strip()]
    found = [f"w {word}" for word in words]
    found += [f"p {first} {second}" for first, second in pairwise(["<", *words, ">"])]
    found += [f"l {length}" for length in lengths] + [f"n {min(len(lengths), 5)}"]
    padded = f" {' '.join(words)} "
    for size in _GRAMS:
        found += [f"c {padded[at : at + size]}" for at in range(len(padded) - size + 1)]
    return found


def vector(text: str, size: int) -> Matrix:
    """The features of a text, hashed to `size` buckets, of length 1."""
    counts = np.zeros(size, dtype=np.float32)
    for feature in features(text):
        counts[zlib.crc32(feature.encode()) % size] += 1
    damped = np.log1p(counts)
    length = np.linalg.norm(damped) or 1.0
    return np.asarray(damped / length, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class StyleClassifier:
    """Weights for each style and bucket, and how well they do on lines they were not made of."""

    styles: tuple[str, ...]
    weights: Matrix
    """Styles by buckets."""
    accuracy: float
    """0..1, on held-out authored lines."""
    measured_on: int
    """Lines."""

    def style_of(self, text: str) -> str:
        """The likeliest one."""
        scores = self.weights @ vector(text, self.weights.shape[1])
        return self.styles[int(np.argmax(scores))]


def read_classifier() -> StyleClassifier:
    """The one that the package ships. Raises DataLoss when its file is damaged."""
    file = resources.files("npcgen.data").joinpath("exam").joinpath(FILE)
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as kept:
            scale: Matrix = kept["scale"]
            weights = kept["weights"].astype(np.float32) * scale[:, None]
            accuracy, count = float(kept["accuracy"]), int(kept["measured_on"])
            return StyleClassifier(tuple(map(str, kept["styles"])), weights, accuracy, count)
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise DataLoss(
            f"the exam's file {FILE} can't be read ({error}); install npcgen again"
        ) from error


def write_classifier(made: StyleClassifier) -> dict[str, NDArray[np.generic]]:
    """What `read_classifier` reads, with weights of a byte each."""
    scale = np.abs(made.weights).max(axis=1) / 127
    weights = np.round(made.weights / scale[:, None]).astype(np.int8)
    return {
        "styles": np.array(made.styles),
        "weights": weights,
        "scale": scale.astype(np.float32),
        "accuracy": np.array(made.accuracy),
        "measured_on": np.array(made.measured_on),
    }


def accuracy_of(made: StyleClassifier, lines: Sequence[tuple[str, str]]) -> float:
    """The share of (style, line) whose style it tells."""
    return sum(made.style_of(line) == style for style, line in lines) / len(lines)
