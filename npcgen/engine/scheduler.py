"""The decode loop: admit, step, emit, rest, on a thread of its own.

Knows no model and no event loop. Every request that `submit` accepts ends with exactly one
Completed or one NpcgenError, whatever the backend does.
"""

import copy
import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from typing import Generic, TypeVar

from npcgen.engine.adapters import check_adapter
from npcgen.engine.base import (
    Backend,
    FinishReason,
    GenerationRequest,
    Message,
    Priority,
    Step,
    TextDelta,
)
from npcgen.engine.checks import check_request
from npcgen.engine.guarded_backend import GuardedBackend
from npcgen.engine.outbox import Deliver, Outbox, Outcome
from npcgen.engine.pace import Pace
from npcgen.engine.refusals import draining, overloaded, preempted
from npcgen.engine.reply import Reply
from npcgen.engine.stats import EngineStats, Tally
from npcgen.engine.waiting_line import WaitingLine
from npcgen.engine.watch import Watch
from npcgen.errors import DeadlineExceeded, InternalError, NpcgenError, Overloaded, trace_of

logger = logging.getLogger(__name__)

R = TypeVar("R")
_MAX_BARREN_STEPS = 100
_NAP_S = 0.01


class Scheduler(Generic[R]):
    """Runs one backend; hands what every step gave to `deliver`, once a step, on its own thread."""

    def __init__(self, backend: Backend, *, queue_limit: int, deliver: Deliver[R]) -> None:
        self._backend = GuardedBackend(backend)
        self._info, self._backend_stats = backend.info, backend.stats
        self._outbox = Outbox[R](deliver)
        self._queue_limit = queue_limit
        self._slots = backend.info.slots
        self._queue: WaitingLine[R] = WaitingLine()
        self._running: list[Reply[R]] = []
        self._reply_s = 1.0
        self._tally = Tally()
        self._barren_steps = 0
        self._closing = False
        self._pace = Pace()
        self._to_forget: deque[Sequence[Message]] = deque()
        self._watch = Watch[R](backend, self._is_unwanted)
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="npcgen-decode", daemon=True)
        self._thread.start()

    @property
    def active(self) -> int:
        """Replies that hold a slot."""
        return len(self._running)

    @property
    def queued(self) -> int:
        return len(self._queue)

    @property
    def stats(self) -> EngineStats:
        """NOTE: takes no lock, so that reading it holds nobody up; counts may be a step apart."""
        return self._tally.snapshot(self.active, self.queued, self._backend_stats())

    def submit(self, request: GenerationRequest, receiver: R) -> Reply[R]:
        """Takes a place in the queue. Raises InvalidArgument, FailedPrecondition, DeadlineExceeded,
        Overloaded or Unavailable at once; whatever goes wrong later is delivered to `receiver`.
        """
        check_request(request)
        check_adapter(request.adapter, self._info)
        with self._wake:
            if self._closing:
                raise draining()
            # A burst may be submitted before the loop could admit any of it: free slots count.
            if len(self._queue) + len(self._running) >= self._slots + self._queue_limit:
                raise self._overloaded()
            reply = Reply(request, receiver, time.monotonic())
            self._queue.push(reply)
            self._wake.notify()
        return reply

    def set_pace(self, pace: Pace) -> None:
        """How much of the machine to take, from the next step on."""
        with self._wake:
            self._pace = pace
            self._wake.notify()

    def forget(self, messages: Sequence[Message]) -> None:
        """Erases what the backend keeps of them, before its next step."""
        with self._wake:
            self._to_forget.append(messages)
            self._wake.notify()

    def close(self) -> None:
        """Fails what is left with Unavailable, stops the thread, shuts the backend down.

        Waits for the step in progress, or cuts it short where the backend can. May be called
        again.
        """
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()

    def _run(self) -> None:
        while self._wait_for_work():
            began, tokens = time.monotonic(), 0
            try:
                self._weed()
                self._forget()
                if not self._pace.paused:
                    self._admit()
                    tokens = self._step()
            except Exception as error:  # noqa: BLE001 - logged without its text
                # NOTE: the thread must outlive any bug, or every consumer would wait for ever.
                logger.error("the decode loop failed: %s", trace_of(error))
                self._fail(self._all(), InternalError("the decode loop failed"))
            self._outbox.emit()
            self._rest(time.monotonic() - began, tokens)
        self._drain()

    def _wait_for_work(self) -> bool:
        with self._wake:
            self._wake.wait_for(
                lambda: self._queue or self._running or self._to_forget or self._closing
            )
            if self._pace.paused:
                self._wake.wait_for(lambda: not self._pace.paused or self._closing, _NAP_S)
            elif (nobody_due_s := self._nobody_due_s()) > 0:
                self._wake.wait_for(self._has_other_work, min(nobody_due_s, _NAP_S))
            return not self._closing

    def _rest(self, worked_s: float, tokens: int) -> None:
        """Leaves the machine to others; a cancel, a deadline or another pace cuts it short."""
        began = time.monotonic()
        while not self._closing:
            left = began + self._pace.rest_s(worked_s, tokens) - time.monotonic()
            if left <= 0:
                break
            time.sleep(min(left, _NAP_S))
            self._weed()
            self._outbox.emit()

    def _all(self) -> list[Reply[R]]:
        with self._wake:
            return [*self._running, *self._queue]

    def _weed(self) -> None:
        """Ends what was cancelled or is late, in the queue too."""
        now = time.monotonic()
        for reply in self._all():
            if reply.cancelled:
                self._end(reply, reply.complete(FinishReason.CANCELLED, now))
            elif reply.is_late(now):
                self._end(reply, _late(reply, now))

    def _is_unwanted(self, reply: Reply[R]) -> bool:
        """Asked by the watch while a step runs."""
        return self._closing or reply.cancelled or reply.is_late(time.monotonic())

    def _forget(self) -> None:
        # NOTE: after weeding, so that what a cancelled reply leaves behind goes with the rest.
        while self._to_forget:
            self._backend.forget(self._to_forget.popleft())

    def _make_room(self) -> None:
        """Idle work gives its slot to whoever waits with more right to it."""
        idle = [reply for reply in self._running if reply.request.priority is Priority.BACKGROUND]
        is_wanted = self._queue.has_urgent and len(self._running) == self._slots
        if idle and is_wanted:
            self._tally.preempted()
            self._end(idle[-1], preempted())

    def _admit(self) -> None:
        self._make_room()
        while len(self._running) < self._slots and self._queue:
            with self._wake:
                reply = self._queue.pop()
                self._running.append(reply)
            try:
                sequence = self._backend.open(reply.request)
            except NpcgenError as error:
                self._end(reply, error)
            else:
                self._tally.admitted(sequence.prompt_tokens, sequence.reused_tokens)
                self._outbox.put(reply, reply.admit(sequence, time.monotonic()))

    def _has_other_work(self) -> bool:
        """Whether there is anything to do while those who speak keep to their pace."""
        may_admit = bool(self._queue) and len(self._running) < self._slots
        return self._closing or may_admit or bool(self._to_forget)

    def _nobody_due_s(self) -> float:
        """Seconds in which nobody who speaks may have a token; 0 when somebody may now."""
        due = min((reply.due_at for reply in self._speaking()), default=0.0)
        return max(0.0, due - time.monotonic())

    def _speaking(self) -> list[Reply[R]]:
        """Whose turn it can be, players first; idle work only when there is nobody else."""
        by_priority = sorted(self._running, key=lambda reply: reply.request.priority)
        urgent = [reply for reply in by_priority if reply.request.priority < Priority.BACKGROUND]
        return urgent or by_priority

    def _in_turn(self) -> list[Reply[R]]:
        """Who gets a step now: whoever isn't ahead of its own pace."""
        now = time.monotonic()
        return [reply for reply in self._speaking() if reply.due_at <= now]

    def _step(self) -> int:
        """Gives everybody in turn a step; returns how many tokens came of it."""
        running = self._in_turn()
        if not running:
            return 0
        try:
            with self._watch.over(running):
                steps = self._backend.step([r.sequence for r in running if r.sequence is not None])
        except NpcgenError as error:
            logger.warning("a step failed: %s", error)
            self._fail(running, error)
            return 0
        now = time.monotonic()
        for reply, step in zip(running, steps, strict=True):
            self._take(reply, step, now)
        self._check_progress(steps)
        tokens = sum(step.tokens for step in steps)
        self._tally.stepped(len(steps), tokens, now)
        return tokens

    def _check_progress(self, steps: Sequence[Step]) -> None:
        barren = not any(
            step.tokens or step.computed or step.finished or step.waiting or step.error
            for step in steps
        )
        self._barren_steps = self._barren_steps + 1 if barren else 0
        if self._barren_steps > _MAX_BARREN_STEPS:
            self._fail(list(self._running), InternalError("the backend makes no progress"))

    def _fail(self, replies: Sequence[Reply[R]], error: NpcgenError) -> None:
        for reply in replies:
            # Each consumer raises its own copy: a raised error carries its traceback.
            self._end(reply, copy.copy(error))

    def _take(self, reply: Reply[R], step: Step, now: float) -> None:
        if reply.cancelled:
            self._end(reply, reply.complete(FinishReason.CANCELLED, now))
            return
        text, finished = reply.take(step, now)
        if text:
            self._outbox.put(reply, TextDelta(text))
        if finished is not None:
            self._end(reply, reply.complete(finished, now))
            self._reply_s += 0.1 * (reply.slot_s(now) - self._reply_s)
        elif step.error is not None:
            self._end(reply, step.error)

    def _end(self, reply: Reply[R], outcome: Outcome) -> None:
        """Takes the reply off the loop and frees its slot, then says how it ended."""
        with self._wake:
            (self._running if reply in self._running else self._queue).remove(reply)
        if reply.sequence is not None:
            self._backend.close(reply.sequence)
        self._outbox.put(reply, outcome)

    def _drain(self) -> None:
        self._fail(self._all(), draining())
        self._forget()
        self._outbox.emit()
        self._watch.close()
        self._backend.shutdown()

    def _overloaded(self) -> Overloaded:
        waiting = len(self._queue)
        return overloaded(waiting, self._reply_s * max(1, waiting) / self._slots)


def _late(reply: Reply[R], now: float) -> Outcome:
    if reply.tokens:
        return reply.complete(FinishReason.DEADLINE, now)
    return DeadlineExceeded("the deadline passed before the first token")
