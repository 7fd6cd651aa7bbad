"""Gives a prompt its slot, with as much of it already computed as the slots have.

A slot is cut back by counting less of it, and a copy is there at once: that is what makes this
shorter than its sister in llama_cpp. Knows no sampling and no text.
"""

from collections.abc import Collection, Sequence

from npcgen.engine.backends.transformers.runner import Runner
from npcgen.engine.backends.transformers.sequence import TorchSequence
from npcgen.engine.prefix_cache import Plan, PrefixCache
from npcgen.engine.stats import BackendStats
from npcgen.engine.token_runs import Tokens, as_tokens, has_run


class Reuse:
    """The slots of one model, and who is in them."""

    def __init__(self, slots: int, runner: Runner) -> None:
        self._runner = runner
        self._cache = PrefixCache(slots)
        self._by_slot: dict[int, TorchSequence] = {}

    @property
    def stats(self) -> BackendStats:
        """From any thread."""
        return BackendStats(evictions=self._cache.evictions)

    def plan(self, prompt: Sequence[int]) -> Plan:
        """Takes a slot for the prompt."""
        return self._cache.take(prompt)

    def begin(self, sequence: TorchSequence, plan: Plan) -> None:
        """Fills the slot with what there is of the prompt."""
        self._by_slot[plan.slot] = sequence
        sequence.reused_tokens = plan.reused
        if plan.donor is None:
            sequence.computed = plan.kept
            return
        leader = self._by_slot.get(plan.donor)
        if leader is not None and leader.computed < plan.shared:
            sequence.leader = leader
        else:
            self._copy(plan.donor, sequence)

    def waits(self, sequence: TorchSequence, stepped: Collection[TorchSequence]) -> bool:
        """Whether the sequence waits for another one to compute what they share.

        It waits only for one that is `stepped` itself; from others it takes what they have.
        """
        leader = sequence.leader
        if leader is None:
            return False
        is_gone = self._by_slot.get(leader.slot) is not leader
        if leader.computed < sequence.reused_tokens and leader in stepped and not is_gone:
            return True
        sequence.leader = None
        sequence.reused_tokens = min(sequence.reused_tokens, 0 if is_gone else leader.computed)
        if sequence.reused_tokens:
            self._copy(leader.slot, sequence)
        return False

    def extend(self, sequence: TorchSequence, token: int) -> None:
        """The reply got one more token."""
        sequence.tokens.append(token)
        self._cache.extend(sequence.slot, token)

    def end(self, sequence: TorchSequence) -> None:
        """Frees the slot; what it computed stays for others."""
        del self._by_slot[sequence.slot]
        self._cache.release(sequence.slot, 0 if sequence.is_erased else sequence.computed)

    def erase(self, runs: Sequence[Tokens]) -> None:
        """Drops what slots hold of these runs; of replies under way when they end."""
        self._cache.erase(runs)
        for sequence in self._by_slot.values():
            tokens = as_tokens(sequence.tokens)
            sequence.is_erased |= any(has_run(tokens, run) for run in runs)

    def _copy(self, donor: int, sequence: TorchSequence) -> None:
        self._runner.copy(donor, sequence.slot, sequence.reused_tokens)
        sequence.computed = sequence.reused_tokens
