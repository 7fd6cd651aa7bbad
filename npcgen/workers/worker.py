"""One child process, seen from the server."""

import asyncio
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress

from npcgen.errors import InternalError, Unavailable
from npcgen.workers.frames import packed, read_async
from npcgen.workers.job import STOP, Answer, Done, Failed, Job, Stepped, Stopped

logger = logging.getLogger(__name__)

STOP_S = 0.1
"""Seconds a job has to stop before its process is ended."""
_BUFFER_BYTES = 1 << 20


class Worker:
    """Runs one job at a time."""

    def __init__(self, modules: Sequence[str]) -> None:
        """`modules` are imported by the child as it starts."""
        self._modules = tuple(modules)
        self._process: Process | None = None

    async def start(self) -> None:
        """A child of its own, unless it has one. It takes jobs at once."""
        if self._process is not None and self._process.returncode is None:
            return
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "npcgen.workers.child",
            *self._modules,
            stdin=PIPE,
            stdout=PIPE,
            limit=_BUFFER_BYTES,
        )

    async def stream(self, job: Job) -> AsyncGenerator[Stepped | Done, None]:
        """What the job yields, and at last what it returns; raises what it raised.

        Closing it early stops the job. Raises Unavailable where the process died of it.
        """
        await self.start()
        ended = False
        try:
            await self._send(job)
            while not ended:
                answer = await self._answer()
                ended = not isinstance(answer, Stepped)
                yield _told(answer)
        finally:
            if not ended and self._process is not None:
                await asyncio.shield(self._stop())

    async def close(self) -> None:
        """Ends the child."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        # NOTE: asyncio leaves the pipe's transport open otherwise, until it is collected.
        process._transport.close()  # type: ignore[attr-defined]

    async def _stop(self) -> None:
        """Returns once the job has ended, or its process."""
        try:
            async with asyncio.timeout(STOP_S):
                await self._send(STOP)
                while isinstance(await self._answer(), Stepped):
                    pass
        except (TimeoutError, Unavailable):
            await self.close()

    async def _send(self, message: object) -> None:
        stdin = self._process.stdin if self._process else None
        assert stdin is not None
        try:
            stdin.write(packed(message))
            await stdin.drain()
        except (ConnectionError, RuntimeError) as error:
            raise await self._died() from error

    async def _answer(self) -> Answer:
        stdout = self._process.stdout if self._process else None
        assert stdout is not None
        try:
            answer: Answer = await read_async(stdout)
        except EOFError as error:
            raise await self._died() from error
        return answer

    async def _died(self) -> Unavailable:
        code = self._process.returncode if self._process else None
        await self.close()
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
