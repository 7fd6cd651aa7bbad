"""Looks after a step while it runs, and has it cut short when nobody wants what it computes.

The decode thread itself can't: it is inside the step, which may take seconds where a large model
reads a long prompt.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

from npcgen.engine.abilities import Interruptible
from npcgen.engine.base import Backend
from npcgen.engine.reply import Reply

LOOK_S = 0.05
"""Seconds between two looks; a step that is shorter is rarely looked at."""

R = TypeVar("R")


class Watch(Generic[R]):
    """A thread that sleeps while nothing runs. It does nothing where the backend can't be cut
    short.
    """

    def __init__(self, backend: Backend, is_unwanted: Callable[[Reply[R]], bool]) -> None:
        """`is_unwanted` is asked on the watching thread."""
        self._interrupt = backend.interrupt if isinstance(backend, Interruptible) else None
        self._is_unwanted = is_unwanted
        self._replies: Sequence[Reply[R]] = ()
        self._lock = threading.Lock()
        self._work = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="npcgen-watch", daemon=True)
        if self._interrupt is not None:
            self._thread.start()

    @contextmanager
    def over(self, replies: Sequence[Reply[R]]) -> Iterator[None]:
        """Watches a step for these replies."""
        self._replies = replies
        self._work.set()
        try:
            yield
        finally:
            # NOTE: under the lock, so that no interrupt of this step can hit the next one.
            with self._lock:
                self._replies = ()

    def close(self) -> None:
        """Ends the thread."""
        self._closed.set()
        self._work.set()
        if self._interrupt is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._closed.is_set():
            self._work.wait()
            self._work.clear()
            self._closed.wait(LOOK_S)
            with self._lock:
                self._look()

    def _look(self) -> None:
        if not self._replies:
            return
        self._work.set()  # It may go on for long: look again.
        unwanted = [reply.sequence for reply in self._replies if self._is_unwanted(reply)]
        if unwanted and self._interrupt is not None:
            self._interrupt(unwanted)
