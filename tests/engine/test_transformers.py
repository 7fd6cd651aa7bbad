"""Replies from real model folders through the real transformers and torch."""

import time

import pytest

pytest.importorskip("torch", reason="needs the extra [torch]")
pytest.importorskip("transformers", reason="needs the extra [torch]")

from npcgen.engine.base import FinishReason, GenerationRequest, Message, Sampling, TextDelta
from npcgen.errors import ContextTooSmall, FailedPrecondition
from tests.engine.asking import ask, finish, read
from tests.folder_factory import TinyFolder

GREEDY = Sampling(temperature=0)


def generate(backend, request, tokens=20):
    """The sequence after so many tokens, closed, and its steps."""
    sequence = backend.open(request)
    steps = []
    while sum(step.tokens for step in steps) < tokens:
        steps += backend.step([sequence])
        if steps[-1].finished:
            break
    backend.close(sequence)
    return sequence, steps


def reply(backend, request, tokens=20):
    """The token ids of a reply."""
    sequence, _ = generate(backend, request, tokens)
    return sequence.tokens[sequence.prompt_tokens :]


def test_model_info_is_what_the_folder_says(make_torch):
    info = make_torch(TinyFolder(architecture="qwen2", context_length=384), slots=3).info
    assert (info.name, info.backend, info.architecture) == ("folder0", "transformers", "qwen2")
    assert (info.context_tokens, info.slots, info.chat_template) == (384, 3, "model")
    assert (info.parameters, info.quantisation) == (110272, "none on cpu")


def test_a_folder_without_a_template_gets_chatml(make_torch):
    plain, chatml = make_torch(TinyFolder(chat_template=None)), make_torch()
    assert plain.info.chat_template == "default (chatml)"
    assert reply(plain, ask(sampling=GREEDY)) == reply(chatml, ask(sampling=GREEDY))


def test_the_same_seed_gives_the_same_tokens(make_torch):
    first, second = make_torch(), make_torch()
    seven = ask(sampling=Sampling(seed=7))
    assert reply(first, seven) == reply(second, seven) == reply(first, seven)
    assert reply(first, seven) != reply(first, ask(sampling=Sampling(seed=8)))


@pytest.mark.parametrize("sampling", [GREEDY, Sampling(seed=5)])
def test_reuse_changes_the_cost_and_not_the_reply(make_torch, sampling):
    warm, cold = make_torch(), make_torch()
    first, _ = generate(warm, ask("of the north", system="the keeper", sampling=sampling))
    second = ask("of the sea", system="the keeper", sampling=sampling)
    sequence, steps = generate(warm, second)
    fresh, _ = generate(cold, second)
    reused = sequence.reused_tokens
    assert fresh.reused_tokens == 0
    assert fresh.tokens[:reused] == first.tokens[:reused]
    assert fresh.tokens[reused] != first.tokens[reused]
    assert sum(step.computed for step in steps) == sequence.prompt_tokens - reused
    assert sequence.tokens == fresh.tokens


def test_the_next_turn_reuses_the_reply_too(make_torch):
    backend = make_torch()
    text, seeds = "", iter(range(200))
    while not text.isalpha() or not text.isascii():
        first, steps = generate(backend, ask("hello", sampling=Sampling(seed=next(seeds))), 2)
        text = steps[0].text
    turns = (Message("user", "hello"), Message("assistant", text), Message("user", "and"))
    assert backend.open(GenerationRequest(turns)).reused_tokens == first.prompt_tokens + 1


def test_the_same_prompt_computes_only_its_last_token(make_torch):
    backend = make_torch()
    generate(backend, ask())
    again, steps = generate(backend, ask(), tokens=1)
    assert again.reused_tokens == again.prompt_tokens - 1
    assert len(steps) == 1


