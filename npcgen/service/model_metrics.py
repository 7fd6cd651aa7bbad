"""What each engine counts, as Prometheus' families with a label for the model."""

from collections.abc import Callable, Iterable, Mapping

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from npcgen.engine.stats import EngineStats

_Read = Callable[[EngineStats], float]
_GAUGES: tuple[tuple[str, str, _Read], ...] = (
    ("model_replies_active", "Replies being generated.", lambda s: s.running),
    ("model_replies_queued", "Replies waiting for a slot.", lambda s: s.queued),
    ("model_tokens_per_second", "Of all replies, over about 5 s.", lambda s: s.tokens_per_s),
    ("parked_conversations", "Kept outside the slots.", lambda s: s.backend.parked),
    ("parked_memory_bytes", "Memory they take.", lambda s: s.backend.parked_memory_bytes),
    ("parked_disk_bytes", "Disk they take.", lambda s: s.backend.parked_disk_bytes),
    ("engines", "Engines behind the model.", lambda s: s.engines),
    ("engines_resting", "Engines that failed a moment ago, or are away.", lambda s: s.resting),
)
_COUNTERS: tuple[tuple[str, str, _Read], ...] = (
    ("generated_tokens", "Tokens generated.", lambda s: s.tokens),
    ("prompt_tokens", "Tokens of prompts.", lambda s: s.prompt_tokens),
    ("prompt_tokens_reused", "Those already computed.", lambda s: s.reused_tokens),
    ("evictions", "Computed conversations that lost their slot.", lambda s: s.backend.evictions),
    ("preemptions", "Idle work that gave its slot to a player.", lambda s: s.preemptions),
)
_BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 128)


class ModelCollector(Collector):
    """Reads the numbers when they are asked for, and keeps none."""

    def __init__(self, read: Callable[[], Mapping[str, EngineStats]]) -> None:
        self._read = read

    def collect(self) -> Iterable[Metric]:
        stats = self._read()
        for name, description, read in _GAUGES:
            gauge = GaugeMetricFamily(f"npcgen_{name}", description, labels=("model",))
            for model, each in stats.items():
                gauge.add_metric((model,), read(each))
            yield gauge
        for name, description, read in _COUNTERS:
            counter = CounterMetricFamily(f"npcgen_{name}", description, labels=("model",))
            for model, each in stats.items():
                counter.add_metric((model,), read(each))
            yield counter
        yield _batch_sizes(stats)


def _batch_sizes(stats: Mapping[str, EngineStats]) -> Metric:
    family = HistogramMetricFamily(
        "npcgen_batch_size", "Replies that a step computed together.", labels=("model",)
    )
    for model, each in stats.items():
        sizes = each.batch_sizes.items()
        buckets = [
            (f"{bound:.1f}", sum(steps for size, steps in sizes if size <= bound))
            for bound in _BATCH_SIZES
        ]
        buckets.append(("+Inf", sum(each.batch_sizes.values())))
        family.add_metric((model,), buckets, sum(size * steps for size, steps in sizes))
    return family
