"""What choosing a token costs beside computing it: a 49k vocabulary, random weights, one thread."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from bench.figures import Figure
from bench.shapes import SMOL, model_file, speech
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.base import GenerationRequest, Grammar, Message, Sampling
from npcgen.engine.gguf_file import read_gguf

TOKENS = 40
ROUNDS = 3
MOST = replace(
    Sampling(),
    typical_p=0.9,
    repeat_penalty=1.1,
    frequency_penalty=0.5,
    dry_multiplier=0.8,
    xtc_probability=0.5,
)
"""Everything on that goes together."""
Ask = Callable[[int], GenerationRequest]


def figures() -> list[Figure]:
    file = read_gguf(model_file(SMOL))
    backend = LlamaCppBackend(file, LlamaParameters(threads=1, slots=8, context_tokens=512))
    try:
        return [*_compare(backend, 1), *_compare(backend, 8)]
    finally:
        backend.shutdown()


def _compare(backend: LlamaCppBackend, replies: int) -> list[Figure]:
    """Each way of asking in turn, round after round; the median of each."""
    ways: dict[str, Ask] = {
        "free": lambda n: _request(n),
        "every sampler on": lambda n: _request(n, MOST),
        "grammar, the first time": lambda n: _request(n, grammar=_action(500 + n)),
        "grammar, known": lambda n: _request(n, grammar=_action(400)),
    }
    for ask in ways.values():
        _seconds_per_step(backend, ask, replies, 99)
    times: dict[str, list[float]] = {way: [] for way in ways}
    for number in range(ROUNDS):
        for way, ask in ways.items():
            # A round's grammar is new to the engine where its length is.
            times[way].append(_seconds_per_step(backend, ask, replies, number))
    free = statistics.median(times.pop("free"))
    return [
        Figure(
            f"{replies} at once, {way}: added to a step",
            (statistics.median(found) / free - 1) * 100,
            "%",
            15,
        )
        for way, found in times.items()
    ]


def _seconds_per_step(backend: LlamaCppBackend, ask: Ask, replies: int, number: int) -> float:
    """Of steps in which everyone speaks; on the processor, so that a busy machine adds little."""
    live = [backend.open(_seeded(ask(number), seed)) for seed in range(replies)]
    try:
        while not all(len(each.tokens) > each.prompt_tokens for each in live):
            backend.step(live)
        began = time.thread_time()
        for _ in range(TOKENS):
            steps = backend.step(live)
            assert not any(step.finished or step.error for step in steps)
        return (time.thread_time() - began) / TOKENS
    finally:
        for each in live:
            backend.close(each)


def _seeded(request: GenerationRequest, seed: int) -> GenerationRequest:
    return replace(request, sampling=replace(request.sampling, seed=seed))


def _request(
    number: int, sampling: Sampling | None = None, grammar: Grammar | None = None
) -> GenerationRequest:
    messages = (Message("user", speech(40, number)),)
    return GenerationRequest(messages, sampling or Sampling(), grammar=grammar)


def _action(length: int) -> Grammar:
    schema = {
        "type": "object",
        "properties": {
            "line": {"type": "string", "minLength": 290, "maxLength": length},
            "mood": {"enum": ["calm", "angry", "afraid"]},
        },
        "required": ["line", "mood"],
    }
    return Grammar("json_schema", json.dumps(schema))