def test_a_long_prompt_takes_one_slice_a_step(make_torch):
    sequence, steps = generate(make_torch(batch_tokens=32), ask("word " * 40), tokens=2)
    slices = -(-sequence.prompt_tokens // 32)
    assert [step.tokens for step in steps] == [0] * (slices - 1) + [1, 1]


def test_slices_do_not_change_the_reply(make_torch):
    request = ask("word " * 40, sampling=GREEDY)
    assert reply(make_torch(batch_tokens=16), request) == reply(make_torch(), request)


def test_the_model_ends_its_reply(make_torch):
    request = ask(sampling=GREEDY)
    tokens = reply(make_torch(), request)
    assert tokens[3] not in tokens[:3]
    _, steps = generate(make_torch(TinyFolder(eos=tokens[3])), request)
    assert sum(step.tokens for step in steps) == 3
    assert steps[-1].finished is FinishReason.STOP


def test_a_role_marker_ends_the_reply_and_is_never_shown(make_torch):
    backend, ended = make_torch(TinyFolder(says_specials=True)), 0
    for seed in range(40):
        wild = Sampling(seed=seed, temperature=2, top_k=0, top_p=1, min_p=0)
        sequence, steps = generate(backend, ask(sampling=wild), 100)
        assert not {3, 4} & set(sequence.tokens[sequence.prompt_tokens :])
        assert "<|im" not in "".join(step.text for step in steps)
        ended += steps[-1].finished is FinishReason.STOP
    assert ended


def test_a_full_context_ends_with_length(make_torch):
    sequence, steps = generate(make_torch(context_tokens=64), ask("x" * 20), tokens=1000)
    assert steps[-1].finished is FinishReason.LENGTH
    assert len(sequence.tokens) == 64


def test_a_prompt_that_leaves_no_room_is_refused_with_the_numbers(make_torch):
    backend = make_torch(context_tokens=64)
    size = backend.count_tokens(ask("x").messages)
    backend.close(backend.open(ask("x" * (64 - size))))
    with pytest.raises(ContextTooSmall, match="the prompt has 64 tokens and the context 64"):
        backend.open(ask("x" * (65 - size)))


@pytest.mark.parametrize("tokenizer", ["spm", "bpe"])
def test_what_is_forgotten_is_reused_no_more(make_torch, tokenizer):
    backend = make_torch(TinyFolder(tokenizer=tokenizer), slots=3)
    secret, other = ask("the key lies under the mill"), ask("what does the bread cost here?")
    for request in (secret, other):
        generate(backend, request)
    speaking = backend.open(ask("the key lies under the mill, too"))
    backend.step([speaking])
    backend.forget([Message("user", "the key lies under the mill")])
    backend.close(speaking)
    assert generate(backend, other)[0].reused_tokens == backend.count_tokens(other.messages) - 1
    marks = backend.count_tokens([Message("user", "")])
    assert generate(backend, secret)[0].reused_tokens < marks


def test_an_adapter_is_refused_by_its_name(make_torch):
    with pytest.raises(FailedPrecondition, match="adapter 'gruff': the transformers backend"):
        make_torch().open(ask(adapter="gruff"))


async def test_the_engine_streams_whole_characters(make_engine, make_torch):
    engine = make_engine(backend=make_torch())
    for seed in range(5):
        done = await finish(engine.stream(ask(max_tokens=60, sampling=Sampling(seed=seed))))
        assert done.usage.completion_tokens == 60
        done.text.encode()


async def test_a_cancel_ends_the_reply_and_frees_its_slot(make_engine, make_torch):
    engine = make_engine(backend=make_torch())
    stream = engine.stream(ask(max_tokens=400))
    async for event in stream:
        if isinstance(event, TextDelta):
            stream.cancel()
        last = event
    assert last.finish_reason is FinishReason.CANCELLED
    assert last.usage.completion_tokens < 400
    assert (await finish(engine.stream(ask(max_tokens=5)))).usage.completion_tokens == 5


async def test_a_missed_deadline_keeps_what_was_said(make_engine, make_torch):
    engine = make_engine(backend=make_torch())
    await read(engine.stream(ask(max_tokens=1)))
    stream = engine.stream(ask(max_tokens=0x7FFF, deadline=time.monotonic() + 0.2))
    done = await finish(stream)
    assert done.finish_reason in (FinishReason.DEADLINE, FinishReason.LENGTH)
    assert done.text


def test_a_failed_step_leaves_its_slot_as_it_was(make_torch):
    backend = make_torch()
    first, _ = generate(backend, ask("well", sampling=GREEDY))
    broken = backend.open(ask("well and good", sampling=GREEDY))
    broken.tokens[-1] = 10**6
    with pytest.raises(IndexError):
        backend.step([broken])
    backend.close(broken)
    again, _ = generate(backend, ask("well", sampling=GREEDY))
    assert 0 < again.reused_tokens < again.prompt_tokens
    assert again.tokens == first.tokens


def test_a_stopped_backend_may_be_stopped_again(make_torch):
    backend = make_torch()
    generate(backend, ask())
    backend.shutdown()
    backend.shutdown()
    assert backend.stats().evictions == 0
