"""A reply that is made on another machine, between its reader and the scheduler's thread."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future

from npcgen.engine.base import GenerationRequest, Step, Usage

MAX_ARRIVALS = 64
"""Pieces of text that may wait to be taken; then the reader stops reading."""


class RemoteSequence:
    """NOTE: `put` belongs to the reader's event loop, `take` to the scheduler's thread. A deque
    is safe between the two; `usage` is set before the last step is put.
    """

    __slots__ = ("_arrivals", "_bell", "_paused", "_room", "over", "reader", "request", "usage")

    def __init__(self, request: GenerationRequest, bell: threading.Event) -> None:
        """`bell` is set when something arrives."""
        self.request = request
        self.reader: Future[None] | None = None
        self.over = False
        self.usage = Usage()
        self._bell = bell
        self._arrivals: deque[Step] = deque()
        self._paused = False
        self._room = asyncio.Event()

    @property
    def prompt_tokens(self) -> int:
        """0 until the server says it, with the last token."""
        return self.usage.prompt_tokens

    @property
    def reused_tokens(self) -> int:
        return self.usage.reused_tokens

    async def put(self, step: Step) -> None:
        """Waits for room: whoever reads slowly slows the remote server, too."""
        while len(self._arrivals) >= MAX_ARRIVALS:
            self._room.clear()
            self._paused = True
            await self._room.wait()
        self.over = step.finished is not None or step.error is not None
        self._arrivals.append(step)
        self._bell.set()

    def take(self, call_reader: Callable[[Callable[[], None]], object]) -> Step:
        """All that arrived, as one step. `call_reader` calls a function on the reader's loop."""
        steps = [self._arrivals.popleft() for _ in range(len(self._arrivals))]
        if self._paused:
            self._paused = False
            call_reader(self._room.set)
        if not steps:
            return Step(waiting=True)
        return Step(
            "".join(step.text for step in steps),
            tokens=sum(step.tokens for step in steps),
            finished=steps[-1].finished,
            error=steps[-1].error,
            waiting=True,
        )
