"""One reply in the making, as llama.cpp's backend sees it."""

from collections.abc import Sequence

from npcgen.engine.backends.llama_cpp.adapters import NO_ADAPTER, LoadedAdapter
from npcgen.engine.backends.llama_cpp.sampler import Sampler
from npcgen.engine.snapshots import Mark
from npcgen.engine.stop_filter import StopFilter
from npcgen.engine.token_text import TextDecoder


class LlamaSequence:
    """One reply: its tokens, prompt first, and how many of them llama.cpp has computed."""

    __slots__ = (
        "adapter",
        "ahead",
        "boundaries",
        "computed",
        "decoder",
        "filter",
        "is_erased",
        "leader",
        "marks",
        "prompt_tokens",
        "reused_tokens",
        "row",
        "sampler",
        "slot",
        "tokens",
    )

    def __init__(
        self,
        slot: int,
        prompt: Sequence[int],
        sampler: Sampler,
        spelled_ends: Sequence[str],
        adapter: LoadedAdapter = NO_ADAPTER,
    ) -> None:
        self.slot = slot
        self.tokens = list(prompt)
        self.prompt_tokens = len(prompt)
        self.reused_tokens = 0
        self.computed = 0
        self.ahead = 0
        """Tokens of it in this step's batch."""
        self.leader: LlamaSequence | None = None
        """Who computes the shared tokens right now; they are copied when it has."""
        self.row: int | None = None
        """Where this step's batch gives logits to sample from."""
        self.boundaries: Sequence[Mark] = ()
        """Where its messages end."""
        self.marks: list[Mark] = []
        """Where snapshots are yet to be taken, the next one first."""
        self.is_erased = False
        """Nothing of it may be kept when it ends."""
        self.adapter = adapter
        self.sampler = sampler
        self.decoder = TextDecoder(keeps_space=sampler.is_guided)
        self.filter = StopFilter(spelled_ends)

    @property
    def is_speaking(self) -> bool:
        """Whether only its newest token remains to be computed."""
        return self.computed == len(self.tokens) - 1
