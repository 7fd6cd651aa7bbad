"""A child process and the two pipes to it."""

import subprocess
import sys
from asyncio import Future
from collections.abc import Sequence
from contextlib import suppress
from subprocess import PIPE
from typing import Any

from npcgen.workers.frames import packed, read
from npcgen.workers.lane import Lane


class ChildProcess:
    """NOTE: `subprocess` starts it and not the loop. uvloop forks and then runs Python in the child
    of a process full of threads. Now and then such a child crashed before it became the new program
    (measured: two in six beside a client that had just left gRPC).
    """

    def __init__(self, modules: Sequence[str]) -> None:
        """`modules` are imported by the child as it starts."""
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "npcgen.workers.child", *modules], stdin=PIPE, stdout=PIPE
        )
        self._reads, self._writes = Lane("npcgen-worker-reads"), Lane("npcgen-worker-writes")

    @property
    def lives(self) -> bool:
        return self._popen.poll() is None

    def send(self, message: object) -> "Future[None]":
        """Raises OSError where the child has gone."""
        data = packed(message)
        return self._writes.call(lambda: self._write(data))

    def receive(self) -> "Future[Any]":
        """The next message; raises EOFError where none comes any more."""
        return self._reads.call(self._read)

    async def end(self) -> int:
        """Kills it if it still lives. Returns its exit code, negative for a signal."""
        self._popen.kill()
        code: int = await self._reads.call(self._popen.wait)
        # NOTE: in their own threads, for either may still be at its pipe.
        for lane, pipe in ((self._reads, self._popen.stdout), (self._writes, self._popen.stdin)):
            assert pipe is not None
            with suppress(OSError):
                await lane.call(pipe.close)
            lane.end()
        return code

    def _read(self) -> Any:
        assert self._popen.stdout is not None
        return read(self._popen.stdout)

    def _write(self, data: bytes) -> None:
        assert self._popen.stdin is not None
        self._popen.stdin.write(data)
        self._popen.stdin.flush()
