"""A pace of one reply's own, which holds nobody else up."""

import asyncio
import time

import pytest

from npcgen.engine.base import Completed, FinishReason, Started, Step, TextDelta
from npcgen.engine.reply import Reply
from npcgen.errors import InvalidArgument
from tests.engine.asking import ask, finish

FORTY = " ".join(["word"] * 40)


async def test_a_reply_comes_no_faster_than_its_own_pace(make_engine):
    engine = make_engine([FORTY], tokens_per_s=10_000)
    reply = await finish(engine.stream(ask(max_tokens_per_s=100)))
    assert reply.text == FORTY
    assert 0 < reply.timings.tokens_per_s <= 100


async def test_replies_beside_it_are_not_held_up(make_engine):
    engine = make_engine([FORTY], tokens_per_s=1_000)
    slow = engine.stream(ask(max_tokens_per_s=0.1))
    assert isinstance(await anext(slow), Started)
    assert isinstance(await anext(slow), TextDelta)
    for _ in range(3):
        assert (await finish(engine.stream(ask()))).text == FORTY
    await slow.aclose()


async def test_each_of_several_has_its_own_pace(make_engine):
    engine = make_engine([FORTY], tokens_per_s=10_000)
    paces = (50.0, 100.0, 200.0)
    streams = [engine.stream(ask(max_tokens_per_s=pace)) for pace in paces]
    replies = await asyncio.gather(*(finish(stream) for stream in streams))
    for pace, reply in zip(paces, replies, strict=True):
        assert reply.text == FORTY
        assert 0 < reply.timings.tokens_per_s <= pace


async def test_a_reply_that_waits_for_its_next_token_can_be_cancelled(make_engine):
    engine = make_engine([FORTY], tokens_per_s=1_000)
    stream = engine.stream(ask(max_tokens_per_s=0.1))
    await anext(stream)
    await anext(stream)
    stream.cancel()
    ended = await asyncio.wait_for(anext(stream), 5)
    assert isinstance(ended, Completed)
    assert (ended.finish_reason, ended.text) == (FinishReason.CANCELLED, "word")


async def test_its_deadline_runs_on(make_engine):
    engine = make_engine([FORTY], tokens_per_s=1_000)
    request = ask(max_tokens_per_s=0.1, deadline=time.monotonic() + 0.3)
    ended = await asyncio.wait_for(finish(engine.stream(request)), 5)
    assert (ended.finish_reason, ended.text) == (FinishReason.DEADLINE, "word")


async def test_nobody_waits_for_a_slot_that_is_free(make_engine):
    engine = make_engine(["one"], tokens_per_s=1_000)
    slow = engine.stream(ask(max_tokens_per_s=0.1))
    await anext(slow)
    await anext(slow)
    assert (await asyncio.wait_for(finish(engine.stream(ask())), 5)).text == "one"
    await slow.aclose()


@pytest.mark.parametrize("pace", [-1.0, 0.05, 2e6, float("nan")])
async def test_a_pace_out_of_range_is_refused(make_engine, pace: float):
    engine = make_engine()
    with pytest.raises(InvalidArgument, match="choose 0"):
        engine.stream(ask(max_tokens_per_s=pace))


@pytest.mark.parametrize(
    ("times", "due"),
    [
        ((10.0,), 10.5),
        ((10.0, 10.5), 11.0),
        # A token that came late is made up for, by no more than one.
        ((10.0, 10.7), 11.0),
        ((10.0, 19.0), 19.0),
    ],
)
def test_the_next_token_is_due_half_a_second_later_at_two_a_second(times, due: float):
    reply = Reply(ask(max_tokens_per_s=2), None, 9.0)
    for now in times:
        reply.take(Step("word ", tokens=1), now)
    assert reply.due_at == pytest.approx(due)


def test_a_reply_without_a_pace_is_always_due():
    reply = Reply(ask(), None, 9.0)
    reply.take(Step("word ", tokens=1), 10.0)
    assert reply.due_at == 0
