"""llama.cpp's memory of what it computed, by slot: cut, copied, saved, loaded.

NOTE: with a stream for each slot, a copy between two of them only happens at the next decode.
Until then the copied data isn't there, and whatever is written over one of the two by other means
would be mixed up with it. So a slot with a copy under way is neither saved nor loaded.
"""

import ctypes
from typing import Any

import llama_cpp as lib
import numpy as np
from numpy.typing import NDArray


class KvCache:
    """The keys and values of one context."""

    def __init__(self, model: Any, context: Any) -> None:
        self._context = context
        self._memory = lib.llama_get_memory(context)
        self._window = int(lib.llama_model_n_swa(model))
        self._is_whole_only = bool(
            lib.llama_model_is_recurrent(model) or lib.llama_model_is_hybrid(model)
        )
        self._moving: set[int] = set()

    @property
    def is_whole_only(self) -> bool:
        """Whether a slot can only ever go on from all that it holds: it has one state, not one
        for each token.
        """
        return self._is_whole_only

    def saves_whole_only(self, tokens: int) -> bool:
        """Whether the state of so many tokens, once saved, can't be cut back.

        A sliding window is kept in full while it is in a slot, but saved without what it hides.
        """
        return self._is_whole_only or 0 < self._window < tokens

    def cut(self, slot: int, keep: int) -> bool:
        """Drops what follows the first `keep` tokens; False when all of them had to go.

        A model with one state can't be cut back to a point in the middle, and one with a
        sliding window only as far as what the window still shows.
        """
        if lib.llama_memory_seq_rm(self._memory, slot, keep, -1) and self._holds(slot, keep):
            return True
        self.clear(slot)
        return keep == 0

    def clear(self, slot: int) -> None:
        lib.llama_memory_seq_rm(self._memory, slot, -1, -1)

    def clear_all(self) -> None:
        """Empties every slot."""
        lib.llama_memory_clear(self._memory, False)
        self._moving.clear()

    def copy(self, donor: int, slot: int) -> None:
        """Makes the slot hold all that the donor holds."""
        lib.llama_memory_seq_cp(self._memory, donor, slot, -1, -1)
        self._moving |= {donor, slot}

    def settle(self) -> None:
        """A decode went through: what was to be copied is."""
        self._moving.clear()

    def is_moving(self, slot: int) -> bool:
        """Whether a copy from or to the slot is under way."""
        return slot in self._moving

    def save(self, slot: int) -> bytes | None:
        """The slot's state; None while a copy is under way, or when llama.cpp can't."""
        if self.is_moving(slot):
            return None
        size = lib.llama_state_seq_get_size(self._context, slot)
        buffer = np.empty(size, dtype=np.uint8)
        written = lib.llama_state_seq_get_data(self._context, _pointer(buffer), size, slot)
        return buffer[:written].tobytes() if written else None

    def load(self, slot: int, state: bytes) -> bool:
        """Puts a saved state into the slot; False, and an empty slot, when llama.cpp can't."""
        self.clear(slot)
        buffer = np.frombuffer(state, dtype=np.uint8)
        if lib.llama_state_seq_set_data(self._context, _pointer(buffer), len(state), slot):
            return True
        self.clear(slot)
        return False

    def _holds(self, slot: int, keep: int) -> bool:
        """Whether the slot's tokens end where they should, and what the next one sees is there."""
        if not keep:
            return True
        if lib.llama_memory_seq_pos_max(self._memory, slot) != keep - 1:
            return False
        first = lib.llama_memory_seq_pos_min(self._memory, slot)
        return not self._window or bool(first <= max(0, keep - self._window))


def _pointer(buffer: NDArray[np.uint8]) -> Any:
    return buffer.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8))
