"""What is already computed, and how a new prompt starts from it. Pure: tokens and slots only.

A slot holds the tokens of one sequence whose keys and values are in memory. A prompt goes into an
idle slot: the one its own conversation left behind if that is still there, else the one that
nobody used for longest. What the prompt shares with any other slot is copied instead of computed,
also from a slot that is busy, and also when its owner has yet to compute it: then it is waited for.

Where results must not depend on who was computed with whom, only whole grains of a prompt are
reused: pieces of a fixed size from its beginning, which are always computed in one go.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from npcgen.engine.token_runs import Tokens, as_tokens, has_run

MIN_SHARED = 32
"""Tokens a copy must save; below that, computing them is cheaper than the copy."""
_SLACK = 32
"""Tokens at its end that a returning conversation may have lost: the template closes a reply
with other tokens than the model did."""


@dataclass(slots=True)
class Slot:
    """One sequence's place in memory."""

    index: int
    tokens: list[int] = field(default_factory=list)
    """The whole prompt of a busy slot and its reply so far; what an idle one has computed."""
    variant: str = ""
    """What else its keys and values depend on: the adapter that they were computed through."""
    busy: bool = False
    solid: int = 0
    """How many of its tokens may be reused."""
    used_at: int = 0
    """A count that grows with every use."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a prompt begins: `kept` tokens stay in the slot, or `shared` come from `donor`."""

    slot: int
    kept: int
    donor: int | None = None
    shared: int = 0
    evicted: tuple[int, ...] = field(default=(), compare=False)
    """What the slot held until now, `kept` included."""
    evicted_variant: str = field(default="", compare=False)

    @property
    def reused(self) -> int:
        return self.kept if self.donor is None else self.shared


class PrefixCache:
    """The slots of one model."""

    def __init__(self, slots: int, *, grain: int = 1) -> None:
        """`grain`: tokens that are only reused together; 1 reuses each, those of replies too."""
        self._slots = [Slot(index) for index in range(slots)]
        self._grain = grain
        self._uses = 0
        self.evictions = 0
        """How often a prompt took a slot from what another one had computed."""

    @property
    def idle(self) -> int:
        """Slots that no reply holds."""
        return sum(not slot.busy for slot in self._slots)

    def take(self, prompt: Sequence[int], variant: str = "") -> Plan:
        """Gives the prompt an idle slot. NOTE: there must be one.

        Only slots of the same `variant` have anything in common with it.
        """
        plan = self._plan(prompt, variant)
        slot = self._slots[plan.slot]
        plan = replace(plan, evicted=tuple(slot.tokens), evicted_variant=slot.variant)
        self.evictions += len(plan.evicted) - plan.kept > _SLACK
        slot.busy = True
        slot.tokens, slot.variant = list(prompt), variant
        slot.solid = self.whole(len(prompt))
        self._use(slot)
        return plan

    def extend(self, index: int, token: int) -> None:
        """A busy slot's reply got one more token."""
        self._slots[index].tokens.append(token)

    def release(self, index: int, computed: int) -> None:
        """The slot is idle again; the first `computed` of its tokens stay, if they may."""
        slot = self._slots[index]
        slot.busy = False
        computed = min(computed, slot.solid) if self._grain > 1 else computed
        del slot.tokens[computed:]
        self._use(slot)

    def evict_all(self) -> Iterator[Plan]:
        """What every idle slot holds, as if a prompt unlike all others came for each."""
        for slot in self._slots:
            if not slot.busy:
                yield Plan(slot.index, 0, evicted=tuple(slot.tokens), evicted_variant=slot.variant)

    def empty_idle(self) -> None:
        """Nothing is left of what idle slots held."""
        for slot in self._slots:
            if not slot.busy:
                slot.tokens = []

    def erase(self, runs: Sequence[Tokens]) -> list[int]:
        """Empties every idle slot in which one of the runs stands; returns which they were."""
        found = [
            slot
            for slot in self._slots
            if not slot.busy and any(has_run(as_tokens(slot.tokens), run) for run in runs)
        ]
        for slot in found:
            slot.tokens = []
        return [slot.index for slot in found]

    def whole(self, tokens: int) -> int:
        """How many of the first tokens make whole grains."""
        return tokens // self._grain * self._grain

    def _use(self, slot: Slot) -> None:
        self._uses += 1
        slot.used_at = self._uses

    def _plan(self, prompt: Sequence[int], variant: str) -> Plan:
        # NOTE: the last token is always computed again: only computing gives logits to sample.
        room = len(prompt) - 1
        common = [
            self._usable(slot, prompt, room) if slot.variant == variant else 0
            for slot in self._slots
        ]
        idle = [slot for slot in self._slots if not slot.busy]
        donor = max(self._slots, key=lambda slot: common[slot.index])
        returning = max(idle, key=lambda slot: (common[slot.index], slot.used_at))
        lost = len(returning.tokens) - common[returning.index]
        if lost <= _SLACK and common[donor.index] - common[returning.index] < MIN_SHARED:
            return Plan(returning.index, common[returning.index])
        target = min(idle, key=lambda slot: slot.used_at)
        if common[donor.index] - common[target.index] < MIN_SHARED:
            return Plan(target.index, common[target.index])
        return Plan(target.index, 0, donor.index, common[donor.index])

    def _usable(self, slot: Slot, prompt: Sequence[int], room: int) -> int:
        common = min(common_prefix(slot.tokens, prompt), room)
        return common if self._grain == 1 else self.whole(min(common, slot.solid))


def common_prefix(a: Sequence[int], b: Sequence[int]) -> int:
    """How many tokens the two begin with alike."""
    same, size = 0, min(len(a), len(b))
    if a[:size] == b[:size]:
        return size
    # Comparing slices halves the search at C speed; a loop over tokens costs fifty times as much.
    while size - same > 1:
        middle = (same + size) // 2
        if a[same:middle] == b[same:middle]:
            same = middle
        else:
            size = middle
    return same
