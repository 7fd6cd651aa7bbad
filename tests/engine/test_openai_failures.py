"""A chat-completions server that misbehaves: every failure has a type, and nothing is left."""

import asyncio
import logging
import threading
import time
from contextlib import suppress
from random import Random

import pytest

from npcgen.engine.backends.openai import OpenAIBackend, OpenAIParameters
from npcgen.engine.base import Completed
from npcgen.engine.router import Router
from npcgen.errors import (
    ContextTooSmall,
    FailedPrecondition,
    NotFound,
    Overloaded,
    Unavailable,
)
from tests.engine.asking import ask, finish, read
from tests.engine.moody_server import (
    DONE,
    FAREWELL,
    STREAM,
    answer,
    ends,
    head,
    moody,
    raw,
    says,
    stream,
)

PATIENT = {"first_token_s": 9.0, "between_tokens_s": 9.0, "retry_pauses_s": (0.01, 0.01)}
IMPATIENT = {"first_token_s": 0.5, "between_tokens_s": 0.5}
GONE = raw()
REFUSED = {"error": {"message": "no \x1b[31mthanks", "type": "x"}}


async def engine_of(server, make_engine, *, queue_limit=8, **fields):
    parameters = OpenAIParameters(server.url, **(PATIENT | fields))
    backend = await asyncio.to_thread(OpenAIBackend, parameters)
    return make_engine(backend=backend, queue_limit=queue_limit)


async def failure_of(make_engine, *answers, **fields):
    """What a reply fails with, once nothing of it is left and the next one succeeds."""
    async with moody(*answers, FAREWELL) as server:
        engine = await engine_of(server, make_engine, **fields)
        with pytest.raises(Exception, match="model server") as failed:
            await read(engine.stream(ask("What is my secret name?")))
        await asyncio.wait_for(server.quiet.wait(), 2)
        assert (engine.active, engine.queued, server.answers) == (0, 0, [FAREWELL])
        assert (await finish(engine.stream(ask()))).text == "farewell"
        return failed.value


BROKEN = [
    ("invalid JSON", stream("{what?")),
    ("invalid JSON", stream("[" * 100_000)),
    ("an event that is no object", stream("[1]")),
    ("a choice that is no object", stream({"choices": [1]})),
    ("a delta that is no object", stream({"choices": [{"delta": "x"}]})),
    ("content that is no text", stream({"choices": [{"delta": {"content": [1]}}]})),
    ("bytes that aren't UTF-8", raw(head(200, STREAM), b"data: \xff\xfe\n\n")),
    ("ended with half an event", raw(head(200, STREAM), b'data: {"choices": [{"del')),
    ("an event of more than 262144 bytes", raw(head(200, STREAM), b"data: " + b"x" * 2**20)),
    ("keeps sending and says nothing", stream(*[says("")] * 700, hang=True)),
    ("answered without streaming", answer({"choices": [{"message": {"content": "hi"}}]})),
    ("answered without streaming", raw(head(200, {"content-type": "text/html"}), b"<h1>")),
]


@pytest.mark.parametrize(("what", "bad"), BROKEN, ids=[what for what, _ in BROKEN])
async def test_an_answer_against_the_rules_is_unavailable(make_engine, what, bad):
    error = await failure_of(make_engine, bad)
    assert (type(error), error.reason) == (Unavailable, "REMOTE_BROKEN")
    assert what in error.message


