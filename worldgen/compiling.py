"""Whether inner loops are being compiled in this process, and how long that took so far.

numba compiles a kernel where it is first called, once on a machine, and that takes seconds.
Knows no numba, so that whoever only looks at a clock needn't import it.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Compiling:
    """Begins and ends are told by whoever compiles; they may nest, and come from any thread."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._depth = 0
        self._began = 0.0
        self._spent_s = 0.0
        self.heard: Callable[[], None] = lambda: None
        """Called when it begins, by the thread that compiles."""

    @property
    def now(self) -> bool:
        return self._depth > 0

    @property
    def spent_s(self) -> float:
        """Seconds, those of one under way among them."""
        with self._lock:
            return self._spent_s + (self._now() - self._began if self._depth else 0.0)

    def begin(self) -> None:
        with self._lock:
            self._depth += 1
            is_first = self._depth == 1
            if is_first:
                self._began = self._now()
        if is_first:
            self.heard()

    def end(self) -> None:
        with self._lock:
            self._depth -= 1
            if self._depth == 0:
                self._spent_s += self._now() - self._began

    @contextmanager
    def going_on(self) -> Iterator[None]:
        self.begin()
        try:
            yield
        finally:
            self.end()


COMPILING = Compiling()
"""NOTE: of the whole process, as numba's compiler is."""
