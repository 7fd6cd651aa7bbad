"""The backend against llama-cpp-python's own server, with a real model in it."""

import asyncio
import json
import time

import httpx

from npcgen.engine.backends.openai import OpenAIBackend, OpenAIParameters
from npcgen.engine.base import FinishReason, Grammar, Message, Sampling
from npcgen.engine.load import load_backend
from npcgen.settings import Settings
from tests.chat_server import MODEL
from tests.engine.asking import ask, finish, read

GREEDY = Sampling(temperature=0)


async def engine_of(url, make_engine, **fields):
    backend = await asyncio.to_thread(OpenAIBackend, OpenAIParameters(url, **fields))
    return make_engine(backend=backend, queue_limit=64)


def streamed(url, body):
    """The text of a streamed completion, read the plain way."""
    lines = httpx.stream("POST", f"{url}/chat/completions", json=body | {"stream": True})
    with lines as response:
        events = [line[6:] for line in response.iter_lines() if line.startswith("data: {")]
    return "".join(json.loads(each)["choices"][0]["delta"].get("content", "") for each in events)


async def test_a_reply_is_what_the_server_says(real_chat_server, make_engine):
    engine = await engine_of(real_chat_server, make_engine)
    done = await finish(engine.stream(ask("Hail", sampling=GREEDY, max_tokens=40)))
    body = {"messages": [{"role": "user", "content": "Hail"}], "temperature": 0, "max_tokens": 40}
    said = await asyncio.to_thread(streamed, real_chat_server, body | {"repeat_penalty": 1.0})
    assert done.text == said != ""
    assert done.finish_reason is FinishReason.LENGTH
    assert 0 < done.usage.completion_tokens <= 40


async def test_the_server_counts_tokens_and_names_its_model(real_chat_server, make_engine):
    engine = await engine_of(real_chat_server, make_engine)
    assert engine.info.name == MODEL
    short = await engine.count_tokens([Message("user", "the")])
    # Its tokenizer knows "the" as one token and each of these bytes as one.
    assert await engine.count_tokens([Message("user", "the" + "\x01" * 50)]) == short + 50


async def test_a_stop_text_ends_the_reply(real_chat_server, make_engine):
    engine = await engine_of(real_chat_server, make_engine)
    whole = await finish(engine.stream(ask(sampling=GREEDY, max_tokens=60)))
    stop = whole.text[10:13]
    done = await finish(engine.stream(ask(sampling=GREEDY, max_tokens=60, stop=(stop,))))
    assert done.finish_reason is FinishReason.STOP
    assert done.text == whole.text[: whole.text.find(stop)]


async def test_a_grammar_shapes_the_reply(real_chat_server, make_engine):
    engine = await engine_of(real_chat_server, make_engine)
    grammar = Grammar("gbnf", 'root ::= "aye, sire" | "nay, sire"')
    done = await finish(engine.stream(ask(grammar=grammar, sampling=GREEDY)))
    assert done.text in ("aye, sire", "nay, sire")
    assert done.finish_reason is FinishReason.STOP


async def test_many_at_once_each_get_their_own_reply(real_chat_server, make_engine):
    engine = await engine_of(real_chat_server, make_engine)
    asked = [ask(f"I am guest {n}.", sampling=GREEDY, max_tokens=16) for n in range(8)]
    alone = [(await finish(engine.stream(each))).text for each in asked]
    together = await asyncio.gather(*(finish(engine.stream(each)) for each in asked))
    assert [done.text for done in together] == alone
    assert len(set(alone)) > 1


async def test_a_cancelled_reply_stops_the_server(real_chat_server, make_engine):
    engine = await engine_of(real_chat_server, make_engine)
    long = engine.stream(ask(sampling=GREEDY, max_tokens=2000))
    await anext(long)
    await anext(long)
    await long.aclose()
    # NOTE: this server serves one at a time; 2000 tokens would take it several seconds.
    began = time.monotonic()
    await finish(engine.stream(ask(max_tokens=1)))
    assert time.monotonic() - began < 2


async def test_the_settings_lead_to_it(real_chat_server, make_engine, monkeypatch):
    monkeypatch.setenv("NPCGEN_OPENAI_URL", real_chat_server)
    monkeypatch.setenv("NPCGEN_OPENAI_KEY", "sk-hidden")
    settings = Settings(backend="openai", context_tokens=1024, slots=3)
    assert "sk-hidden" not in repr(settings) + str(settings.model_dump())
    engine = make_engine(backend=await asyncio.to_thread(load_backend, settings))
    assert (engine.info.context_tokens, engine.info.slots) == (1024, 3)
    assert len(await read(engine.stream(ask(max_tokens=3)))) >= 2
