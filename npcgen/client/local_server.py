"""A server process of one's own, on free ports: for a demo, an editor, a test.

It holds the server's stdin, and the server stops when that closes. So none is left behind, not
even by a parent that was killed.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from npcgen.client.results import ServerInfo
from npcgen.client.sync_client import SyncClient
from npcgen.errors import Cancelled, Unavailable

ANNOUNCE_TIMEOUT_S = 60.0
READY_TIMEOUT_S = 300.0
STOP_TIMEOUT_S = 10.0
_LOOK_S = 1.0
_FLAGS = ("--grpc-port", "0", "--http-port", "0", "--json", "--stop-with-parent")
_LOG_TAIL_BYTES = 4_000


class LocalServer:
    """Runs `npcgen serve` between `start` and `stop`, or in a `with` block."""

    def __init__(
        self,
        *flags: str,
        python: str | Path = sys.executable,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`flags` are those of `npcgen serve`, for instance "--backend", "scripted".

        `environment`: the process's variables; None gives it those of this one.
        """
        self._environment = environment
        self._command = [str(python), "-m", "npcgen", "serve", *_FLAGS, *flags]
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None
        self.target = ""
        """HOST:PORT of native gRPC, once started."""
        self.http_url = ""
        """Of Connect, gRPC-Web and the rest, once started."""

    def __enter__(self) -> "LocalServer":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ended(self, within_s: float) -> bool:
        """Waits that long for the server to end by itself; whether it has."""
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(within_s)
        return not self.running

    def start(self) -> None:
        """Returns when the ports are open; the model may still be loading.

        Raises Unavailable, with the end of the server's log, when it doesn't come up.
        """
        self._log = tempfile.TemporaryFile("a+b")  # noqa: SIM115 (`stop` closes it)
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=self._environment,
            bufsize=0,
            # A Ctrl-C in the terminal is for the parent alone, which then stops the server.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        try:
            announced = _parsed(_first_line(self._process))
            if "grpc" not in announced:
                raise self._ended(announced)
        except BaseException:
            self.stop()
            raise
        self.target, self.http_url = announced["grpc"], announced["http"]

    def wait_ready(self, client: SyncClient, timeout_s: float = READY_TIMEOUT_S) -> ServerInfo:
        """Returns once `client`, one of this server's, may speak with its model.

        Raises what the model can't be loaded for, Unavailable with the end of the server's log when
        its process ends meanwhile, and what it still waited for after `timeout_s`.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                return client.wait_ready(min(_LOOK_S, timeout_s))
            except (Unavailable, Cancelled) as error:
                # A connection breaks a little before its process has ended.
                if self.ended(within_s=_LOOK_S / 10):
                    raise self.died() from error
                if time.monotonic() > deadline:
                    raise

    def stop(self, timeout_s: float = STOP_TIMEOUT_S) -> None:
        """Asks the server to stop, and kills it when it hasn't after `timeout_s`."""
        if self._process is not None:
            _end(self._process, timeout_s)
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None

    def log_tail(self) -> str:
        """The end of what the server logged so far; empty when it isn't started."""
        if self._log is None:
            return ""
        size = self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, size - _LOG_TAIL_BYTES))
        return self._log.read().decode("utf-8", "replace").strip()

    def died(self) -> Unavailable:
        """The error of a server that ended by itself: why, or the end of its log."""
        last_words = _end(self._process, STOP_TIMEOUT_S) if self._process is not None else b""
        return self._ended(_parsed(last_words))

    def _ended(self, said: dict[str, Any]) -> Unavailable:
        if self._process is not None:
            _end(self._process, STOP_TIMEOUT_S)
        why = said["error"]["message"] if "error" in said else f"its log ends:\n{self.log_tail()}"
        return Unavailable(f"the server ended by itself: {why}", reason="SERVER_DIED")


def _first_line(process: subprocess.Popen[bytes]) -> bytes:
    """Empty when the process ended, or was ended for taking too long."""
    assert process.stdout is not None
    impatience = threading.Timer(ANNOUNCE_TIMEOUT_S, process.kill)
    impatience.daemon = True
    impatience.start()
    try:
        return process.stdout.readline()
    finally:
        impatience.cancel()


def _parsed(line: bytes) -> dict[str, Any]:
    """What the server said; empty when it said nothing."""
    return json.loads(line) if line.startswith(b"{") else {}


def _end(process: subprocess.Popen[bytes], timeout_s: float) -> bytes:
    """What the process still had to say on stdout; it is gone then."""
    try:
        return process.communicate(timeout=timeout_s)[0]
    except subprocess.TimeoutExpired:
        return b""
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
