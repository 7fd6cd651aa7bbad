"""Comparing runs of tokens at C speed. Pure."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Tokens = NDArray[np.int32]
_BYTES = 4


def as_tokens(tokens: Sequence[int] | Tokens) -> Tokens:
    return np.asarray(tokens, dtype=np.int32)


def common_prefix_of(a: Tokens, b: Tokens) -> int:
    """How many tokens the two begin with alike."""
    size = min(len(a), len(b))
    differ = np.flatnonzero(a[:size] != b[:size])
    return int(differ[0]) if len(differ) else size


def has_run(tokens: Tokens, run: Tokens) -> bool:
    """Whether `run` stands in the tokens, or the tokens end with the beginning of it."""
    if not len(run):
        return False
    data, wanted = tokens.tobytes(), run.tobytes()
    at = data.find(wanted)
    while at >= 0 and at % _BYTES:
        at = data.find(wanted, at + 1)
    if at >= 0:
        return True
    longest = min(len(tokens), len(run) - 1)
    return any(data.endswith(wanted[: _BYTES * size]) for size in range(longest, 0, -1))
