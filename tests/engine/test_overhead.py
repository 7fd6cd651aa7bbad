"""What the engine itself costs: the scripted backend computes nothing, so the rest is ours."""

import asyncio
import time

import pytest

from tests.engine.asking import ask, finish


@pytest.mark.parametrize(("streams", "tokens_per_s"), [(1, 100_000), (32, 100)])
async def test_a_token_costs_less_than_100_microseconds(make_engine, streams, tokens_per_s):
    engine = make_engine(["word " * 150], slots=32, queue_limit=1, tokens_per_s=tokens_per_s)
    began = time.process_time()
    replies = [finish(engine.stream(ask(max_tokens=150))) for _ in range(streams)]
    done = await asyncio.gather(*replies)
    cost = (time.process_time() - began) / sum(d.usage.completion_tokens for d in done)
    assert cost < 100e-6


async def test_32_streams_hold_their_pace(make_engine):
    engine = make_engine(["word " * 100], slots=32, queue_limit=1, tokens_per_s=100)
    done = await asyncio.gather(*(finish(engine.stream(ask(max_tokens=100))) for _ in range(32)))
    assert min(reply.timings.tokens_per_s for reply in done) > 90
