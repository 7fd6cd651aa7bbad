"""How much of the prompts goes into a step. Pure: counts and seconds, no clock of its own.

A step with a long slice makes everyone who speaks wait; one with a short slice costs nearly as much
and gets less done. So what counts is who waits for whom:

- A crowd that waits for its first words gets long slices, 0.3 s at most, and those who speak are
  held back meanwhile, 1 s at most: they'd speak slowly anyway, and everybody is done sooner.
- A newcomer with a long prompt in a room of speakers gets so much that a step takes at most twice
  what it takes without, or 50 ms, which nobody notices, but 16 tokens: fewer cost as much.
- Where nobody speaks, a slice is as long as may be; a cancel waits for one step of 0.5 s at most.

What a token of a prompt costs is learnt from the steps themselves: it depends on the machine, the
model, and on how much stands before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

CROWD_S = 0.3
HOLD_S = 1.0
ALONE_S = 0.5
UNNOTICED_S = 0.05
SHORTEST_SLICE = 16
"""Tokens by which a prompt gets on, whatever they cost, and of a newcomer's while nobody knows."""

_CROWD = 4
"""Up to so many speakers to each prompt that waits, the prompts are a crowd."""
_LONG_PROMPT = 512
"""Tokens. One prompt with more to compute is no crowd, however few speak."""
_SHORT_PROMPTS = 256
"""Tokens. Prompts with no more to compute, all together, are done with at once."""
_MARGIN = 0.9
"""What was learnt lags behind a context that grows."""
_WEIGHT = 0.25
"""Of the newest step in what was learnt."""
_OUTLIER = 2.0
"""A step that took so many times what was expected says more about the machine's other work."""


@dataclass(frozen=True, slots=True)
class StepLoad:
    """What a step computes, or could."""

    speakers: int
    """Replies of which only the newest token is to be computed."""
    prompts: int = 0
    """Replies that have more of their prompt left."""
    prompt_tokens: int = 0
    """Tokens of all those prompts."""

    @classmethod
    def of(cls, left: Sequence[int]) -> "StepLoad":
        """The load of replies with so many tokens left to compute, 1 or more each."""
        prompts = [tokens for tokens in left if tokens > 1]
        return cls(len(left) - len(prompts), len(prompts), sum(prompts))

    @property
    def is_crowd(self) -> bool:
        """Whether its prompts are many beside those who speak."""
        return self.speakers < _CROWD * self.prompts


class SliceSizer:
    """Chooses each step's slice, and learns from how long the step took."""

    def __init__(self, longest: int) -> None:
        """`longest`: tokens that a step has room for."""
        self._longest = longest
        self._plain_s: dict[int, float] = {}
        self._token_s: float | None = None
        self._held_s = 0.0
        self._is_easing = False
        """Whether a newcomer is being let in a little at a time."""

    def size(self, load: StepLoad) -> int:
        """Tokens of prompts for the next step, 0..longest; `load` is what could be computed.

        0 only to learn what a step of so many speakers takes without a prompt.
        """
        if not load.speakers:
            return self._affordable(ALONE_S, unknown=self._longest)
        self._is_easing = self._eases(load)
        if not self._is_easing:
            return self._affordable(CROWD_S, unknown=self._longest)
        if load.speakers not in self._plain_s:
            return 0
        usual = self._plain_s[load.speakers]
        return self._affordable(max(_MARGIN * usual, UNNOTICED_S - usual), unknown=SHORTEST_SLICE)

    def took(self, seconds: float, load: StepLoad) -> None:
        """A step that computed `load` took so long."""
        self._held_s = 0.0 if load.speakers else self._held_s + seconds
        if not load.prompt_tokens:
            self._plain_s[load.speakers] = _learnt(self._plain_s.get(load.speakers), seconds)
            return
        extra = seconds - self._usual_s(load.speakers)
        if extra > 0:
            self._token_s = _learnt(self._token_s, extra / load.prompt_tokens)

    def holds(self, load: StepLoad) -> bool:
        """Whether those who speak are left out of the next step, for a crowd's sake."""
        is_asked = load.prompts > 1 and load.speakers > 0 and load.is_crowd
        return is_asked and self._held_s + CROWD_S <= HOLD_S

    def _eases(self, load: StepLoad) -> bool:
        """Whether its prompts are let in a little at a time."""
        is_single = load.prompts == 1
        if self._is_easing and is_single:
            return True  # What is left of a long prompt goes on as it began.
        if load.prompt_tokens <= _SHORT_PROMPTS:
            return False
        return not load.is_crowd or (is_single and load.prompt_tokens > _LONG_PROMPT)

    def _affordable(self, seconds: float, *, unknown: int) -> int:
        """So many tokens as take so long; `unknown` while that isn't known."""
        wanted = unknown if self._token_s is None else int(seconds / self._token_s)
        return min(self._longest, max(SHORTEST_SLICE, wanted))

    def _usual_s(self, speakers: int) -> float:
        """What a step of so many speakers takes without a prompt, by the nearest known number."""
        if not speakers or not self._plain_s:
            return 0.0
        nearest = min(self._plain_s, key=lambda known: abs(known - speakers))
        return self._plain_s[nearest]


def _learnt(known: float | None, seen: float) -> float:
    if known is None:
        return seen
    return known + _WEIGHT * (min(seen, _OUTLIER * known) - known)