LASTING = [
    (FailedPrecondition, "REMOTE_KEY_REFUSED", answer(REFUSED, status=401)),
    (NotFound, "REMOTE_NOT_FOUND", answer(REFUSED, status=404)),
    (FailedPrecondition, "REMOTE_REFUSED", answer(REFUSED, status=422)),
    (FailedPrecondition, "REMOTE_REDIRECTED", answer({}, status=307, headers={"location": "/"})),
    (FailedPrecondition, "REMOTE_MODEL", stream(says("hi", model="impostor"))),
    (FailedPrecondition, "REMOTE_FILTERED", stream(says("hi"), ends("content_filter"))),
    (
        ContextTooSmall,
        "CONTEXT_TOO_SMALL",
        answer({"error": {"message": "maximum context length is 9"}}, status=400),
    ),
    (Overloaded, "REMOTE_OVERLOADED", answer({}, status=429, headers={"retry-after": "60"})),
    (Unavailable, "REMOTE_FAILED", stream(says("hi"), {"error": {"message": "boom"}})),
    (FailedPrecondition, "REMOTE_REFUSED", stream({"code": 400, "message": "boom"})),
    (Unavailable, "REMOTE_CUT_OFF", stream(says("hi"))),
    (Unavailable, "REMOTE_CUT_OFF", stream(says("hi"), DONE)),
    (Unavailable, "REMOTE_CUT_OFF", raw(head(200, STREAM | {"content-length": "99"}), b"data:")),
    (Unavailable, "REMOTE_STALLED", stream(hang=True)),
    (Unavailable, "REMOTE_STALLED", raw(hang=True)),
    (Unavailable, "REMOTE_STALLED", stream(says("hi"), hang=True)),
    (Unavailable, "REMOTE_STALLED", raw(head(200, STREAM), *[b": ping\n\n"] * 99, pause_s=0.05)),
    (
        Unavailable,
        "REMOTE_STALLED",
        raw(head(200, STREAM), *[b"data: {}"[i : i + 1] for i in range(8)], pause_s=0.1),
    ),
]


@pytest.mark.parametrize(("kind", "reason", "bad"), LASTING, ids=[each[1] for each in LASTING])
async def test_a_failure_that_a_second_try_would_not_mend(make_engine, kind, reason, bad):
    fields = {"REMOTE_CUT_OFF": {"retry_pauses_s": ()}, "REMOTE_STALLED": IMPATIENT}
    error = await failure_of(make_engine, bad, **fields.get(reason, {}))
    assert (type(error), error.reason) == (kind, reason)
    assert "thanks" not in error.message


@pytest.mark.parametrize(
    "bad",
    [
        GONE,
        answer({}, status=503),
        answer({}, status=429, headers={"retry-after": "0"}),
        raw(head(200, STREAM)),
        stream({"error": {"code": 503, "message": "loading"}}),
        stream(says("")),
    ],
    ids=["closed", "503", "429", "empty", "error-503", "cut-off"],
)
async def test_what_fails_before_the_first_token_is_tried_again(make_engine, bad):
    async with moody(bad, bad, FAREWELL) as server:
        engine = await engine_of(server, make_engine)
        assert (await finish(engine.stream(ask()))).text == "farewell"
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("bad", "kind", "reason"),
    [
        (GONE, Unavailable, "REMOTE_UNREACHABLE"),
        (answer({}, status=503), Unavailable, "REMOTE_FAILED"),
        (
            answer({}, status=429, headers={"retry-after": "Thu, 01 Jan 2026 00:00:00 GMT"}),
            Overloaded,
            "REMOTE_OVERLOADED",
        ),
    ],
)
async def test_tries_come_to_an_end(make_engine, bad, kind, reason):
    error = await failure_of(make_engine, bad, bad, bad)
    assert (type(error), error.reason) == (kind, reason)


async def test_nothing_is_tried_again_after_the_first_token(make_engine):
    error = await failure_of(make_engine, stream(says("hi")))
    assert error.reason == "REMOTE_CUT_OFF"


async def test_a_server_that_asks_for_a_pause_gets_it(make_engine):
    late = answer({}, status=429, headers={"retry-after": "1"})
    async with moody(late, FAREWELL) as server:
        engine = await engine_of(server, make_engine)
        began = time.monotonic()
        assert (await finish(engine.stream(ask()))).text == "farewell"
    assert time.monotonic() - began >= 1


