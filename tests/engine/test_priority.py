"""Who goes first, and who gives way."""

import asyncio

import pytest

from npcgen.engine.base import Priority, TextDelta
from npcgen.errors import Unavailable
from tests.engine.asking import ask, finish

LONG = " ".join(["word"] * 40)


async def started(engine, **fields):
    """A stream whose reply has its slot."""
    stream = engine.stream(ask(**fields))
    await anext(stream)
    return stream


async def test_a_player_overtakes_those_who_wait_for_less(make_engine):
    engine = make_engine([LONG], slots=1)
    first = await started(engine)
    order = []

    async def wait(priority):
        await finish(engine.stream(ask(priority=priority)))
        order.append(priority)

    waiting = [asyncio.create_task(wait(priority)) for priority in reversed(Priority)]
    await asyncio.sleep(0)
    await first.aclose()
    await asyncio.gather(*waiting)
    assert order == list(Priority)


async def test_idle_work_gives_its_slot_to_a_player(make_engine):
    engine = make_engine([LONG], slots=1, tokens_per_s=200)
    idle = await started(engine, priority=Priority.BACKGROUND)
    player = asyncio.create_task(finish(engine.stream(ask())))
    with pytest.raises(Unavailable) as caught:
        async for _ in idle:
            pass
    assert caught.value.reason == "PREEMPTED"
    assert (await player).text == LONG


async def test_an_ambient_line_keeps_its_slot(make_engine):
    engine = make_engine([LONG], slots=1)
    bark = asyncio.create_task(finish(engine.stream(ask(priority=Priority.AMBIENT))))
    player = asyncio.create_task(finish(engine.stream(ask())))
    assert (await bark).text == (await player).text == LONG


async def test_idle_work_stands_still_while_a_player_is_spoken_to(make_engine):
    engine = make_engine([LONG], slots=2, tokens_per_s=200)
    idle = await started(engine, priority=Priority.BACKGROUND)
    got = []

    async def listen():
        async for event in idle:
            if isinstance(event, TextDelta):
                got.append(event)

    listening = asyncio.create_task(listen())
    stream = await started(engine)
    await asyncio.sleep(0.02)
    before = len(got)
    async for _ in stream:
        pass
    assert len(got) - before <= 1
    await listening
    assert len(got) == 40


async def test_a_prompt_alone_is_computed_and_nothing_is_said(make_llama, make_engine):
    backend = make_llama(slots=2)
    engine = make_engine(backend=backend)
    warm = await finish(engine.stream(ask("word " * 20, max_tokens=0)))
    assert (warm.text, warm.finish_reason) == ("", "length")
    after = await finish(engine.stream(ask("word " * 20, max_tokens=4)))
    assert after.usage.reused_tokens == after.usage.prompt_tokens - 1
