"""What the server measured of itself, read from the text that Prometheus reads.

Knows no page. A histogram's buckets are made plain: each holds what the one below doesn't.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

_OK = "ok"


@dataclass(frozen=True, slots=True)
class Histogram:
    """How often a value was at most each bound, and above the one before."""

    bounds: tuple[float, ...] = ()
    """Ascending; the last is infinite."""
    counts: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.counts)

    def bound_of(self, share: float) -> float:
        """The lowest bound that this share of all values is at most; 0 without any value."""
        wanted, seen = share * self.total, 0
        for bound, count in zip(self.bounds, self.counts, strict=True):
            seen += count
            if count and seen >= wanted:
                return bound
        return 0.0


@dataclass(frozen=True, slots=True)
class CalledMethod:
    """The calls of one method since the server began."""

    name: str
    """Such as "DialogueService/Chat"."""
    failed: int
    seconds: Histogram

    @property
    def count(self) -> int:
        return self.seconds.total


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that the page shows of it."""

    ttft_s: Histogram = Histogram()
    queue_s: Histogram = Histogram()
    tokens_per_s: Histogram = Histogram()
    methods: tuple[CalledMethod, ...] = ()
    """The most called first."""
    memory_bytes: float = 0.0
    cpu_s: float = 0.0
    """Seconds of a processor since the server began."""
    calls_in_flight: int = 0
    generations_active: int = 0
    generations_queued: int = 0


def read(text: str) -> Measured:
    """What the server's metrics say; what they lack is zero."""
    families = {each.name: each for each in text_string_to_metric_families(text)}

    def number(name: str) -> float:
        return sum(sample.value for sample in _samples(families, name))

    return Measured(
        ttft_s=_histogram(_samples(families, "npcgen_ttft_seconds")),
        queue_s=_histogram(_samples(families, "npcgen_queue_seconds")),
        tokens_per_s=_histogram(_samples(families, "npcgen_tokens_per_second")),
        methods=_methods(families),
        memory_bytes=number("process_resident_memory_bytes"),
        cpu_s=number("process_cpu_seconds"),
        calls_in_flight=int(number("npcgen_calls_in_flight")),
        generations_active=int(number("npcgen_generations_active")),
        generations_queued=int(number("npcgen_generations_queued")),
    )


def _samples(families: dict[str, Metric], name: str) -> list[Sample]:
    if name not in families:
        return []
    return [each for each in families[name].samples if not each.name.endswith("_created")]


def _histogram(samples: Iterable[Sample]) -> Histogram:
    """Of all labels together."""
    below: dict[float, float] = defaultdict(float)
    for sample in samples:
        if "le" in sample.labels:
            below[float(sample.labels["le"])] += sample.value
    bounds = sorted(below)
    ends = [0.0, *(below[bound] for bound in bounds)]
    counts = tuple(int(end - start) for start, end in pairwise(ends))
    return Histogram(tuple(bounds), counts)


@dataclass(slots=True)
class _Method:
    seconds: list[Sample] = field(default_factory=list)
    failed: int = 0


def _methods(families: dict[str, Metric]) -> tuple[CalledMethod, ...]:
    found: dict[str, _Method] = defaultdict(_Method)
    for sample in _samples(families, "npcgen_call_seconds"):
        found[_short(sample.labels["path"])].seconds.append(sample)
    for sample in _samples(families, "npcgen_calls"):
        if sample.labels["code"].lower() != _OK:
            found[_short(sample.labels["path"])].failed += int(sample.value)
    methods = [
        CalledMethod(name, each.failed, _histogram(each.seconds)) for name, each in found.items()
    ]
    return tuple(sorted(methods, key=lambda each: (-each.count, each.name)))


def _short(path: str) -> str:
    """ "/npcgen.v1.DialogueService/Chat" without its package."""
    return path.strip("/").rpartition(".")[2]


def duration_told(seconds: float) -> str:
    """Such as "25 ms", "2.5 s"; an infinite one is longer than any bound."""
    if math.isinf(seconds):
        return "longer"
    return f"{seconds * 1000:g} ms" if seconds < 1 else f"{seconds:g} s"
