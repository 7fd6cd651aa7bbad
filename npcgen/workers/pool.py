"""A few workers, and a bounded line of who waits for one."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager

from npcgen.errors import FailedPrecondition, Overloaded, Unavailable
from npcgen.workers.job import Done, Job, Stepped
from npcgen.workers.worker import Worker

MAX_WAITING = 64
"""Jobs that wait for a worker before more are refused."""
_RETRY_S = 2.0
DRAIN_RETRY_S = 5.0
"""Seconds until a server that shuts down may be back."""


class Workers:
    """`count` child processes; they start when first needed, or at `start`."""

    def __init__(self, count: int, modules: Sequence[str] = ()) -> None:
        """`modules` are imported by every child as it starts."""
        self._workers = [Worker(modules) for _ in range(count)]
        self._free: asyncio.Queue[Worker] = asyncio.Queue()
        for worker in self._workers:
            self._free.put_nowait(worker)
        self._waiting = 0
        self._stopping: set[asyncio.Task[None]] = set()
        self._timeouts: set[asyncio.Timeout] = set()
        self._draining = False

    @property
    def waiting(self) -> int:
        """Jobs without a worker."""
        return self._waiting

    @property
    def busy(self) -> int:
        """Jobs that are being done."""
        return len(self._workers) - self._free.qsize()

    @property
    def compiling(self) -> bool:
        """Whether a worker compiles inner loops, which happens once a machine."""
        return any(worker.compiles for worker in self._workers)

    async def start(self) -> None:
        for worker in self._workers:
            await worker.start()

    async def stream(self, job: Job) -> AsyncGenerator[Stepped | Done, None]:
        """As `Worker.stream`, by whichever is free first. Closing it early stops the job.

        Raises Overloaded when too many wait, and FailedPrecondition without any worker.
        """
        worker = await self._take()
        try:
            async with aclosing(worker.stream(job)) as answers:
                async for answer in answers:
                    yield answer
        finally:
            if worker.is_idle:
                self._free.put_nowait(worker)
            else:
                # NOTE: whoever leaves has no time to wait until the job has stopped.
                stopping = asyncio.create_task(self._free_again(worker), name="npcgen-stop")
                self._stopping.add(stopping)
                stopping.add_done_callback(self._stopping.discard)

    async def result(self, job: Job) -> object:
        """What the job returns, its steps left out."""
        async with aclosing(self.stream(job)) as answers:
            async for answer in answers:
                if isinstance(answer, Done):
                    return answer.result
        raise AssertionError("a job ends with its result, or raises")

    @asynccontextmanager
    async def until(self, ends_at: float) -> AsyncIterator[None]:
        """Around a wait for a worker, or for what one makes.

        Raises TimeoutError at `ends_at`, in the loop's time, and Unavailable after `drain`.
        """
        if self._draining:
            raise _gone()
        timeout = asyncio.timeout_at(ends_at)
        try:
            async with timeout:
                self._timeouts.add(timeout)
                yield
        except TimeoutError:
            if self._draining:
                raise _gone() from None
            raise
        finally:
            self._timeouts.discard(timeout)

    def drain(self) -> None:
        """Ends every wait, so that whoever waits hears why before the children are gone."""
        self._draining = True
        now = asyncio.get_running_loop().time()
        for timeout in self._timeouts:
            # One that has just expired can't be moved any more, and ends its wait by itself.
            if not timeout.expired():
                timeout.reschedule(now)

    async def close(self) -> None:
        """Ends all of them, whatever they are doing."""
        for stopping in self._stopping:
            stopping.cancel()
        await asyncio.gather(*self._stopping, return_exceptions=True)
        for worker in self._workers:
            await worker.close()

    async def _free_again(self, worker: Worker) -> None:
        try:
            await worker.stop()
        finally:
            self._free.put_nowait(worker)

    async def _take(self) -> Worker:
        if not self._workers:
            raise FailedPrecondition(
                "this server generates nothing: NPCGEN_GENERATION_WORKERS is 0; set it to 1",
                reason="GENERATION_OFF",
            )
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


def _gone() -> Unavailable:
    return Unavailable(
        "the server is shutting down; ask another one, or this one once it is back: the same "
        "seed makes the same",
        reason="DRAINING",
        retry_after_s=DRAIN_RETRY_S,
    )
