"""Who is in which slot, and who waits for whom. Knows no model library, no sampling and no text.

How a slot is cut back, copied and cleared is each backend's own.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from typing import Generic, TypeVar

from npcgen.engine.prefix_cache import Plan, PrefixCache
from npcgen.engine.slot_sequence import SlotSequence
from npcgen.engine.token_runs import Tokens, as_tokens, has_any_run

S = TypeVar("S", bound=SlotSequence)


class SlotReuse(ABC, Generic[S]):
    """The slots of one model, and who is in them."""

    def __init__(self, slots: int, *, grain: int = 1) -> None:
        """`grain`: see PrefixCache."""
        self._cache = PrefixCache(slots, grain=grain)
        self._by_slot: dict[int, S] = {}

    def plan(self, prompt: Sequence[int], variant: str = "") -> Plan:
        """Takes a slot for the prompt. `variant`: the SHA-256 of the adapter it goes through."""
        return self._cache.take(prompt, variant)

    def begin(self, sequence: S, plan: Plan) -> None:
        """Fills the slot with what there is of the prompt."""
        self._by_slot[plan.slot] = sequence
        self._fill(sequence, plan)

    def waits(self, sequence: S, stepped: Collection[S]) -> bool:
        """Whether the sequence waits for another one to compute what they share.

        It waits only for one that is `stepped` itself; from others it takes what they have.
        NOTE: called before a step's batch is filled: a copy takes what an earlier step computed.
        """
        leader = sequence.leader
        if leader is None:
            return False
        is_gone = self._by_slot.get(leader.slot) is not leader
        if leader.computed < sequence.reused_tokens and leader in stepped and not is_gone:
            return True
        sequence.leader = None
        self._follow(leader, 0 if is_gone else leader.computed, sequence)
        return False

    def extend(self, sequence: S, token: int) -> None:
        """The reply got one more token."""
        sequence.tokens.append(token)
        self._cache.extend(sequence.slot, token)

    def end(self, sequence: S) -> None:
        """Frees the slot; what it computed stays for others."""
        del self._by_slot[sequence.slot]
        self._cache.release(sequence.slot, 0 if sequence.is_erased else sequence.computed)

    def erase(self, runs: Sequence[Tokens]) -> list[int]:
        """Drops whatever holds one of these runs; of replies under way, when they end.

        Returns the idle slots that held one.
        """
        for sequence in self._by_slot.values():
            sequence.is_erased |= has_any_run(as_tokens(sequence.tokens), runs)
        return self._cache.erase(runs)

    @abstractmethod
    def _fill(self, sequence: S, plan: Plan) -> None:
        """Computes nothing: keeps, copies or loads, or finds whom to wait for."""

    @abstractmethod
    def _copy(self, donor: int, sequence: S) -> None:
        """Gives the sequence its `reused_tokens` from the donor's slot, if that can be done."""

    def _share(self, sequence: S, donor: int, shared: int) -> None:
        """Takes the shared tokens from the donor's slot, or waits until they are computed."""
        sequence.reused_tokens = shared
        leader = self._by_slot.get(donor)
        if leader is not None and leader.computed < shared:
            sequence.leader = leader
        else:
            self._copy(donor, sequence)

    def _follow(self, leader: S, has: int, sequence: S) -> None:
        """Takes what the leader has computed of what the two share."""
        sequence.reused_tokens = min(sequence.reused_tokens, has)
        if sequence.reused_tokens:
            self._copy(leader.slot, sequence)
