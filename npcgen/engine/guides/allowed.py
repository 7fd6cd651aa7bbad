"""The tokens that a grammar's states allow, kept small: a bit for each, or a list of a few."""

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from npcgen.engine.grammars import State

Tokens = NDArray[np.int32]
_KEPT_BYTES = 8 << 20


class AllowedTokens:
    """What was found out about the states of one grammar, the ones used last."""

    def __init__(self, vocabulary: Tokens) -> None:
        """`vocabulary` is all tokens that could ever be allowed, in order."""
        self._vocabulary = vocabulary
        self._kept: OrderedDict[tuple[State, bytes], bytes | Tokens] = OrderedDict()
        self._bytes = 0

    def get(self, state: State, partial: bytes) -> Tokens | None:
        """The tokens allowed in `state` after some bytes of a character; None if unknown."""
        kept = self._kept.get((state, partial))
        if kept is None:
            return None
        self._kept.move_to_end((state, partial))
        if isinstance(kept, bytes):
            bits = np.frombuffer(kept, dtype=np.uint8)
            return self._vocabulary[np.unpackbits(bits, count=len(self._vocabulary)).view(np.bool_)]
        return kept

    def keep(self, state: State, partial: bytes, is_allowed: NDArray[np.bool_]) -> Tokens:
        """Keeps and returns the allowed ones among all tokens."""
        tokens = self._vocabulary[is_allowed]
        packed = np.packbits(is_allowed).tobytes()
        kept = tokens if tokens.nbytes < len(packed) else packed
        self._kept[state, partial] = kept
        self._bytes += _size(kept)
        while self._bytes > _KEPT_BYTES:
            self._bytes -= _size(self._kept.popitem(last=False)[1])
        return tokens


def _size(kept: bytes | Tokens) -> int:
    return len(kept) if isinstance(kept, bytes) else kept.nbytes
