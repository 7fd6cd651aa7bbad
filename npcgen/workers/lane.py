"""A thread that makes blocking calls one after the other, for a loop that mustn't wait."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any


class Lane:
    """NOTE: the thread is a daemon, so one that waits for a pipe never keeps a program alive."""

    def __init__(self, name: str) -> None:
        self._calls: SimpleQueue[tuple[asyncio.Future[Any], Callable[[], Any]] | None]
        self._calls = SimpleQueue()
        threading.Thread(target=self._run, daemon=True, name=name).start()

    def call(self, function: Callable[[], Any]) -> asyncio.Future[Any]:
        """What `function` returns or raises, once the calls before it are done."""
        done = asyncio.get_running_loop().create_future()
        self._calls.put((done, function))
        return done

    def end(self) -> None:
        """The thread ends after the calls so far."""
        self._calls.put(None)

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            done, function = call
            result, error = None, None
            try:
                result = function()
            except Exception as raised:  # noqa: BLE001 - it is told to whoever waits
                error = raised
            # NOTE: a loop that has closed meanwhile has nobody left who waits.
            with suppress(RuntimeError):
                done.get_loop().call_soon_threadsafe(_settle, done, result, error)


def _settle(done: asyncio.Future[Any], result: object, error: Exception | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(result)
    else:
        done.set_exception(error)
