"""One reply in the making, as the scheduler sees it: text, counts and times.

Knows neither the queue nor the thread; every method takes the time it happens at.
"""

from typing import Generic, TypeVar

from npcgen.engine.base import (
    BackendSequence,
    Completed,
    FinishReason,
    GenerationRequest,
    Started,
    Step,
    Timings,
    Usage,
)
from npcgen.engine.stop_filter import StopFilter

R = TypeVar("R")


class Reply(Generic[R]):
    """A request that was accepted, from the queue to its end.

    NOTE: `cancel` may be called from any thread, even by the garbage collector: it only sets a
    flag. Everything else belongs to the scheduler's thread.
    """

    __slots__ = (
        "_accepted_at",
        "_admitted_at",
        "_filter",
        "_first_token_at",
        "_last_token_at",
        "_texts",
        "cancelled",
        "due_at",
        "receiver",
        "request",
        "sequence",
        "tokens",
    )

    def __init__(self, request: GenerationRequest, receiver: R, now: float) -> None:
        self.request = request
        self.receiver = receiver
        self.cancelled = False
        self.sequence: BackendSequence | None = None
        self.tokens = 0
        self.due_at = 0.0
        """When it may have its next token, so that it keeps to its pace."""
        self._accepted_at = now if request.accepted_at is None else request.accepted_at
        self._admitted_at: float | None = None
        self._first_token_at: float | None = None
        self._last_token_at: float | None = None
        self._texts: list[str] = []
        self._filter = StopFilter(request.stop)

    def cancel(self) -> None:
        """Asks for the end; it comes within one step."""
        self.cancelled = True

    def is_late(self, now: float) -> bool:
        return self.request.deadline is not None and now >= self.request.deadline

    def slot_s(self, now: float) -> float:
        """Seconds since the reply got its slot."""
        return 0.0 if self._admitted_at is None else now - self._admitted_at

    def admit(self, sequence: BackendSequence, now: float) -> Started:
        """The reply got a slot and its prompt was accepted."""
        self.sequence = sequence
        self._admitted_at = now
        return Started(sequence.prompt_tokens, sequence.reused_tokens)

    def take(self, step: Step, now: float) -> tuple[str, FinishReason | None]:
        """The text to show after `step`, and the reason if the reply is over with it."""
        if step.tokens:
            self.tokens += step.tokens
            self._first_token_at = self._first_token_at or now
            self._last_token_at = now
            self.due_at = self._next_due(step.tokens, now)
        shown = self._filter.feed(step.text)
        finished = FinishReason.STOP if shown.stopped else step.finished
        text = shown.text
        if finished is FinishReason.STOP:
            text += self._filter.flush()
        if self.tokens and not self.request.max_tokens:
            return "", FinishReason.LENGTH
        if finished is None and self.tokens >= self.request.max_tokens > 0:
            finished = FinishReason.LENGTH
        if text:
            self._texts.append(text)
        return text, finished

    def complete(self, reason: FinishReason, now: float) -> Completed:
        """The reply's last event.

        What the stop filter still holds is dropped when the reply was cut short: it may be the
        first half of a stop string.
        """
        return Completed("".join(self._texts), reason, self._usage(), self._timings(now))

    def _next_due(self, tokens: int, now: float) -> float:
        if not self.request.max_tokens_per_s:
            return 0.0
        interval = tokens / self.request.max_tokens_per_s
        # A step that came late is made up for, by no more than one, so that the pace holds.
        since = max(self.due_at, now - interval) if self.due_at else now
        return since + interval

    def _usage(self) -> Usage:
        if self.sequence is None:
            return Usage()
        return Usage(self.sequence.prompt_tokens, self.sequence.reused_tokens, self.tokens)

    def _timings(self, now: float) -> Timings:
        admitted_at = now if self._admitted_at is None else self._admitted_at
        return Timings(
            queue_ms=(admitted_at - self._accepted_at) * 1000,
            ttft_ms=((self._first_token_at or self._accepted_at) - self._accepted_at) * 1000,
            total_ms=(now - self._accepted_at) * 1000,
            tokens_per_s=self._tokens_per_s(),
        )

    def _tokens_per_s(self) -> float:
        if self._first_token_at is None or self._last_token_at is None or self.tokens < 2:
            return 0.0
        seconds = self._last_token_at - self._first_token_at
        return (self.tokens - 1) / seconds if seconds > 0 else 0.0
