"""One reply in the making, as the transformers backend sees it."""

from collections.abc import Sequence

from npcgen.engine.backends.transformers.sampler import Sampler
from npcgen.engine.stop_filter import StopFilter
from npcgen.engine.token_text import TextDecoder


class TorchSequence:
    """One reply: its tokens, prompt first, and how many of them are computed."""

    __slots__ = (
        "computed",
        "decoder",
        "filter",
        "is_erased",
        "leader",
        "prompt_tokens",
        "reused_tokens",
        "sampler",
        "slot",
        "tokens",
    )

    def __init__(
        self, slot: int, prompt: Sequence[int], sampler: Sampler, spelled_ends: Sequence[str]
    ) -> None:
        self.slot = slot
        self.tokens = list(prompt)
        self.prompt_tokens = len(prompt)
        self.reused_tokens = 0
        self.computed = 0
        self.leader: TorchSequence | None = None
        """Who computes the shared tokens right now; they are copied when it has."""
        self.is_erased = False
        """Nothing of it may stay when it ends."""
        self.sampler = sampler
        self.decoder = TextDecoder(keeps_space=sampler.is_guided)
        self.filter = StopFilter(spelled_ends)

    @property
    def is_speaking(self) -> bool:
        """Whether only its newest token remains to be computed."""
        return self.computed == len(self.tokens) - 1
