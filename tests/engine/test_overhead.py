"""What the engine does besides the model's work, in numbers that no machine changes.

How long it takes is measured by `make bench`.
"""

import threading
from collections.abc import Sequence

from npcgen.engine.backends.scripted import ScriptedBackend, ScriptedSequence
from npcgen.engine.base import Completed, Step
from npcgen.engine.outbox import Outcome
from npcgen.engine.pace import Pace
from npcgen.engine.reply import Reply
from npcgen.engine.scheduler import Scheduler
from tests.engine.asking import ask

STREAMS = 32


class CountingBackend(ScriptedBackend):
    """Counts its steps."""

    steps = 0

    def step(self, sequences: Sequence[ScriptedSequence]) -> list[Step]:
        self.steps += 1
        return super().step(sequences)


class Deliveries:
    """Counts what is handed to the event loop, each time a wake-up, until all is completed."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.over = threading.Event()
        self._completed = 0

    def __call__(self, outcomes: Sequence[tuple[Reply[int], Outcome]]) -> None:
        self.sizes.append(len(outcomes))
        self._completed += sum(isinstance(outcome, Completed) for _, outcome in outcomes)
        if self._completed == STREAMS:
            self.over.set()


def test_a_step_of_32_streams_wakes_the_event_loop_once() -> None:
    backend = CountingBackend(["one two three"], tokens_per_s=10_000, slots=STREAMS)
    deliveries = Deliveries()
    scheduler = Scheduler(backend, queue_limit=1, deliver=deliveries)
    scheduler.set_pace(Pace(paused=True))
    for number in range(STREAMS):
        scheduler.submit(ask(), number)
    scheduler.set_pace(Pace())
    assert deliveries.over.wait(30)
    scheduler.close()
    # One for each word and one for the end; the first also brings what Started says.
    assert backend.steps == 4
    assert deliveries.sizes == [2 * STREAMS, STREAMS, STREAMS, STREAMS]