async def test_a_complete_reply_survives_a_bad_goodbye(make_engine):
    goodbyes = (stream(says("hi"), ends()), stream(says("hi"), ends(), hang=True))
    async with moody(*goodbyes) as server:
        engine = await engine_of(server, make_engine, between_tokens_s=30)
        for _ in goodbyes:
            done = await finish(engine.stream(ask()))
            assert (done.text, done.finish_reason) == ("hi", "stop")


async def test_a_failing_reply_leaves_its_neighbours_alone(make_engine):
    slow = stream(*[says(f"{n} ") for n in range(9)], ends(), DONE, pause_s=0.05)
    async with moody(slow, stream(says("hi"), "{what?")) as server:
        engine = await engine_of(server, make_engine)
        good = asyncio.create_task(finish(engine.stream(ask())))
        while not server.requests:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        with pytest.raises(Unavailable):
            await read(engine.stream(ask()))
        assert (await good).text == "0 1 2 3 4 5 6 7 8 "


async def test_the_log_holds_what_the_server_said_but_no_prompt_and_no_key(make_engine, caplog):
    said = [
        "no \x1b[31mthanks",
        "bad input: 'What is my secret name?'",
        "wrong key: sk-hidden",
    ]
    for text in said:
        bad = answer({"error": {"message": text}}, status=400)
        await failure_of(make_engine, bad, key="sk-hidden")
    log = "\n".join(record.getMessage() for record in caplog.records)
    assert "it said: no ?[31mthanks" in log
    assert "withheld: it quotes the prompt" in log
    assert "wrong key: (the key)" in log
    assert "secret" not in log
    assert "sk-hidden" not in log


async def test_a_server_that_is_not_there_is_unavailable_and_no_thread_stays(caplog):
    async with moody() as server:
        pass
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Unavailable, match="can't be reached") as refused:
        await asyncio.to_thread(
            OpenAIBackend, OpenAIParameters(server.url, key="sk-hidden", retry_pauses_s=(0.01,))
        )
    assert refused.value.reason == "REMOTE_UNREACHABLE"
    assert "sk-hidden" not in caplog.text
    assert [t.name for t in threading.enumerate() if t.name == "npcgen-openai"] == []


async def test_a_refused_key_is_known_before_the_first_reply():
    async with moody() as server:
        server.locked = True
        with pytest.raises(FailedPrecondition, match="set NPCGEN_OPENAI_KEY"):
            await asyncio.to_thread(OpenAIBackend, OpenAIParameters(server.url))


async def test_random_cancels_and_failures_leave_nothing_behind(make_engine):
    random = Random(7)
    words = stream(*[says(f"{n} ") for n in range(9)], ends(), DONE, pause_s=0.002)
    moods = (words, words, stream(says("hi"), hang=True), GONE, stream(says("hi"), "{what?"))
    async with moody(*random.choices(moods, k=600)) as server:
        engine = await engine_of(server, make_engine, queue_limit=200, **IMPATIENT)

        async def visit(events):
            generation = engine.stream(ask())
            with suppress(Unavailable):
                for _ in range(events):
                    last = await anext(generation, None)
                    if isinstance(last, Completed):
                        assert last.text == "0 1 2 3 4 5 6 7 8 "
            await generation.aclose()

        await asyncio.gather(*(visit(random.choice((0, 1, 2, 4, 99))) for _ in range(150)))
        await asyncio.wait_for(server.quiet.wait(), 2)
        assert (engine.active, engine.queued) == (0, 0)


async def test_a_router_goes_on_with_another_server(make_engine):
    down = [answer({}, status=503)] * 3
    async with moody(*down) as first, moody(FAREWELL) as second:
        router = Router([await engine_of(each, make_engine) for each in (first, second)])
        assert (await finish(router.stream(ask()))).text == "farewell"
    assert (len(first.requests), len(second.requests)) == (3, 1)
