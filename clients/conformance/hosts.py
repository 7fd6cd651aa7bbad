"""The processes of real servers that a run needs, and what a transcript may do to them."""

import asyncio
import json
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

MORTAL = "mortal"
"""The server that transcripts kill; it lives in a process of its own."""


class Hosts:
    """Two processes, used as a context: one for all servers, one for the mortal one."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        self._folder = folder
        self._names = names
        self._main = _Host(folder / "servers.log")
        self._mortal = _Host(folder / "mortal.log")
        self.urls: dict[str, str] = {}

    async def __aenter__(self) -> "Hosts":
        mortal = [MORTAL] if MORTAL in self._names else []
        others = [name for name in self._names if name != MORTAL]
        starts = [self._main.start(self._folder, others)]
        starts += [self._mortal.start(self._folder, mortal)] if mortal else []
        try:
            for urls in await asyncio.gather(*starts):
                self.urls |= urls
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._stop()

    async def _stop(self) -> None:
        await asyncio.gather(self._main.stop(), self._mortal.stop())

    async def kill_mortal(self) -> None:
        """Its process is gone at once, with all its connections."""
        await self._mortal.kill()

    async def start_mortal(self) -> None:
        """Another server takes its port and its data folder."""
        port = int(self.urls[MORTAL].rpartition(":")[2])
        await self._main.tell({"do": "start", "server": MORTAL, "port": port})

    async def drain(self, name: str) -> None:
        """It takes no new calls from now on."""
        await self._main.tell({"do": "drain", "server": name})


class _Host:
    def __init__(self, log: Path) -> None:
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._talking = asyncio.Lock()

    async def start(self, folder: Path, names: list[str]) -> dict[str, str]:
        command = [sys.executable, "-m", "clients.conformance.servers", str(folder), *names]
        with self._log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        return await self._answer()

    async def tell(self, order: dict[str, Any]) -> dict[str, str]:
        assert self._process is not None
        assert self._process.stdin is not None
        async with self._talking:
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            return await self._answer()

    async def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def _answer(self) -> dict[str, str]:
        assert self._process is not None
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            tail = self._log.read_text(errors="replace")[-2000:]
            raise RuntimeError(f"the servers didn't start; their log ends:\n{tail}")
        answer: dict[str, str] = json.loads(line)
        return answer
