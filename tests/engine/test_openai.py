"""A model behind a chat-completions server that behaves: what is sent, and what comes of it."""

import asyncio
import sys
import threading
import time

import pytest

from npcgen.doctor import examine
from npcgen.engine.backends.openai import OpenAIBackend, OpenAIParameters
from npcgen.engine.backends.openai.chunk import same_model
from npcgen.engine.backends.openai.parameters import checked
from npcgen.engine.base import FinishReason, Grammar, Message, Sampling, Started, Usage
from npcgen.engine.load import load_backend
from npcgen.errors import ConfigError, InvalidArgument, MissingExtra, NotFound
from npcgen.settings import Settings
from tests.engine.asking import ask, finish, read
from tests.engine.moody_server import DONE, FAREWELL, ends, moody, raw, says, stream, used


@pytest.fixture
def open_engine(make_engine):
    """An engine over the server at `url`; short pauses between tries."""

    async def start(url, **fields):
        given = {"first_token_s": 9.0, "between_tokens_s": 9.0, "retry_pauses_s": (0.01, 0.01)}
        parameters = OpenAIParameters(url, **(given | fields))
        return make_engine(backend=await asyncio.to_thread(OpenAIBackend, parameters))

    return start


async def test_a_reply_streams_and_its_usage_is_the_servers(open_engine):
    async with moody(FAREWELL) as server:
        engine = await open_engine(server.url)
        events = await read(engine.stream(ask("Hail", system="You are a sage.", max_tokens=9)))
    assert events[0] == Started(prompt_tokens=0, reused_tokens=0)
    assert (events[-1].text, events[-1].finish_reason) == ("farewell", FinishReason.STOP)
    assert events[-1].usage == Usage(prompt_tokens=20, reused_tokens=16, completion_tokens=5)


async def test_what_is_sent_has_the_apis_names(open_engine):
    sampling = Sampling(temperature=0.5, top_k=0, top_p=0.9, min_p=0.1, seed=7, presence_penalty=1)
    request = ask("Hail", system="A sage.", sampling=sampling, max_tokens=9, stop=tuple("abcde"))
    async with moody(FAREWELL) as server:
        engine = await open_engine(server.url, key="sk-secret")
        await finish(engine.stream(request))
    assert server.requests == [
        {
            "model": "sage",
            "messages": [
                {"role": "system", "content": "A sage."},
                {"role": "user", "content": "Hail"},
            ],
            "stream": True,
            "stream_options": {"include_usage": True},
            "max_tokens": 9,
            "temperature": 0.5,
            "top_p": 0.9,
            "seed": 7,
            "stop": ["a", "b", "c", "d"],
            "presence_penalty": 1,
            "top_k": 2**20,
            "min_p": 0.1,
            "repetition_penalty": 1.0,
            "repeat_penalty": 1.0,
        }
    ]
    assert b"authorization: bearer sk-secret\r\n" in server.headers[0].lower()


async def test_a_strict_server_gets_no_extensions(open_engine):
    async with moody(FAREWELL) as server:
        engine = await open_engine(server.url, extensions=False)
        await finish(engine.stream(ask(sampling=Sampling(xtc_probability=0.5, mirostat_tau=5))))
    extensions = {"top_k", "min_p", "repeat_penalty", "xtc_probability", "mirostat_tau"}
    assert extensions & server.requests[0].keys() == set()


async def test_a_logit_bias_is_refused(open_engine):
    async with moody() as server:
        engine = await open_engine(server.url)
        with pytest.raises(InvalidArgument, match=r"sampling\.logit_bias"):
            await read(engine.stream(ask(sampling=Sampling(logit_bias={"gold": -100}))))


async def test_a_json_schema_goes_as_the_apis_response_format(open_engine):
    grammar = Grammar("json_schema", '{"type": "object"}')
    async with moody(FAREWELL) as server:
        engine = await open_engine(server.url, extensions=False)
        await finish(engine.stream(ask(grammar=grammar)))
    schema = {"name": "reply", "strict": True, "schema": {"type": "object"}}
    assert server.requests[0]["response_format"] == {"type": "json_schema", "json_schema": schema}


@pytest.mark.parametrize(
    ("grammar", "extensions"),
    [(Grammar("regex", "yes|no"), True), (Grammar("gbnf", 'root ::= "yes"'), False)],
)
async def test_a_grammar_that_the_server_would_ignore_is_refused(open_engine, grammar, extensions):
    async with moody() as server:
        engine = await open_engine(server.url, extensions=extensions)
        with pytest.raises(InvalidArgument, match="write a JSON Schema"):
            await read(engine.stream(ask(grammar=grammar)))


async def test_a_reply_cut_by_its_length_says_so(open_engine):
    answer = stream(says("one "), says("two"), ends("length"), used(5, 0, 2), DONE)
    async with moody(answer) as server:
        done = await finish((await open_engine(server.url)).stream(ask(max_tokens=2)))
    assert (done.text, done.finish_reason) == ("one two", FinishReason.LENGTH)
    assert done.usage == Usage(5, 0, 2)


