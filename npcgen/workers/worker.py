"""One child process, seen from the server."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence

from npcgen.errors import InternalError, Unavailable
from npcgen.workers.job import (
    STOP,
    Answer,
    CompilingStep,
    Done,
    Failed,
    Job,
    Stepped,
    Stopped,
)
from npcgen.workers.process import ChildProcess

logger = logging.getLogger(__name__)

STOP_S = 3.0
"""Seconds a job has to stop before its process is ended.

Measured on an idle machine: half of the jobs that somebody left stop within 0.02 s, one in five
takes longer than 0.1 s, one in seventy longer than 1 s; a new process gives its first answer after
1.2 s, and on a busy machine after several times that.
"""
COMPILE_S = 300.0
"""The same where the job compiles: that is kept for the next one, and lost with its process.

Measured on two busy cores: the largest kernels take 21 s.
"""


class Worker:
    """Runs one job at a time."""

    def __init__(self, modules: Sequence[str]) -> None:
        """`modules` are imported by the child as it starts."""
        self._modules = tuple(modules)
        self._process: ChildProcess | None = None
        self._runs = False
        """Whether a job is being done, for all that is known here."""
        self._reading: asyncio.Future[Answer] | None = None
        self._compiles = False

    @property
    def compiles(self) -> bool:
        """Whether the job waits for inner loops to be compiled, which happens once a machine."""
        return self._compiles

    @property
    def is_idle(self) -> bool:
        """Whether it can take a job at once."""
        return not self._runs

    async def start(self) -> None:
        """A child of its own, unless it has one. It takes jobs at once."""
        if self._process is None or not self._process.lives:
            await self.close()
            self._process = ChildProcess(self._modules)

    async def stream(self, job: Job) -> AsyncGenerator[Stepped | Done, None]:
        """What the job yields, and at last what it returns; raises what it raised.

        Whoever leaves it early calls `stop` before the next one. Raises Unavailable where the
        process died of it.
        """
        await self.start()
        self._runs, self._compiles = True, False
        await self._send(job)
        while self._runs:
            answer = await self._answer()
            self._runs = isinstance(answer, Stepped)
            yield _told(answer)

    async def stop(self) -> None:
        """Returns once the job has ended, or its process, which a new one then replaces."""
        if not self._runs:
            return
        try:
            async with asyncio.timeout(self._stop_s) as limit:
                await self._send(STOP)
                while isinstance(await self._answer(), Stepped):
                    limit.reschedule(asyncio.get_running_loop().time() + self._stop_s)
            self._runs = False
        except (TimeoutError, Unavailable):
            await self.close()
            await self.start()

    async def close(self) -> int | None:
        """Ends the child. Returns its exit code, None where there was none."""
        self._runs = self._compiles = False
        process, self._process = self._process, None
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        return await process.end() if process else None

    @property
    def _stop_s(self) -> float:
        return COMPILE_S if self._compiles else STOP_S

    async def _send(self, message: object) -> None:
        assert self._process is not None
        try:
            await self._process.send(message)
        except OSError as error:
            raise await self._died() from error

    async def _answer(self) -> Answer:
        assert self._process is not None
        # NOTE: a caller that is cancelled would lose the message that is being read. So the reading
        # goes on without it.
        self._reading = self._reading or self._process.receive()
        try:
            answer = await asyncio.shield(self._reading)
        except EOFError as error:
            raise await self._died() from error
        self._reading = None
        self._compiles = isinstance(answer, Stepped) and isinstance(answer.step, CompilingStep)
        return answer

    async def _died(self) -> Unavailable:
        code = await self.close()
        logger.error("a generator process ended with code %s; a new one takes its place", code)
        return Unavailable(
            "the process that made this ended before it was done; ask again, for something "
            "smaller if it happens twice",
            reason="WORKER_DIED",
        )


def _told(answer: Answer) -> Stepped | Done:
    if isinstance(answer, Failed):
        if answer.trace:
            logger.debug("a job failed: %s", answer.trace)
        raise answer.error
    if isinstance(answer, Stopped):
        raise InternalError("a job stopped that nobody had stopped")
    return answer
