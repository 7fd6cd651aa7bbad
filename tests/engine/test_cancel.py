"""Replies that end early: cancelled, abandoned, or out of luck with their backend."""

import asyncio
import gc
import random
import threading
from contextlib import aclosing

import pytest

from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import Completed, FinishReason, Started, Step, TextDelta
from npcgen.errors import ContextTooSmall, InternalError, Overloaded, Unavailable
from tests.engine.asking import ask, finish, read


class CountingBackend(ScriptedBackend):
    """Counts its steps, and how many sequences are open."""

    def __init__(self, **arguments):
        super().__init__(**arguments)
        self.steps = 0
        self.opened = 0

    def open(self, request):
        sequence = super().open(request)
        self.opened += 1
        return sequence

    def step(self, sequences):
        self.steps += 1
        return super().step(sequences)

    def close(self, sequence):
        self.opened -= 1
        super().close(sequence)


class BrokenBackend(ScriptedBackend):
    """Raises what it is told to, in open or in step, as often as it is told to."""

    def __init__(self, error, *, in_open=0, in_step=0):
        super().__init__(["fine"], tokens_per_s=1000, slots=2)
        self.error, self.in_open, self.in_step = error, in_open, in_step

    def open(self, request):
        if self.in_open:
            self.in_open -= 1
            raise self.error
        return super().open(request)

    def step(self, sequences):
        if self.in_step:
            self.in_step -= 1
            raise self.error
        return super().step(sequences)


class LyingBackend(ScriptedBackend):
    """Gives the steps it was told to, whatever was asked."""

    def __init__(self, steps):
        super().__init__(["fine"], tokens_per_s=1000, slots=2)
        self.steps, self.lies = steps, True

    def step(self, sequences):
        return self.steps if self.lies else super().step(sequences)


async def idle(engine, within_s=2.0):
    async with asyncio.timeout(within_s):
        while engine.active or engine.queued:  # noqa: ASYNC110
            await asyncio.sleep(0.002)


async def test_cancel_ends_the_stream_and_frees_the_slot_within_one_step(make_engine):
    backend = CountingBackend(replies=["long " * 100], tokens_per_s=50, slots=1)
    engine = make_engine(backend=backend)
    stream = engine.stream(ask())
    assert isinstance(await anext(stream), Started)
    assert await anext(stream) == TextDelta("long")
    steps = backend.steps
    stream.cancel()
    *_, done = await read(stream)
    assert isinstance(done, Completed)
    assert done.finish_reason is FinishReason.CANCELLED
    assert backend.steps - steps <= 1
    assert (backend.opened, engine.active) == (0, 0)


async def test_cancel_in_the_queue_ends_with_completed(make_engine):
    engine = make_engine(["long " * 100], slots=1, tokens_per_s=100)
    busy, waiting = engine.stream(ask()), engine.stream(ask())
    waiting.cancel()
    [done] = await read(waiting)
    assert (done.finish_reason, done.text) == (FinishReason.CANCELLED, "")
    await busy.aclose()


async def test_closing_the_stream_frees_the_slot_for_the_next(make_engine):
    engine = make_engine(["long " * 1000], slots=1, tokens_per_s=100)
    async with aclosing(engine.stream(ask())) as stream:
        await anext(stream)
    done = await asyncio.wait_for(finish(engine.stream(ask(max_tokens=1))), 1)
    assert done.text == "long"
    assert [event async for event in stream] == []


async def test_a_consumer_that_vanishes_is_noticed(make_engine):
    engine = make_engine(["long " * 1000], slots=1, tokens_per_s=100)

    async def consume():
        async for _ in engine.stream(ask()):
            pass

    task = asyncio.create_task(consume())
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    del task
    gc.collect()
    await idle(engine)


def test_a_loop_that_closed_early_frees_the_slot():
    from npcgen.engine.engine import Engine

    engine = Engine(ScriptedBackend(["long " * 1000], tokens_per_s=100, slots=1), queue_limit=1)
    kept = []

    async def leave():
        kept.append(engine.stream(ask()))
        await anext(kept[0])

    asyncio.run(leave())

    async def settle():
        await idle(engine)
        await engine.close()

    asyncio.run(settle())


