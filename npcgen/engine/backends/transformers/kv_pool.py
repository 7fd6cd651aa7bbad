"""Keys and values of every slot, layer by layer, in memory that is taken once.

What a slot holds beyond what its sequence says it computed is of no meaning, so nothing is ever
cleared: a slot is cut back by counting less of it.
"""

import torch
from torch import Tensor


class KvPool:
    """A layer has two tensors of the shape [slots, heads, context, width]."""

    def __init__(self, slots: int, context_tokens: int) -> None:
        self._slots = slots
        self._context_tokens = context_tokens
        self._layers: dict[int, tuple[Tensor, Tensor]] = {}

    def write(
        self, layer: int, slot: int, first: int, keys: Tensor, values: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Stores some tokens' [heads, tokens, width] from position `first` on.

        Returns all that the slot has up to their end, the same shape, without a copy.
        """
        if layer not in self._layers:
            self._layers[layer] = (self._room_like(keys), self._room_like(values))
        end = first + keys.shape[1]
        held = []
        for pool, new in zip(self._layers[layer], (keys, values), strict=True):
            pool[slot, :, first:end] = new
            held.append(pool[slot, :, :end])
        return held[0], held[1]

    def copy(self, donor: int, slot: int, tokens: int) -> None:
        """Makes the slot begin with the donor's first `tokens`."""
        for layer in self._layers.values():
            for pool in layer:
                pool[slot, :, :tokens] = pool[donor, :, :tokens]

    def free(self) -> None:
        self._layers.clear()

    def _room_like(self, new: Tensor) -> Tensor:
        # NOTE: the system hands out the memory behind it page by page, as it is written to.
        shape = (self._slots, new.shape[0], self._context_tokens, new.shape[2])
        return torch.empty(shape, dtype=new.dtype, device=new.device)
