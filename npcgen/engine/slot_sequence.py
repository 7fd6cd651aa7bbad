"""One reply in the making, as backends see it that compute its tokens in slots of their own."""

from collections.abc import Sequence
from typing import Self

from npcgen.engine.guides import Guide
from npcgen.engine.stop_filter import StopFilter
from npcgen.engine.token_text import TextDecoder


class SlotSequence:
    """One reply: its tokens, prompt first, and how many of them are computed."""

    __slots__ = (
        "computed",
        "decoder",
        "filter",
        "guide",
        "is_erased",
        "leader",
        "prompt_tokens",
        "reused_tokens",
        "slot",
        "tokens",
    )

    def __init__(
        self, slot: int, prompt: Sequence[int], guide: Guide | None, spelled_ends: Sequence[str]
    ) -> None:
        """`guide` None lets the model say what it likes."""
        self.slot = slot
        self.tokens = list(prompt)
        self.prompt_tokens = len(prompt)
        self.reused_tokens = 0
        self.computed = 0
        self.leader: Self | None = None
        """Who computes the shared tokens right now; they are copied when it has."""
        self.is_erased = False
        """Nothing of it may be kept when it ends."""
        self.guide = guide
        # A grammar says what the text has to be, white space included.
        self.decoder = TextDecoder(keeps_space=guide is not None)
        self.filter = StopFilter(spelled_ends)

    @property
    def is_speaking(self) -> bool:
        """Whether only its newest token remains to be computed."""
        return self.computed == len(self.tokens) - 1

    @property
    def is_over(self) -> bool:
        """Whether its grammar lets nothing follow."""
        return self.guide is not None and self.guide.is_over
