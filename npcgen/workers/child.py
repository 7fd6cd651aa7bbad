"""The child process: runs one job after the other until its input ends.

`python -m npcgen.workers.child MODULE ...` imports the modules first; what their `warm_up` yields,
where they have one, is gone through while no job waits.
"""

import io
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from importlib import import_module
from itertools import chain
from typing import Any, BinaryIO

from npcgen.errors import InternalError, trace_of
from npcgen.workers.frames import packed, read
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
from worldgen.compiling import COMPILING

logger = logging.getLogger(__name__)

STEP_S = 0.04
"""Steps are told this far apart at least, the newest of them; one with a `preview` always is."""
_NICENESS = 5
"""Characters speak first."""


def main(modules: list[str]) -> None:
    pipe_in, pipe_out = _own_pipes()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    warm_ups = [warm_up for name in modules if (warm_up := _warm_up_of(name)) is not None]
    Child(pipe_in, pipe_out).run(chain.from_iterable(each() for each in warm_ups))


class Child:
    def __init__(self, pipe_in: BinaryIO, pipe_out: BinaryIO) -> None:
        self._in = pipe_in
        self._out = pipe_out
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._asked = threading.Event()
        """Whether somebody waits for a job."""
        self._saying = threading.Lock()

    def run(self, warm_up: Iterator[object]) -> None:
        """Returns when the parent has gone; goes through `warm_up` while no job waits."""
        COMPILING.heard = self._tell_compiling
        threading.Thread(target=self._listen, daemon=True, name="npcgen-listen").start()
        is_warm = False
        while True:
            while not is_warm and self._jobs.empty():
                is_warm = _warmed(warm_up)
            if (job := self._jobs.get()) is None:
                return
            answer = self._done(job)
            self._asked.clear()
            self._say(answer)

    def _listen(self) -> None:
        """NOTE: STOP may arrive after its job has ended; the parent waits for the answer, so no
        other job can be stopped by it."""
        try:
            while True:
                message = read(self._in)
                if message is STOP:
                    self._stop.set()
                else:
                    self._stop.clear()
                    self._asked.set()
                    if COMPILING.now:
                        self._tell_compiling()
                    self._jobs.put(message)
        except EOFError:
            # NOTE: a job that is under way has nobody left to answer to.
            os._exit(0)

    def _tell_compiling(self) -> None:
        """NOTE: it can't be stopped, and one that is ended has to begin anew."""
        if self._asked.is_set():
            self._say(Stepped(CompilingStep()))

    def _done(self, job: Job) -> Answer:
        try:
            made = getattr(import_module(job.module), job.function)(*job.arguments)
            return self._stepped(made) if isinstance(made, Generator) else Done(made)
        except Exception as error:  # noqa: BLE001 - it is told to the parent
            return Failed(error, trace_of(error))

    def _stepped(self, steps: Generator[Any, None, Any]) -> Answer:
        told = 0.0
        while not self._stop.is_set():
            try:
                step = next(steps)
            except StopIteration as end:
                return Done(end.value)
            shows = getattr(step, "preview", None) is not None
            if shows or time.monotonic() - told >= STEP_S:
                self._say(Stepped(step))
                told = time.monotonic()
        steps.close()
        return Stopped()

    def _say(self, answer: Answer) -> None:
        try:
            data = packed(answer)
            if isinstance(answer, Failed):
                # NOTE: errors there are that can be packed, and not unpacked.
                read(io.BytesIO(data))
        except Exception as error:  # noqa: BLE001 - whatever pickle makes of what a job raised
            data = packed(Failed(InternalError("a job's answer can't be told"), trace_of(error)))
        with self._saying:
            self._out.write(data)
            self._out.flush()


def _warm_up_of(name: str) -> Callable[[], Iterator[object]] | None:
    """What the module has to warm up. One that can't be imported is told in the log, and by every
    job of its own; those of other modules are done."""
    try:
        found: Callable[[], Iterator[object]] | None = getattr(import_module(name), "warm_up", None)
    except Exception as error:  # noqa: BLE001 - whatever a module raises as it's imported
        logger.error("%s can't be imported: %s", name, trace_of(error))
        return None
    return found


def _warmed(warm_up: Iterator[object]) -> bool:
    """Goes one step on; whether that was the last one."""
    try:
        next(warm_up)
    except StopIteration:
        return True
    except Exception as error:  # noqa: BLE001 - a job that needs the same will say so itself
        logger.warning("warming up failed: %s", trace_of(error))
        return True
    return False


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output, which from then on nobody else reads or writes."""
    pipe_in, pipe_out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return pipe_in, pipe_out


if __name__ == "__main__":
    main(sys.argv[1:])
