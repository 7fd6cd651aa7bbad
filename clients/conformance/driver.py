"""A client's driver, as a process that is spoken to in JSON lines."""

import asyncio
import json
import os
import signal
import tempfile
from collections.abc import AsyncGenerator, Sequence
from typing import Any

_LONGEST_LINE = 16 * 1024 * 1024
_QUIT_S = 5.0
_STDERR_TAIL = 2_000


class DriverBroken(Exception):
    """The driver said what no driver says, or is gone."""


class Driver:
    """Runs between `start` and `quit`; any number of calls at once."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: asyncio.subprocess.Process | None = None
        self._calls: dict[int, asyncio.Queue[dict[str, Any] | None]] = {}
        self._ids = 0
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 (`quit` closes it)
        self._reading: asyncio.Task[None] | None = None
        self._broken = ""

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=self._stderr,
            limit=_LONGEST_LINE,
            # So that it can be suspended with whatever it started itself.
            start_new_session=True,
        )
        self._reading = asyncio.create_task(self._read())

    async def call(self, order: dict[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
        """What the driver says of the call, its `done` or `skip` last. Raises DriverBroken."""
        self._ids += 1
        number, answers = self._ids, asyncio.Queue[dict[str, Any] | None]()
        self._calls[number] = answers
        await self._send({"id": number, "do": "call", **order})
        while True:
            answer = await answers.get() if not self._broken else None
            if answer is None:
                raise DriverBroken(f"{self._broken}; its stderr ends:\n{self.stderr_tail()}")
            yield answer
            if "done" in answer or "skip" in answer:
                return

    async def suspend(self, seconds: float) -> None:
        """Stops the process and what it started for a while, as a phone does with an app."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            os.killpg(self._process.pid, signal.SIGCONT)

    async def quit(self) -> int:
        """Its exit status; it is killed when it doesn't end by itself."""
        assert self._process is not None
        assert self._reading is not None
        try:
            async with asyncio.timeout(_QUIT_S):
                await self._send({"do": "quit"})
                await self._process.wait()
        except (TimeoutError, DriverBroken):
            if self._process.returncode is None:
                os.killpg(self._process.pid, signal.SIGKILL)
        status = await self._process.wait()
        await self._reading
        self._stderr.close()
        return status

    def stderr_tail(self) -> str:
        size = self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, size - _STDERR_TAIL))
        return self._stderr.read().decode("utf-8", "replace").strip()

    async def _send(self, order: dict[str, Any]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            await self._process.stdin.drain()
        except ConnectionError as error:
            raise DriverBroken(f"the driver reads nothing; {self.stderr_tail()}") from error

    async def _read(self) -> None:
        """Hands each line to its call; ends all calls when the driver ends or talks nonsense."""
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            while line := await self._process.stdout.readline():
                self._take(line)
            self._broken = "the driver ended its stdout"
        except (ValueError, KeyError, TypeError) as error:
            self._broken = f"the driver said what is no answer: {error!r}"
        for answers in self._calls.values():
            answers.put_nowait(None)

    def _take(self, line: bytes) -> None:
        answer = json.loads(line)
        self._calls[answer["id"]].put_nowait(answer)
