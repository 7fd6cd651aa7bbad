"""llama.cpp's DRY sampler, which keeps a reply from repeating its own phrases.

Making one looks through the whole vocabulary for the tokens that break a phrase, 17 ms of 49k
tokens. Its copy costs nothing, so one of each kind is kept.
"""

import ctypes
from collections import OrderedDict
from typing import Any

import llama_cpp as lib

from npcgen.engine.backends.llama_cpp.vocabulary import Vocabulary
from npcgen.engine.base import Sampling

_BREAKERS = (b"\n", b":", b'"', b"*")
_KEPT = 8
_Kind = tuple[float, float, int, int]


class DryCache:
    """The kinds used last. NOTE: `free` must be called once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._originals: OrderedDict[_Kind, Any] = OrderedDict()

    def link(self, sampling: Sampling) -> Any:
        """A new link for a chain, which owns it."""
        kind = (
            sampling.dry_multiplier,
            sampling.dry_base,
            sampling.dry_allowed_length,
            sampling.dry_window,
        )
        if kind not in self._originals:
            breakers = (ctypes.c_char_p * len(_BREAKERS))(*_BREAKERS)
            self._originals[kind] = lib.llama_sampler_init_dry(
                self._vocabulary.handle, *kind, breakers, len(_BREAKERS)
            )
        self._originals.move_to_end(kind)
        if len(self._originals) > _KEPT:
            lib.llama_sampler_free(self._originals.popitem(last=False)[1])
        return lib.llama_sampler_clone(self._originals[kind])

    def free(self) -> None:
        for original in self._originals.values():
            lib.llama_sampler_free(original)
        self._originals.clear()
