"""One reply in the making, as llama.cpp's backend sees it."""

from collections.abc import Sequence

from npcgen.engine.backends.llama_cpp.adapters import NO_ADAPTER, LoadedAdapter
from npcgen.engine.backends.llama_cpp.sampler import Sampler
from npcgen.engine.slot_sequence import SlotSequence
from npcgen.engine.snapshots import Mark


class LlamaSequence(SlotSequence):
    """One reply, and what this step's batch holds of it."""

    __slots__ = ("adapter", "ahead", "boundaries", "marks", "row", "sampler")

    def __init__(
        self,
        slot: int,
        prompt: Sequence[int],
        sampler: Sampler,
        spelled_ends: Sequence[str],
        adapter: LoadedAdapter = NO_ADAPTER,
    ) -> None:
        super().__init__(slot, prompt, sampler.guide, spelled_ends)
        self.ahead = 0
        """Tokens of it in this step's batch."""
        self.row: int | None = None
        """Where this step's batch gives logits to sample from."""
        self.boundaries: Sequence[Mark] = ()
        """Where its messages end."""
        self.marks: list[Mark] = []
        """Where snapshots are yet to be taken, the next one first."""
        self.adapter = adapter
        self.sampler = sampler
