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
    """Whether `run` stands in the tokens, or the tokens end with its beginning."""
    return has_any_run(tokens, [run])


def has_any_run(tokens: Tokens, runs: Sequence[Tokens]) -> bool:
    """As `has_run`, for any of them."""
    data = tokens.tobytes()
    return any(_stands_in(data, run.tobytes()) for run in runs if len(run))


def _stands_in(data: bytes, wanted: bytes) -> bool:
    if _find(data, wanted, 0) >= 0:
        return True
    # Where its first token stands near the end, the tokens may break off in the run.
    at = _find(data, wanted[:_BYTES], max(0, len(data) - len(wanted) + _BYTES))
    while at >= 0:
        if wanted.startswith(data[at:]):
            return True
        at = _find(data, wanted[:_BYTES], at + _BYTES)
    return False


def _find(data: bytes, wanted: bytes, start: int) -> int:
    """As bytes.find, but only where a token begins."""
    at = data.find(wanted, start)
    while at >= 0 and at % _BYTES:
        at = data.find(wanted, at + 1)
    return at
