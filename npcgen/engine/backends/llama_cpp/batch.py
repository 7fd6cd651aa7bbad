"""llama.cpp's input buffer: tokens of several sequences that are computed in one go."""

from collections.abc import Sequence
from typing import Any

import llama_cpp as lib


class Batch:
    """Allocated once, filled for every step. NOTE: `free` must be called once."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.handle: Any = lib.llama_batch_init(room, 0, 1)

    def __len__(self) -> int:
        return int(self.handle.n_tokens)

    def clear(self) -> None:
        self.handle.n_tokens = 0

    def add(self, tokens: Sequence[int], first: int, slot: int, *, wants_logits: bool) -> int:
        """Appends tokens of one sequence, from position `first`; returns the last one's row."""
        batch, row = self.handle, len(self)
        for offset, token in enumerate(tokens):
            batch.token[row] = token
            batch.pos[row] = first + offset
            batch.n_seq_id[row] = 1
            batch.seq_id[row][0] = slot
            batch.logits[row] = 0
            row += 1
        batch.logits[row - 1] = wants_logits
        batch.n_tokens = row
        return row - 1

    def free(self) -> None:
        lib.llama_batch_free(self.handle)
