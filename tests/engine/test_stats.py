"""What an engine counts."""

import asyncio
from collections import Counter

import pytest

from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import Priority, TextDelta
from npcgen.engine.stats import BackendStats, EngineStats, RateMeter, combined
from npcgen.errors import Unavailable
from tests.engine.asking import ask, finish, read


def test_a_steady_rate_is_met_and_then_forgotten():
    meter = RateMeter()
    for tick in range(1_000):
        meter.count(2, tick / 10)
    assert meter.per_s(99.9) == pytest.approx(20, rel=0.02)
    assert meter.per_s(99.9 + 5) == pytest.approx(meter.per_s(99.9) / 2.71828, rel=0.001)
    assert meter.per_s(200) < 1e-6


async def test_replies_are_counted_by_tokens_prompts_and_steps(make_engine):
    engine = make_engine(["one two three"], slots=2)
    first = await finish(engine.stream(ask("Hail")))
    second = await finish(engine.stream(ask("Hail")))
    stats = engine.stats
    assert (stats.running, stats.queued, stats.batch_size) == (0, 0, 0)
    assert (stats.tokens, stats.prompt_tokens) == (6, 2 * first.usage.prompt_tokens)
    assert stats.reused_tokens == second.usage.reused_tokens == 1
    assert stats.batch_sizes == Counter({1: 8})


async def test_replies_that_share_steps_are_one_batch(make_engine):
    engine = make_engine(["long " * 90], slots=4, tokens_per_s=200)
    streams = [engine.stream(ask(f"Hail {n}")) for n in range(3)]
    async for event in streams[2]:
        if isinstance(event, TextDelta):
            break
    assert (engine.stats.running, engine.stats.batch_size) == (3, 3)
    assert engine.stats.tokens_per_s > 0
    await asyncio.gather(*(each.aclose() for each in streams))


async def test_idle_work_that_gives_way_is_counted(make_engine):
    engine = make_engine(["long " * 90], slots=1, tokens_per_s=200)
    idle = engine.stream(ask(priority=Priority.BACKGROUND))
    await anext(idle)
    player = engine.stream(ask("Hail"))
    with pytest.raises(Unavailable):
        await read(idle)
    assert engine.stats.preemptions == 1
    await player.aclose()


async def test_a_conversation_that_loses_its_slot_is_an_eviction(make_engine):
    engine = make_engine(backend=ScriptedBackend(["one"], slots=1, tokens_per_s=1000))
    for persona in ("Brannoch " * 40, "Ysolde " * 40, "Ysolde " * 40):
        await finish(engine.stream(ask(system=persona)))
    assert engine.stats.backend.evictions == 1


async def test_what_is_parked_is_counted_in_bytes(make_engine, make_llama):
    backend = make_llama(slots=1)
    engine = make_engine(backend=backend)
    for text in ("the thin hen " * 12, "in the inn " * 12):
        await finish(engine.stream(ask(text, max_tokens=1)))
    stats = engine.stats.backend
    assert (stats.evictions, stats.parked, stats.parked_disk_bytes) == (1, 1, 0)
    assert stats.parked_memory_bytes > 64 * 256


def test_engines_are_added_up():
    one = EngineStats(running=1, tokens=5, batch_sizes=Counter({1: 2}), tokens_per_s=1.5)
    parked = BackendStats(evictions=1, parked=2, parked_memory_bytes=3, parked_disk_bytes=4)
    two = EngineStats(queued=2, reused_tokens=3, batch_sizes=Counter({1: 1, 2: 1}), backend=parked)
    assert combined([one, two]) == EngineStats(
        running=1,
        queued=2,
        tokens=5,
        tokens_per_s=1.5,
        reused_tokens=3,
        batch_sizes=Counter({1: 3, 2: 1}),
        backend=parked,
        engines=2,
    )
