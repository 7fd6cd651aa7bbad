"""The quests of one generation, made by several processes.

Each chooses all of them, which is quick, and makes its share. They are told in the order of the
seed: the next quest is always the next process'. One that is ahead waits, so little is held.
"""

import signal
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import cycle

from npcgen.workers.job import Done, Job
from npcgen.workers.worker import Worker
from worldgen.quests.files import QuestFiles
from worldgen.quests.generate import Report, Share
from worldgen.quests.making import Made, make
from worldgen.quests.spec import QuestSpec
from worldgen.quests.world import World


@dataclass(frozen=True, slots=True)
class Task:
    """What every process is told."""

    world: World
    spec: QuestSpec
    files: QuestFiles
    """What an earlier run left there isn't made again."""
    sweeps: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    preview: Made
    """NOTE: a worker leaves steps out, but none with a `preview`."""


async def shared(task: Task, workers: int) -> AsyncGenerator[Made | Report, None]:
    """Every quest, as soon as those before it are told; at last the report.

    Raises what `make` raises, and Unavailable where a process was ended. Leaving it ends them all.
    """
    async with AsyncExitStack() as stack:
        streams = []
        for at in range(workers):
            worker = await stack.enter_async_context(_started())
            job = Job(__name__, part_of.__name__, (task, Share(at, workers)))
            streams.append(await stack.enter_async_context(aclosing(worker.stream(job))))
        for stream in cycle(streams):
            answer = await anext(stream)
            if isinstance(answer, Done):
                report: Report = answer.result
                yield report
                return
            yield answer.step.preview


def part_of(task: Task, share: Share) -> Generator[Part, None, Report]:
    """Runs in a child."""
    made = make(task.world, task.spec, task.files.read, share, sweeps=task.sweeps)
    while True:
        try:
            yield Part(next(made))
        except StopIteration as end:
            report: Report = end.value
            return report


@asynccontextmanager
async def _started() -> AsyncIterator[Worker]:
    worker = Worker((__name__,))
    try:
        with _without_interrupts():
            await worker.start()
        yield worker
    finally:
        await worker.close()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """NOTE: what is started meanwhile leaves Ctrl-C to this process, and says nothing of it."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
