"""An event loop on a thread of its own, for those who have none."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class LoopThread:
    """Runs coroutines until it is closed. Any thread but its own may call it."""

    def __init__(self, name: str, last: Callable[[], Awaitable[None]]) -> None:
        """`last` is awaited when everything else has ended."""
        self._last = last
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def start(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Runs `work` beside the rest; to cancel the future ends it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """What `work` returns; blocks until then."""
        return self.start(work).result()

    def soon(self, function: Callable[[], None]) -> None:
        """Calls `function` on the loop."""
        self._loop.call_soon_threadsafe(function)

    def close(self) -> None:
        """Cancels what runs, waits for its end, stops the thread. May be called again."""
        if self._thread.is_alive():
            self.soon(self._stop.set)
            self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._until_stopped())

    async def _until_stopped(self) -> None:
        await self._stop.wait()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._last()
