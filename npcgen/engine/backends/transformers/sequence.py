"""One reply in the making, as the transformers backend sees it."""

from collections.abc import Sequence

from npcgen.engine.backends.transformers.sampler import Sampler
from npcgen.engine.slot_sequence import SlotSequence


class TorchSequence(SlotSequence):
    """One reply, and what chooses its tokens."""

    __slots__ = ("sampler",)

    def __init__(
        self, slot: int, prompt: Sequence[int], sampler: Sampler, spelled_ends: Sequence[str]
    ) -> None:
        super().__init__(slot, prompt, sampler.guide, spelled_ends)
        self.sampler = sampler