@pytest.mark.parametrize("place", ["in_open", "in_step"])
async def test_an_unknown_failure_is_an_internal_error_and_the_loop_goes_on(
    make_engine, place, caplog
):
    engine = make_engine(backend=BrokenBackend(ZeroDivisionError("boom"), **{place: 1}))
    with pytest.raises(InternalError):
        await read(engine.stream(ask("a secret")))
    assert "ZeroDivisionError" in caplog.text
    assert "a secret" not in caplog.text
    assert (await finish(engine.stream(ask()))).text == "fine"


@pytest.mark.parametrize("place", ["in_open", "in_step"])
async def test_a_typed_failure_arrives_as_it_is(make_engine, place):
    engine = make_engine(backend=BrokenBackend(ContextTooSmall("too long"), **{place: 1}))
    with pytest.raises(ContextTooSmall, match="too long"):
        await read(engine.stream(ask()))
    assert (await finish(engine.stream(ask()))).text == "fine"


async def test_a_failed_step_fails_every_reply_in_it_with_its_own_error(make_engine):
    engine = make_engine(backend=BrokenBackend(ContextTooSmall("no"), in_step=1))
    results = await asyncio.gather(
        *(read(engine.stream(ask())) for _ in range(2)), return_exceptions=True
    )
    assert [str(result) for result in results] == ["no", "no"]
    assert results[0] is not results[1]


@pytest.mark.parametrize("steps", [[], [Step()], None])
async def test_a_backend_that_breaks_its_promise_fails_the_reply_only(make_engine, steps):
    backend = LyingBackend(steps)
    engine = make_engine(backend=backend)
    with pytest.raises(InternalError):
        await read(engine.stream(ask()))
    backend.lies = False
    assert (await finish(engine.stream(ask()))).text == "fine"


async def test_two_readers_of_one_stream_are_told(make_engine):
    stream = make_engine(["long " * 100], tokens_per_s=10).stream(ask())
    reading = asyncio.create_task(anext(stream))
    await asyncio.sleep(0)
    with pytest.raises(RuntimeError, match="another task"):
        await anext(stream)
    await stream.aclose()
    with pytest.raises(StopAsyncIteration):
        await reading


async def test_200_requests_with_random_cancels_leave_nothing_behind(make_engine):
    rng = random.Random(7)
    backend = CountingBackend(replies=["a b c d e f g h i j"], tokens_per_s=500, slots=4)
    engine = make_engine(backend=backend, queue_limit=300)
    threads, tasks = threading.active_count(), len(asyncio.all_tasks())

    async def consume():
        way = rng.choice(["read", "cancel", "aclose", "task"])
        async with aclosing(engine.stream(ask(str(rng.random())))) as stream:
            if way == "read":
                return await finish(stream)
            async with asyncio.timeout(rng.random() / 2 if way == "task" else None):
                for _ in range(rng.randrange(4)):
                    await anext(stream, None)
                if way == "cancel":
                    stream.cancel()
                if way != "aclose":
                    await read(stream)

    results = await asyncio.gather(*(consume() for _ in range(200)), return_exceptions=True)
    odd = [r for r in results if isinstance(r, Exception) and not isinstance(r, TimeoutError)]
    assert odd == []
    await idle(engine)
    assert (backend.opened, engine.active, engine.queued) == (0, 0, 0)
    assert backend._cache.idle == 4
    assert (threading.active_count(), len(asyncio.all_tasks())) == (threads, tasks)


async def test_a_burst_of_any_size_is_answered_or_refused(make_engine):
    engine = make_engine(slots=2, queue_limit=3)
    streams, refused = [], 0
    for _ in range(20):
        try:
            streams.append(engine.stream(ask()))
        except Overloaded:
            refused += 1
    assert len(streams) >= 5
    assert len(streams) + refused == 20
    for stream in streams:
        assert (await finish(stream)).finish_reason is FinishReason.STOP


async def test_unavailable_while_closing_reaches_a_waiting_consumer(make_engine):
    engine = make_engine(["long " * 100], slots=1, tokens_per_s=20)
    reading = asyncio.create_task(read(engine.stream(ask())))
    await asyncio.sleep(0.02)
    await engine.close()
    with pytest.raises(Unavailable):
        await reading
