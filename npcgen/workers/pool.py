"""A few workers, and a bounded line of who waits for one."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from npcgen.errors import Overloaded
from npcgen.workers.job import Done, Job, Stepped
from npcgen.workers.worker import Worker

MAX_WAITING = 64
"""Jobs that wait for a worker before more are refused."""
_RETRY_S = 2.0


class Workers:
    """`count` child processes; they start when first needed, or at `start`."""

    def __init__(self, count: int, modules: Sequence[str] = ()) -> None:
        """`modules` are imported by every child as it starts."""
        self._workers = [Worker(modules) for _ in range(count)]
        self._free: asyncio.Queue[Worker] = asyncio.Queue()
        for worker in self._workers:
            self._free.put_nowait(worker)
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """Jobs without a worker."""
        return self._waiting

    @property
    def busy(self) -> int:
        """Jobs that are being done."""
        return len(self._workers) - self._free.qsize()

    async def start(self) -> None:
        for worker in self._workers:
            await worker.start()

    async def stream(self, job: Job) -> AsyncGenerator[Stepped | Done, None]:
        """As `Worker.stream`, by whichever is free first. Raises Overloaded when too many wait."""
        worker = await self._take()
        try:
            async with aclosing(worker.stream(job)) as answers:
                async for answer in answers:
                    yield answer
        finally:
            self._free.put_nowait(worker)

    async def result(self, job: Job) -> object:
        """What the job returns, its steps left out."""
        async with aclosing(self.stream(job)) as answers:
            async for answer in answers:
                if isinstance(answer, Done):
                    return answer.result
        raise AssertionError("a job ends with its result, or raises")

    async def close(self) -> None:
        """Ends all of them, whatever they are doing."""
        for worker in self._workers:
            await worker.close()

    async def _take(self) -> Worker:
        if self._waiting >= MAX_WAITING:
            raise Overloaded(
                f"{self._waiting} generations already wait; try again later, or raise "
                "NPCGEN_GENERATION_WORKERS where there are cores for it",
                reason="GENERATIONS_QUEUED",
                retry_after_s=_RETRY_S,
            )
        self._waiting += 1
        try:
            return await self._free.get()
        finally:
            self._waiting -= 1
