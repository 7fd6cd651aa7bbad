"""A frame budget for the game beside the server."""

import asyncio
import time

import pytest

from npcgen.engine.base import FinishReason
from npcgen.engine.pace import Pace
from npcgen.errors import DeadlineExceeded, InvalidArgument
from tests.engine.asking import ask, finish

FIFTY = " ".join(["word"] * 50)


def test_the_default_never_rests() -> None:
    assert Pace().rest_s(1.0, 100) == 0


@pytest.mark.parametrize(
    ("pace", "rest_s"),
    [(Pace(cpu_share=0.25), 3.0), (Pace(50), 1.0), (Pace(50, 0.25), 3.0), (Pace(1000), 0.0)],
)
def test_a_rest_keeps_to_the_tighter_limit(pace: Pace, rest_s: float) -> None:
    assert pace.rest_s(1.0, 100) == pytest.approx(rest_s)


@pytest.mark.parametrize(
    "bad",
    [{"max_tokens_per_s": value} for value in (-1, 1e-40, float("inf"), float("nan"))]
    + [{"cpu_share": value} for value in (0, 1.5, float("nan"))],
)
def test_a_pace_out_of_range_is_refused(bad) -> None:
    with pytest.raises(InvalidArgument, match="choose"):
        Pace(**bad)


async def test_tokens_come_no_faster_than_allowed(make_engine):
    engine = make_engine([FIFTY], tokens_per_s=10_000)
    engine.set_pace(Pace(max_tokens_per_s=100))
    began = time.monotonic()
    await asyncio.gather(*(finish(engine.stream(ask(max_tokens=25))) for _ in range(2)))
    assert time.monotonic() - began >= 0.4


async def test_a_faster_pace_ends_a_long_rest(make_engine):
    engine = make_engine([FIFTY], tokens_per_s=10_000)
    engine.set_pace(Pace(max_tokens_per_s=0.1))
    reply = asyncio.create_task(finish(engine.stream(ask())))
    await asyncio.sleep(0.1)
    engine.set_pace(Pace())
    assert (await asyncio.wait_for(reply, 2)).text == FIFTY


async def test_a_pause_holds_a_reply_and_resuming_finishes_it(make_engine):
    engine = make_engine([FIFTY], tokens_per_s=200)
    stream = engine.stream(ask())
    for _ in range(3):
        await anext(stream)
    engine.set_pace(Pace(paused=True))
    await asyncio.sleep(0.05)
    reply = asyncio.create_task(finish_rest(stream))
    await asyncio.sleep(0.15)
    assert not reply.done()
    engine.set_pace(Pace())
    assert (await reply).finish_reason is FinishReason.STOP


async def test_a_cancel_and_a_deadline_hold_during_a_pause(make_engine):
    engine = make_engine([FIFTY])
    engine.set_pace(Pace(paused=True))
    cancelled = engine.stream(ask())
    cancelled.cancel()
    assert (await finish_rest(cancelled)).finish_reason is FinishReason.CANCELLED
    with pytest.raises(DeadlineExceeded):
        await finish_rest(engine.stream(ask(deadline=time.monotonic() + 0.05)))


async def finish_rest(stream):
    return [event async for event in stream][-1]
