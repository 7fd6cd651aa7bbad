"""What an engine does and did, as numbers. Counted on the decode thread, read from any other."""

import math
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

_TAU_S = 5.0


@dataclass(frozen=True, slots=True)
class BackendStats:
    """What a backend remembers of conversations that are over or waiting."""

    evictions: int = 0
    """How often a prompt took a slot from what another conversation had computed."""
    parked: int = 0
    """Computed conversations that are kept outside the slots."""
    parked_memory_bytes: int = 0
    parked_disk_bytes: int = 0


@dataclass(frozen=True, slots=True)
class EngineStats:
    """Counts since the engine began, and how it stands now."""

    running: int = 0
    """Replies that hold a slot."""
    queued: int = 0
    """Replies waiting for one."""
    batch_size: int = 0
    """Replies that the last step computed together; 0 when nothing runs."""
    batch_sizes: Counter[int] = field(default_factory=Counter)
    """How many steps computed so many replies together."""
    tokens: int = 0
    """Generated tokens."""
    tokens_per_s: float = 0.0
    """Of all replies together, averaged over about the last 5 s."""
    prompt_tokens: int = 0
    reused_tokens: int = 0
    """Those of them that were already computed."""
    preemptions: int = 0
    """How often idle work gave its slot to a player."""
    backend: BackendStats = BackendStats()
    engines: int = 1
    resting: int = 0
    """Engines that failed a moment ago and aren't asked, or are away."""


class RateMeter:
    """A rate that forgets: each count weighs exp(-age / 5 s).

    NOTE: one thread counts; the pair is replaced whole, so others may read it.
    """

    __slots__ = ("_last",)

    def __init__(self) -> None:
        self._last = 0.0, 0.0

    def count(self, amount: int, now: float) -> None:
        """`now`: on the clock of `time.monotonic()`, in seconds."""
        self._last = self.per_s(now) + amount / _TAU_S, now

    def per_s(self, now: float) -> float:
        rate, at = self._last
        return rate * math.exp(min(0.0, at - now) / _TAU_S)


class Tally:
    """Counts for one engine. Only `snapshot` may be called from another thread."""

    def __init__(self) -> None:
        self._batch_size = 0
        self._batch_sizes: Counter[int] = Counter()
        self._tokens = 0
        self._rate = RateMeter()
        self._prompt_tokens = 0
        self._reused_tokens = 0
        self._preemptions = 0

    def admitted(self, prompt_tokens: int, reused_tokens: int) -> None:
        self._prompt_tokens += prompt_tokens
        self._reused_tokens += reused_tokens

    def stepped(self, replies: int, tokens: int, now: float) -> None:
        """A step computed so many replies together, and gave so many tokens."""
        self._batch_size = replies
        self._batch_sizes[replies] += 1
        self._tokens += tokens
        if tokens:
            self._rate.count(tokens, now)

    def preempted(self) -> None:
        self._preemptions += 1

    def snapshot(self, running: int, queued: int, backend: BackendStats) -> EngineStats:
        return EngineStats(
            running=running,
            queued=queued,
            batch_size=self._batch_size if running else 0,
            batch_sizes=Counter(self._batch_sizes),
            tokens=self._tokens,
            tokens_per_s=self._rate.per_s(time.monotonic()),
            prompt_tokens=self._prompt_tokens,
            reused_tokens=self._reused_tokens,
            preemptions=self._preemptions,
            backend=backend,
        )


def combined(stats: Sequence[EngineStats]) -> EngineStats:
    """Of several engines together."""
    backends = [each.backend for each in stats]
    return EngineStats(
        running=sum(each.running for each in stats),
        queued=sum(each.queued for each in stats),
        batch_size=sum(each.batch_size for each in stats),
        batch_sizes=sum((each.batch_sizes for each in stats), Counter()),
        tokens=sum(each.tokens for each in stats),
        tokens_per_s=sum(each.tokens_per_s for each in stats),
        prompt_tokens=sum(each.prompt_tokens for each in stats),
        reused_tokens=sum(each.reused_tokens for each in stats),
        preemptions=sum(each.preemptions for each in stats),
        backend=BackendStats(
            evictions=sum(each.evictions for each in backends),
            parked=sum(each.parked for each in backends),
            parked_memory_bytes=sum(each.parked_memory_bytes for each in backends),
            parked_disk_bytes=sum(each.parked_disk_bytes for each in backends),
        ),
        engines=sum(each.engines for each in stats),
        resting=sum(each.resting for each in stats),
    )
