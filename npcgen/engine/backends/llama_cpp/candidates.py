"""llama.cpp's array of candidates, laid out by numpy."""

import ctypes
from typing import Any

import llama_cpp as lib
import numpy as np
from numpy.typing import NDArray

_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


def candidate_array(tokens: NDArray[np.int32], logits: NDArray[np.float32]) -> NDArray[Any]:
    """One candidate for each token; `logits` are theirs, in the same order."""
    candidates = np.empty(len(tokens), dtype=_CANDIDATE)
    candidates["id"] = tokens
    candidates["logit"] = logits
    candidates["p"] = 0
    return candidates


def view_of(candidates: NDArray[Any]) -> Any:
    """The array as samplers take it. NOTE: `candidates` must live as long as it."""
    data = candidates.ctypes.data_as(ctypes.POINTER(lib.llama_token_data))
    return lib.llama_token_data_array(data=data, size=len(candidates), selected=-1, sorted=False)