async def test_a_server_that_ignores_max_tokens_is_cut_off(open_engine):
    async with moody(stream(*[says("on and ")] * 500, hang=True)) as server:
        done = await finish((await open_engine(server.url)).stream(ask(max_tokens=2)))
    assert done.finish_reason is FinishReason.LENGTH
    assert done.text == "on and " * (4 * 2 + 64)


async def test_a_prompt_alone_is_sent_for_one_token_that_is_not_shown(open_engine):
    async with moody(stream(says("So"), ends("length"), used(9, 0, 1), DONE)) as server:
        done = await finish((await open_engine(server.url)).stream(ask(max_tokens=0)))
    assert (done.text, done.finish_reason, done.usage.prompt_tokens) == ("", "length", 9)
    assert server.requests[0]["max_tokens"] == 1


@pytest.mark.parametrize(
    ("asked", "said", "same"),
    [
        ("gpt-4o", "gpt-4o-2024-08-06", True),
        ("llama3.2", "llama3.2:latest", True),
        ("/models/Sage.gguf", "sage", True),
        ("qwen/sage", "sage", True),
        ("gpt-4o", "gpt-4o-mini", False),
        ("sage", "impostor", False),
    ],
)
def test_names_of_one_model(asked, said, same):
    assert same_model(asked, said) is same


async def test_a_gateway_may_answer_under_another_name(open_engine):
    async with moody(stream(says("Aye.", model="alias"), ends(), DONE)) as server:
        engine = await open_engine(server.url, any_model=True)
        assert (await finish(engine.stream(ask()))).text == "Aye."


async def test_a_character_in_two_halves_arrives_whole(open_engine):
    halves = ('{"choices":[{"delta":{"content":"a\\ud83d"}}]}', says("\ude00b"), ends(), DONE)
    bad = ('{"choices":[{"delta":{"content":"a\\ud83d"}}]}', ends(), DONE)
    async with moody(stream(*halves), stream(*bad)) as server:
        engine = await open_engine(server.url)
        assert (await finish(engine.stream(ask()))).text == "a\N{GRINNING FACE}b"
        assert (await finish(engine.stream(ask()))).text == "a\N{REPLACEMENT CHARACTER}"


async def test_events_may_come_in_any_pieces_and_with_comments(open_engine):
    text = "HTTP/1.1 200 X\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
    text += ': wait\r\n\r\nid: 1\r\ndata: {"choices":\r\ndata:[{"delta":{"content":"ä"}}]}\r\n\r\n'
    text += 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
    async with moody(raw(*(bytes([byte]) for byte in text.encode()))) as server:
        assert (await finish((await open_engine(server.url)).stream(ask()))).text == "ä"


async def test_reasoning_is_no_part_of_the_reply(open_engine):
    thought = {"choices": [{"delta": {"reasoning_content": "Hm.", "content": None}}]}
    async with moody(stream(thought, says("Aye."), ends(), DONE)) as server:
        assert (await finish((await open_engine(server.url)).stream(ask()))).text == "Aye."


async def test_a_cancel_reaches_the_server(open_engine):
    async with moody(stream(says("word "), hang=True)) as server:
        engine = await open_engine(server.url, between_tokens_s=30)
        generation = engine.stream(ask())
        await anext(generation)
        await anext(generation)
        began = time.monotonic()
        await generation.aclose()
        await asyncio.wait_for(server.quiet.wait(), 2)
        assert time.monotonic() - began < 0.5
        assert engine.active == 0


async def test_a_deadline_ends_with_what_there_is(open_engine):
    async with moody(stream(says("word"), hang=True)) as server:
        engine = await open_engine(server.url, between_tokens_s=30)
        done = await finish(engine.stream(ask(deadline=time.monotonic() + 0.3)))
    assert (done.text, done.finish_reason) == ("word", FinishReason.DEADLINE)


async def test_slots_bound_what_the_server_gets_at_once(open_engine):
    async with moody(*[stream(says("a"), hang=True)] * 2, FAREWELL) as server:
        engine = await open_engine(server.url, slots=2)
        streams = [engine.stream(ask()) for _ in range(3)]
        for stream_ in streams[:2]:
            await anext(stream_)
            await anext(stream_)
        assert (engine.active, engine.queued, len(server.requests)) == (2, 1, 2)
        await streams[0].aclose()
        assert (await finish(streams[2])).text == "farewell"


async def test_a_slow_consumer_slows_the_reader_and_loses_nothing():
    words = [says(f"{n} ") for n in range(300)]
    async with moody(stream(*words, ends(), DONE)) as server:
        backend = await asyncio.to_thread(OpenAIBackend, OpenAIParameters(server.url))
        sequence = backend.open(ask(max_tokens=400))
        await asyncio.sleep(0.3)
        texts, step = [], await asyncio.to_thread(backend.step, [sequence])
        assert len(step[0].text.split()) == 64
        while not (texts.append(step[0].text), step[0].finished)[1]:
            step = await asyncio.to_thread(backend.step, [sequence])
        assert "".join(texts) == "".join(f"{n} " for n in range(300))
        backend.shutdown()


