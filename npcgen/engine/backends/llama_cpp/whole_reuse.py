"""Reuse for models that can't be cut back: recurrent and hybrid ones.

A prompt starts from what its slot holds only where that is a beginning of it to the last token.
Else it starts from a snapshot, which is a parked state taken at a boundary of an earlier prompt
(`npcgen.engine.snapshots`). Nothing is copied between slots: loading a snapshot is as good.
"""

from collections.abc import Sequence

from npcgen.engine.backends.llama_cpp.reuse import Reuse
from npcgen.engine.backends.llama_cpp.sequence import LlamaSequence
from npcgen.engine.prefix_cache import Plan
from npcgen.engine.snapshots import MIN_GAP, Mark, due, fork_at


class WholeReuse(Reuse):
    """The slots of one model, and the snapshots of what was in them."""

    def ahead(self, sequence: LlamaSequence, room: int) -> int:
        """No further than the next mark."""
        return min(room, sequence.marks[0].at - sequence.computed) if sequence.marks else room

    def advanced(self, sequence: LlamaSequence) -> None:
        """Takes the snapshot of a mark that was reached."""
        while sequence.marks and sequence.marks[0].at <= sequence.computed:
            mark = sequence.marks.pop(0)
            state = self._kv.save(sequence.slot) if mark.at == sequence.computed else None
            if state is not None and not sequence.is_erased:
                tokens = sequence.tokens[: mark.at]
                self._parking.park(
                    tokens,
                    state,
                    is_whole=True,
                    is_shared=mark.is_shared,
                    variant=sequence.adapter.sha256,
                )

    def undo(self, sequences: Sequence[LlamaSequence]) -> None:
        """The step was cut short. It had begun to move states between llama.cpp's cells, those of
        others too, so that none can be trusted: everyone starts from a snapshot.
        """
        self._cache.empty_idle()
        self._kv.clear_all()
        for sequence in self._by_slot.values():
            sequence.leader = None
            self._start(sequence, kept=0)

    def _fill(self, sequence: LlamaSequence, plan: Plan) -> None:
        # NOTE: what the slot held is useless when a single token of it would have to go.
        self._start(sequence, kept=plan.kept if plan.kept == len(plan.evicted) else 0)
        leader = self._by_slot.get(plan.donor) if plan.donor is not None else None
        if leader is not None:
            self._wait_for(leader, sequence, plan.shared)
        if sequence.leader is None:
            parked = self._parking.longest_common(sequence.tokens, variant=sequence.adapter.sha256)
            common = max(plan.kept, plan.shared, parked)
            self._mark(sequence, fork_at(common, sequence.boundaries))

    def _follow(self, leader: LlamaSequence, has: int, sequence: LlamaSequence) -> None:
        self._start(sequence, kept=0)

    def _park(self, plan: Plan) -> None:
        """Nothing: its snapshots are parked already."""

    def _wait_for(self, leader: LlamaSequence, sequence: LlamaSequence, shared: int) -> None:
        """Waits for the leader's next snapshot that both can use, if that is worth it."""
        self._mark(leader, fork_at(shared, leader.boundaries))
        useful = [mark.at for mark in leader.marks if mark.at <= shared]
        if useful and useful[-1] - sequence.computed >= MIN_GAP:
            self._kv.clear(sequence.slot)
            sequence.computed, sequence.reused_tokens = 0, useful[-1]
            sequence.leader = leader

    def _start(self, sequence: LlamaSequence, *, kept: int) -> None:
        """Starts the sequence from the best snapshot, or from the `kept` tokens in its slot."""
        room = len(sequence.tokens) - 1
        found = self._parking.find(
            sequence.tokens[:room], kept + MIN_GAP - 1, variant=sequence.adapter.sha256
        )
        state = self._parking.load(found[0]) if found else None
        if found and state is not None:
            kept = found[1] if self._kv.load(sequence.slot, state) else 0
        if not kept:
            self._kv.clear(sequence.slot)
        sequence.computed = sequence.reused_tokens = kept
        self._mark(sequence, ())

    def _mark(self, sequence: LlamaSequence, forks: tuple[Mark, ...]) -> None:
        known = [*sequence.boundaries, *sequence.marks, *forks]
        sequence.marks = due(known, sequence.computed)
