"""What happens to a request between submit and its last event."""

import asyncio
import threading
import time

import pytest

from npcgen.engine.base import FinishReason, Message, Sampling, Started, TextDelta, Usage
from npcgen.errors import DeadlineExceeded, InvalidArgument, Overloaded, Unavailable
from tests.engine.asking import ask, finish, read


async def test_a_reply_streams_word_by_word(make_engine):
    events = await read(make_engine(["one two three"]).stream(ask("a b c")))
    assert events[:-1] == [
        Started(prompt_tokens=4, reused_tokens=0),
        TextDelta("one"),
        TextDelta(" two"),
        TextDelta(" three"),
    ]
    assert events[-1].text == "one two three"
    assert events[-1].finish_reason is FinishReason.STOP
    assert events[-1].usage == Usage(prompt_tokens=4, reused_tokens=0, completion_tokens=3)


async def test_timings_add_up(make_engine):
    engine = make_engine(["one two three four five six"], tokens_per_s=100)
    timings = (await finish(engine.stream(ask()))).timings
    assert 0 <= timings.queue_ms < timings.ttft_ms < timings.total_ms
    assert timings.total_ms >= 60
    assert 50 < timings.tokens_per_s < 150


async def test_max_tokens_ends_with_length(make_engine):
    done = await finish(make_engine(["one two three"]).stream(ask(max_tokens=2)))
    assert (done.text, done.finish_reason) == ("one two", FinishReason.LENGTH)
    assert done.usage.completion_tokens == 2


async def test_a_stop_text_across_tokens_ends_the_reply(make_engine):
    engine = make_engine(["I say\nPlayer: stop it now"])
    done = await finish(engine.stream(ask(stop=("\nPlayer: stop",))))
    assert (done.text, done.finish_reason) == ("I say", FinishReason.STOP)


async def test_a_text_that_only_looks_like_a_stop_is_not_lost(make_engine):
    done = await finish(make_engine(["go to the end of"]).stream(ask(stop=("of days",))))
    assert done.text == "go to the end of"


async def test_half_a_stop_text_is_not_shown_when_the_reply_is_cut(make_engine):
    engine = make_engine(["go home of days"])
    done = await finish(engine.stream(ask(stop=(" of days",), max_tokens=3)))
    assert (done.text, done.finish_reason) == ("go home", FinishReason.LENGTH)


async def test_the_prompt_of_the_slot_before_is_reused(make_engine):
    engine = make_engine(slots=1)
    first = await finish(engine.stream(ask("one two three")))
    second = await finish(engine.stream(ask("one two four five")))
    again = await finish(engine.stream(ask("one two four five")))
    assert [c.usage.reused_tokens for c in (first, second, again)] == [0, 3, 4]


async def test_the_same_seed_says_the_same(make_engine):
    engine = make_engine([str(n) for n in range(50)])
    texts = [
        (await finish(engine.stream(ask(sampling=Sampling(seed=seed))))).text
        for seed in (1, 1, 2, 3, 4)
    ]
    assert texts[0] == texts[1]
    assert len(set(texts)) > 2


async def test_a_full_queue_refuses_with_a_time(make_engine):
    engine = make_engine(["long " * 50], slots=1, queue_limit=2, tokens_per_s=100)
    streams = [engine.stream(ask()) for _ in range(3)]
    with pytest.raises(Overloaded) as refused:
        engine.stream(ask())
    assert refused.value.reason == "QUEUE_FULL"
    assert refused.value.retry_after_s is not None
    assert refused.value.retry_after_s > 0
    for stream in streams:
        await stream.aclose()


async def test_a_deadline_that_has_passed_is_refused_at_once(make_engine):
    with pytest.raises(DeadlineExceeded):
        make_engine().stream(ask(deadline=time.monotonic() - 1))


async def test_a_deadline_in_the_queue_raises(make_engine):
    engine = make_engine(["long " * 50], slots=1, tokens_per_s=100)
    busy = engine.stream(ask())
    with pytest.raises(DeadlineExceeded):
        await read(engine.stream(ask(deadline=time.monotonic() + 0.05)))
    assert (engine.active, engine.queued) == (1, 0)
    await busy.aclose()


async def test_a_deadline_mid_reply_ends_with_what_there_is(make_engine):
    engine = make_engine(["word " * 100], tokens_per_s=100)
    done = await finish(engine.stream(ask(deadline=time.monotonic() + 0.2)))
    assert done.finish_reason is FinishReason.DEADLINE
    assert 1 <= done.usage.completion_tokens <= 20
    assert done.text.split() == ["word"] * done.usage.completion_tokens


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"max_tokens": -1}, "max_tokens"),
        ({"stop": ("ok", "")}, "stop[1]"),
        ({"stop": ("x" * 129,)}, "stop[0]"),
        ({"stop": ("x",) * 17}, "stop"),
        ({"sampling": Sampling(temperature=2.1)}, "sampling.temperature"),
        ({"sampling": Sampling(temperature=float("nan"))}, "sampling.temperature"),
        ({"sampling": Sampling(top_k=-1)}, "sampling.top_k"),
        ({"sampling": Sampling(top_p=1.5)}, "sampling.top_p"),
        ({"sampling": Sampling(min_p=-0.1)}, "sampling.min_p"),
        ({"sampling": Sampling(repeat_penalty=0.5)}, "sampling.repeat_penalty"),
        ({"sampling": Sampling(seed=2**32)}, "sampling.seed"),
    ],
)
async def test_a_bad_field_is_named(make_engine, fields, path):
    with pytest.raises(InvalidArgument) as refused:
        make_engine().stream(ask(**fields))
    assert [v.path for v in refused.value.violations] == [path]


async def test_close_fails_what_is_in_flight_and_stops_the_thread(make_engine):
    others = set(threading.enumerate())
    engine = make_engine(["long " * 50], slots=1, tokens_per_s=100)
    streams = [engine.stream(ask()) for _ in range(3)]
    await anext(streams[0])
    await asyncio.gather(engine.close(), engine.close())
    for stream in streams:
        with pytest.raises(Unavailable) as failed:
            await read(stream)
        assert failed.value.reason == "DRAINING"
    with pytest.raises(Unavailable):
        engine.stream(ask())
    with pytest.raises(Unavailable):
        await engine.count_tokens([Message("user", "hi")])
    own = set(threading.enumerate()) - others
    assert [thread.name for thread in own if thread.name.startswith("npcgen")] == []


async def test_count_tokens_counts_roles_and_words(make_engine):
    assert await make_engine().count_tokens([Message("user", "one two")]) == 3
