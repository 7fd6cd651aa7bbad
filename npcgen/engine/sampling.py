"""The sampling that a model's file recommends, over our defaults.

Source: the `general.sampling.*` keys of GGUF, as llama.cpp's gguf-py writes them. GGUF has none
for DRY, so these two are ours.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from npcgen.engine.base import Sampling
from npcgen.engine.checks import check_sampling
from npcgen.engine.gguf_file import GgufFile
from npcgen.errors import InvalidArgument

DRY_MULTIPLIER_KEY = "npcgen.sampling.dry_multiplier"
DRY_ALLOWED_KEY = "npcgen.sampling.dry_allowed_length"
_KEYS = {
    "temperature": "general.sampling.temp",
    "top_k": "general.sampling.top_k",
    "top_p": "general.sampling.top_p",
    "min_p": "general.sampling.min_p",
    "repeat_penalty": "general.sampling.penalty_repeat",
    "repeat_window": "general.sampling.penalty_last_n",
    "xtc_probability": "general.sampling.xtc_probability",
    "xtc_threshold": "general.sampling.xtc_threshold",
    "dry_multiplier": DRY_MULTIPLIER_KEY,
    "dry_allowed_length": DRY_ALLOWED_KEY,
}
_WHOLE = ("top_k", "repeat_window", "dry_allowed_length")


def recommended_sampling(file: GgufFile) -> Sampling:
    """Our defaults with what the file says instead; a value out of range is left out."""
    return with_recommended(file.metadata, _KEYS)


def with_recommended(metadata: Mapping[str, Any], keys: Mapping[str, str]) -> Sampling:
    """Our defaults with what `metadata` holds instead; `keys` are its names for our fields.

    A value that is no number or out of its range is left out.
    """
    sampling = Sampling()
    for field, key in keys.items():
        value = metadata.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        given: dict[str, Any] = {field: int(value) if field in _WHOLE else float(value)}
        proposed = replace(sampling, **given)
        try:
            check_sampling(proposed)
        except InvalidArgument:
            continue
        sampling = proposed
    return sampling
