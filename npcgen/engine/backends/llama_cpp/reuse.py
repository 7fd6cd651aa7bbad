"""Gives a prompt its slot, with as much of it already computed as can be had.

Its own slot, a copy from another one, or a parked state: whatever has most of it. What a slot held
before is parked. Knows no sampling and no text.
"""

from collections.abc import Sequence

from npcgen.engine.backends.llama_cpp.kv_cache import KvCache
from npcgen.engine.backends.llama_cpp.sequence import LlamaSequence
from npcgen.engine.parking import ParkingLot
from npcgen.engine.prefix_cache import Plan
from npcgen.engine.slot_reuse import SlotReuse
from npcgen.engine.stats import BackendStats
from npcgen.engine.token_runs import Tokens

MIN_PARKED = 32
"""Tokens that a parked state must save. Computing 40 took 94 and 301 ms on one core, saving a
state of 608 and loading it 1 to 8 ms, from disk 9 and 16 (`python -m bench.parking`, weights of
0.1 and 0.5 billion): loading is cheaper from a few tokens on, but each state takes memory.
"""


class Reuse(SlotReuse[LlamaSequence]):
    """The slots of one model, what is parked of them, and who is in them."""

    def __init__(self, slots: int, kv: KvCache, parking: ParkingLot, *, grain: int = 1) -> None:
        """`grain`: see PrefixCache."""
        super().__init__(slots, grain=grain)
        self._kv = kv
        self._parking = parking
        self._grain = grain
        self._prompt_ends: dict[int, int] = {}
        """Tokens of the prompt that an idle slot's reply followed."""

    @property
    def stats(self) -> BackendStats:
        """From any thread."""
        parking = self._parking
        return BackendStats(
            self._cache.evictions, len(parking), parking.memory_bytes, parking.disk_bytes
        )

    def begin(self, sequence: LlamaSequence, plan: Plan) -> None:
        self._park(plan)
        super().begin(sequence, plan)

    def ahead(self, sequence: LlamaSequence, room: int) -> int:
        """How many tokens of its prompt the next step may take, at most `room`."""
        return (
            room if self._grain == 1 else min(room, self._grain - sequence.computed % self._grain)
        )

    def advanced(self, sequence: LlamaSequence) -> None:
        """The step that computed more of the sequence went through."""

    def undo(self, sequences: Sequence[LlamaSequence]) -> None:
        """The step that was to compute more of these was cut short."""
        self._kv.settle()
        for sequence in sequences:
            keep = sequence.computed - sequence.ahead
            sequence.computed = keep if self._kv.cut(sequence.slot, keep) else 0

    def forget(self, sequence: LlamaSequence) -> None:
        """A decode failed: what the slot holds can't be trusted."""
        self._kv.clear(sequence.slot)
        sequence.computed = 0

    def end(self, sequence: LlamaSequence) -> None:
        if self._kv.is_moving(sequence.slot) or sequence.is_erased:
            # Its copy hasn't come yet, and nobody will decode for it; or nothing may stay.
            self.forget(sequence)
        self._prompt_ends[sequence.slot] = min(sequence.prompt_tokens, sequence.computed)
        super().end(sequence)

    def erase(self, runs: Sequence[Tokens]) -> list[int]:
        self._parking.erase(runs)
        emptied = super().erase(runs)
        for slot in emptied:
            self._kv.clear(slot)
        return emptied

    def park_all(self) -> None:
        """Parks what the idle slots hold."""
        for plan in self._cache.evict_all():
            self._park(plan)

    def _fill(self, sequence: LlamaSequence, plan: Plan) -> None:
        if self._restored(sequence, plan):
            return
        if self._kv.cut(plan.slot, plan.kept):
            sequence.computed = sequence.reused_tokens = plan.kept
        if plan.donor is not None:
            self._share(sequence, plan.donor, plan.shared)

    def _park(self, plan: Plan) -> None:
        tokens = plan.evicted
        if len(tokens) - plan.kept < MIN_PARKED:
            return
        if self._kv.saves_whole_only(len(tokens)):
            # The template may close the reply with other tokens: the prompt is sure to return.
            tokens = tokens[: max(plan.kept, self._prompt_ends.get(plan.slot, 0))]
            if not self._kv.cut(plan.slot, len(tokens)):
                return
        state = self._kv.save(plan.slot)
        if state is not None:
            is_whole = self._kv.saves_whole_only(len(tokens))
            variant = plan.evicted_variant
            self._parking.park(tokens, state, is_whole=is_whole, variant=variant)

    def _restored(self, sequence: LlamaSequence, plan: Plan) -> bool:
        """Whether a parked state had more of the prompt than any slot, and is loaded."""
        if self._kv.is_moving(plan.slot):
            return False
        room = sequence.prompt_tokens - 1
        found = self._parking.find(
            sequence.tokens[:room], plan.reused + MIN_PARKED, variant=sequence.adapter.sha256
        )
        if found is None:
            return False
        name, shared = found[0], self._cache.whole(found[1])
        state = self._parking.load(name, taken=shared)
        if state is None or not self._kv.load(sequence.slot, state):
            return False
        if not self._kv.cut(sequence.slot, shared):
            return False
        sequence.computed = sequence.reused_tokens = shared
        return True

    def _copy(self, donor: int, sequence: LlamaSequence) -> None:
        # NOTE: between the streams of a split cache only whole sequences can be copied.
        self._kv.copy(donor, sequence.slot)
        if self._kv.cut(sequence.slot, sequence.reused_tokens):
            sequence.computed = sequence.reused_tokens
        else:
            sequence.computed = sequence.reused_tokens = 0
