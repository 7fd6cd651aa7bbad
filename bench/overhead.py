"""What the engine itself costs: the scripted backend computes nothing, so the rest is ours."""

import asyncio
import time

from bench.figures import Figure
from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import Completed, GenerationRequest, Message
from npcgen.engine.engine import Engine

TOKENS = 150


async def figures() -> list[Figure]:
    alone, _ = await speak(1, 100_000.0)
    together, pace = await speak(32, 100.0)
    return [
        Figure("engine alone, 1 stream: CPU for each token", alone, "us", 100),
        Figure("engine alone, 32 streams: CPU for each token", together, "us", 100),
        Figure("engine alone, 32 streams: slowest, of its pace", pace, "x", 0.9, at_most=False),
    ]


async def speak(streams: int, tokens_per_s: float) -> tuple[float, float]:
    """Microseconds of CPU for each token; the slowest stream's share of its pace."""
    backend = ScriptedBackend(("word " * TOKENS,), tokens_per_s=tokens_per_s, slots=streams)
    engine = Engine(backend, queue_limit=1)
    began = time.process_time()
    try:
        replies = await asyncio.gather(*(reply(engine) for _ in range(streams)))
    finally:
        await engine.close()
    tokens = sum(each.usage.completion_tokens for each in replies)
    slowest = min(each.timings.tokens_per_s for each in replies)
    return (time.process_time() - began) / tokens * 1e6, slowest / tokens_per_s


async def reply(engine: Engine) -> Completed:
    request = GenerationRequest((Message("user", "Who are you?"),), max_tokens=TOKENS)
    events = [event async for event in engine.stream(request)]
    last = events[-1]
    assert isinstance(last, Completed)
    return last