async def test_closing_ends_requests_and_threads(open_engine):
    others = set(threading.enumerate())
    async with moody(*[stream(says("word "), hang=True)] * 3) as server:
        engine = await open_engine(server.url)
        streams = [engine.stream(ask()) for _ in range(3)]
        for each in streams:
            await anext(each)
            await anext(each)
        await engine.close()
        await asyncio.wait_for(server.quiet.wait(), 2)
    own = set(threading.enumerate()) - others
    assert [thread.name for thread in own if thread.name.startswith("npcgen")] == []


async def test_the_server_says_its_model_and_context(open_engine):
    async with moody() as server:
        info = (await open_engine(server.url)).info
    assert (info.name, info.backend, info.context_tokens, info.slots) == ("sage", "openai", 2048, 8)


async def test_llama_servers_own_word_on_its_context_goes_first(open_engine):
    paths = {"/props": {"default_generation_settings": {"n_ctx": 1024}}}
    async with moody(paths=paths) as server:
        assert (await open_engine(server.url)).info.context_tokens == 1024


@pytest.mark.parametrize("context", [{}, {"max_model_len": 10**6}])
async def test_an_unknown_context_is_small_and_a_huge_one_is_not_all_used(open_engine, context):
    paths = {"/v1/models": {"data": [{"id": "sage"} | context]}}
    async with moody(paths=paths) as server:
        tokens = (await open_engine(server.url)).info.context_tokens
    assert tokens == (8192 if context else 4096)


async def test_a_context_that_the_server_has_not_is_refused(open_engine):
    async with moody() as server:
        with pytest.raises(ConfigError, match=r"is 4096, the model server has 2048"):
            await open_engine(server.url, context_tokens=4096)


async def test_a_model_that_the_server_has_not_is_not_found(open_engine):
    async with moody() as server:
        with pytest.raises(NotFound, match=r"no model 'oracle', it has 'sage'"):
            await open_engine(server.url, model="oracle")


async def test_several_models_ask_for_a_choice(open_engine):
    paths = {"/v1/models": {"data": [{"id": "sage"}, {"id": "fool\x1b[31m"}]}}
    async with moody(paths=paths) as server:
        with pytest.raises(ConfigError, match=r"'sage', 'fool\?\[31m'; set it to one"):
            await open_engine(server.url)


async def test_a_server_without_a_list_is_taken_at_the_settings_word(open_engine):
    async with moody(FAREWELL, paths={"/v1/models": "none"}) as server:
        engine = await open_engine(server.url, model="sage")
        assert (await finish(engine.stream(ask()))).text == "farewell"


async def test_tokens_are_estimated_high(open_engine):
    async with moody() as server:
        engine = await open_engine(server.url)
        assert await engine.count_tokens([Message("user", "one two three")]) == 5 + 8 + 8


async def test_tokens_are_counted_by_a_server_that_can(open_engine):
    async with moody(paths={"/tokenize": {"tokens": [1, 2, 3]}}) as server:
        engine = await open_engine(server.url)
        messages = [Message("system", "You are a sage."), Message("user", "one two")]
        assert await engine.count_tokens(messages) == 3 + 3 + 8 * 3
        server.paths.pop("/tokenize")
        assert await engine.count_tokens([*messages, Message("user", "new")]) == 5 + 3 + 1 + 8 * 4
        assert await engine.count_tokens(messages) == 3 + 3 + 8 * 3


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"url": ""}, "must be the base of the API"),
        ({"url": "ftp://there/v1"}, "must be the base of the API"),
        ({"url": "http://the\nre/v1"}, "must be the base of the API"),
        ({"url": "http://there:port/v1"}, "must be the base of the API"),
        ({"url": "http://there/v1?key=1"}, "must be the base of the API"),
        ({"url": "http://me:pass@there/v1"}, "holds a password"),
        ({"url": "http://there/v1", "key": "sk-\nsecret"}, "NPCGEN_OPENAI_KEY has characters"),
    ],
)
def test_a_bad_setting_is_named_and_no_secret_shown(fields, problem):
    with pytest.raises(ConfigError, match=problem) as refused:
        OpenAIBackend(OpenAIParameters(**fields))
    assert "pass" not in str(refused.value).replace("password", "")
    assert "secret" not in str(refused.value) + repr(OpenAIParameters(**fields))


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
        (" https://there/api/v1/ ", "https://there/api/v1"),
        ("http://there/v1/chat/completions", "http://there/v1"),
    ],
)
def test_a_url_may_be_written_in_several_ways(given, base):
    assert checked(OpenAIParameters(given)).url == base


def test_a_missing_extra_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(MissingExtra, match=r'pip install "npcgen\[openai\]"'):
        load_backend(Settings(backend="openai", openai_url="http://there"))


def test_the_doctor_says_what_is_wrong_with_the_server():
    model = next(each for each in examine(Settings(backend="openai")) if each.subject == "model")
    assert (model.state, model.detail[:17]) == ("fail", "NPCGEN_OPENAI_URL")
