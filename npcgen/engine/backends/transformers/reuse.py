"""Gives a prompt its slot, with as much of it already computed as the slots have.

A slot is cut back by counting less of it, and a copy is there at once: that is what makes this
shorter than its sister in llama_cpp.
"""

from npcgen.engine.backends.transformers.runner import Runner
from npcgen.engine.backends.transformers.sequence import TorchSequence
from npcgen.engine.prefix_cache import Plan
from npcgen.engine.slot_reuse import SlotReuse
from npcgen.engine.stats import BackendStats


class Reuse(SlotReuse[TorchSequence]):
    """The slots of one model, and who is in them."""

    def __init__(self, slots: int, runner: Runner) -> None:
        super().__init__(slots)
        self._runner = runner

    @property
    def stats(self) -> BackendStats:
        """From any thread."""
        return BackendStats(evictions=self._cache.evictions)

    def _fill(self, sequence: TorchSequence, plan: Plan) -> None:
        sequence.computed = sequence.reused_tokens = plan.kept
        if plan.donor is not None:
            self._share(sequence, plan.donor, plan.shared)

    def _copy(self, donor: int, sequence: TorchSequence) -> None:
        self._runner.copy(donor, sequence.slot, sequence.reused_tokens)
        sequence.computed = sequence.reused_tokens
