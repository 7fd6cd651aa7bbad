"""What the server counts and measures, in Prometheus' form. No module-level state."""

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from npcgen.dialogue.events import Completed
from npcgen.engine.stats import EngineStats
from npcgen.service.model_metrics import ModelCollector

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_TOKENS_PER_S = (1, 2, 5, 10, 20, 50, 100, 200, 500)


class Metrics:
    """The metrics of one server process, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._calls = self._counter("calls", "Calls that ended.", "path", "transport", "code")
        self._call_seconds = self._histogram(
            "call_seconds", "How long calls took.", _SECONDS, "path", "transport"
        )
        self._replies = self._counter(
            "replies", "Replies that were completed.", "finish_reason", "model"
        )
        self._tokens = self._counter("tokens", "Tokens of completed replies.", "kind", "model")
        self._actions = self._counter("actions", "Actions that NPCs chose.", "model")
        self._ttft = self._histogram("ttft_seconds", "Time to the first token.", _SECONDS, "model")
        self._queued = self._histogram("queue_seconds", "Time spent waiting.", _SECONDS, "model")
        self._pace = self._histogram(
            "tokens_per_second", "Decoding pace of a reply.", _TOKENS_PER_S, "model"
        )

    def gauge(self, name: str, description: str, read: Callable[[], float]) -> None:
        """Adds a gauge that is read whenever the metrics are."""
        Gauge(f"npcgen_{name}", description, registry=self._registry).set_function(read)

    def call_ended(self, path: str, transport: str, code: str, seconds: float) -> None:
        self._calls.labels(path, transport, code).inc()
        self._call_seconds.labels(path, transport).observe(seconds)

    def reply_completed(self, model: str, event: Completed) -> None:
        """`model`: the name of the one that spoke."""
        self._replies.labels(event.finish_reason.value, model).inc()
        self._tokens.labels("prompt", model).inc(event.usage.prompt_tokens)
        self._tokens.labels("reused", model).inc(event.usage.reused_tokens)
        self._tokens.labels("completion", model).inc(event.usage.completion_tokens)
        self._queued.labels(model).observe(event.timings.queue_ms / 1000)
        if event.usage.completion_tokens:
            self._ttft.labels(model).observe(event.timings.ttft_ms / 1000)
        if event.timings.tokens_per_s:
            self._pace.labels(model).observe(event.timings.tokens_per_s)

    def action_chosen(self, model: str) -> None:
        self._actions.labels(model).inc()

    def watch_models(self, read: Callable[[], Mapping[str, EngineStats]]) -> None:
        """Adds what the engines count; `read` gives it by model, whenever the metrics are read."""
        self._registry.register(ModelCollector(read))

    def exposition(self) -> bytes:
        """Everything, in the text format that Prometheus reads."""
        return generate_latest(self._registry)

    def _counter(self, name: str, description: str, *labels: str) -> Counter:
        return Counter(f"npcgen_{name}", description, labels, registry=self._registry)

    def _histogram(
        self, name: str, description: str, buckets: tuple[float, ...], *labels: str
    ) -> Histogram:
        return Histogram(
            f"npcgen_{name}", description, labels, registry=self._registry, buckets=buckets
        )
