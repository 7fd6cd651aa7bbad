"""Replies from real GGUF files through the real llama.cpp."""

import pytest

from npcgen.engine.backends.llama_cpp.model import extra_buffers_are_safe
from npcgen.engine.base import FinishReason, GenerationRequest, Message, Sampling
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.slots import choose_context
from npcgen.engine.token_text import TextDecoder
from npcgen.errors import ConfigError, ContextTooSmall, InternalError, ModelUnusable
from tests.engine.asking import ask, finish
from tests.gguf_factory import CHATML, TinyModel, write_gguf

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


def test_model_info_is_what_the_file_says(make_llama):
    info = make_llama(TinyModel(quantisation="Q8_0", context_length=384)).info
    assert (info.name, info.backend, info.architecture) == ("model0", "llama_cpp", "llama")
    assert (info.parameters, info.quantisation) == (122048, "Q8_0")
    assert (info.context_tokens, info.slots, info.chat_template) == (384, 1, "model")
    assert (info.licence, info.description) == ("apache-2.0", "Random weights for tests.")


def test_a_file_without_a_template_gets_chatml(make_llama):
    plain, chatml = make_llama(TinyModel(chat_template=None)), make_llama()
    assert plain.info.chat_template == "default (chatml)"
    assert reply(plain, ask()) == reply(chatml, ask())


@pytest.mark.parametrize("tokenizer", ["spm", "bpe"])
@pytest.mark.parametrize("quantisation", ["F16", "Q8_0"])
def test_the_same_seed_gives_the_same_tokens(make_llama, tokenizer, quantisation):
    model = TinyModel(tokenizer=tokenizer, quantisation=quantisation)
    first, second = make_llama(model), make_llama(model)
    seven = ask(sampling=Sampling(seed=7))
    assert reply(first, seven) == reply(second, seven)
    assert reply(first, seven) != reply(first, ask(sampling=Sampling(seed=8)))


@pytest.mark.parametrize("seed", [0, 2**31, 2**32 - 1])
def test_every_seed_is_kept(make_llama, seed):
    backend = make_llama()
    request = ask(sampling=Sampling(seed=seed, temperature=2, min_p=0, top_k=0, top_p=1))
    assert reply(backend, request) == reply(backend, request)


def test_temperature_0_ignores_the_seed(make_llama):
    backend = make_llama()
    texts = [reply(backend, ask(sampling=Sampling(temperature=0, seed=seed))) for seed in (1, 2)]
    assert texts[0] == texts[1]


def test_the_repeat_penalty_counts_for_greedy_too(make_llama):
    backend = make_llama()
    plain = reply(backend, ask(sampling=Sampling(temperature=0, repeat_penalty=1)), 60)
    penalised = reply(backend, ask(sampling=Sampling(temperature=0, repeat_penalty=2)), 60)
    assert len(set(penalised)) > len(set(plain))


@pytest.mark.parametrize("sampling", [GREEDY, Sampling(seed=5)])
def test_reuse_changes_the_cost_and_not_the_reply(make_llama, sampling):
    warm, cold = make_llama(), make_llama()
    north = ask("tell me of the north", system="the keeper of the inn", sampling=sampling)
    first, _ = generate(warm, north)
    second = ask("tell me of the sea", system="the keeper of the inn", sampling=sampling)
    sequence, _ = generate(warm, second)
    fresh, _ = generate(cold, second)
    assert fresh.reused_tokens == 0
    reused = sequence.reused_tokens
    assert reused > 40
    assert fresh.tokens[:reused] == first.tokens[:reused]
    assert fresh.tokens[reused] != first.tokens[reused]
    assert sequence.tokens == fresh.tokens


def test_the_next_turn_reuses_the_reply_too(make_llama):
    backend = make_llama(TinyModel(tokenizer="bpe"))
    text = ""
    seeds = iter(range(100))
    while not text.isalpha() or not text.isascii():
        hello = ask("hello", sampling=Sampling(seed=next(seeds)))
        first, steps = generate(backend, hello, 2)
        text = steps[0].text
    turns = (Message("user", "hello"), Message("assistant", text), Message("user", "and"))
    second = backend.open(GenerationRequest(turns))
    assert second.reused_tokens == first.prompt_tokens + 1
    backend.close(second)


def test_the_same_prompt_computes_only_its_last_token(make_llama):
    backend = make_llama()
    generate(backend, ask())
    again, steps = generate(backend, ask(), tokens=1)
    assert again.reused_tokens == again.prompt_tokens - 1
    assert len(steps) == 1


def test_a_long_prompt_takes_one_slice_a_step(make_llama):
    backend = make_llama(batch_tokens=32)
    sequence, steps = generate(backend, ask("word " * 40), tokens=2)
    slices = -(-sequence.prompt_tokens // 32)
    assert [step.tokens for step in steps] == [0] * (slices - 1) + [1, 1]


def test_slices_do_not_change_the_reply(make_llama):
    request = ask("word " * 40, sampling=GREEDY)
    assert reply(make_llama(batch_tokens=16), request) == reply(make_llama(), request)


def test_a_reply_left_in_the_middle_of_its_prompt_leaves_what_it_computed(make_llama):
    backend = make_llama(batch_tokens=32)
    sequence = backend.open(ask("word " * 40))
    backend.step([sequence])
    backend.close(sequence)
    assert backend.open(ask("word " * 40)).reused_tokens == 32


def test_the_model_ends_its_reply(make_llama):
    request = ask(sampling=Sampling(temperature=0, repeat_penalty=1))
    tokens = reply(make_llama(), request)
    assert tokens[5] not in tokens[:5]
    _, steps = generate(make_llama(TinyModel(eos=tokens[5])), request)
    assert sum(step.tokens for step in steps) == 5
    assert steps[-1].finished is FinishReason.STOP
    assert steps[-1].text == ""


def test_a_role_marker_ends_the_reply_and_is_never_shown(make_llama):
    backend = make_llama(TinyModel(says_specials=True))
    for seed in range(40):
        wild = Sampling(seed=seed, temperature=2, top_k=0, top_p=1, min_p=0)
        sequence, steps = generate(backend, ask(sampling=wild), 100)
        said = sequence.tokens[sequence.prompt_tokens :]
        assert not {3, 4} & set(said)
        assert "<|im" not in "".join(step.text for step in steps)


class Saying:
    """A sampler that says what it was told to."""

    def __init__(self, tokens):
        self.tokens = list(tokens)

    def sample(self, context, row):
        return self.tokens.pop(0)

    def free(self):
        pass


def test_a_turn_that_ends_in_letters_ends_the_reply(make_llama):
    backend = make_llama(TinyModel(chat_template=None, has_chatml_tokens=False))
    sequence = backend.open(ask())
    sequence.sampler.free()
    sequence.sampler = Saying(backend._vocabulary._inner("hail <|im_end|>\n<|im_start|>user"))
    steps = []
    while not steps or not steps[-1].finished:
        steps += backend.step([sequence])
    backend.close(sequence)
    assert "".join(step.text for step in steps) == "hail "
    assert steps[-1].finished is FinishReason.STOP


def test_a_full_context_ends_with_length(make_llama):
    backend = make_llama(context_tokens=64)
    sequence, steps = generate(backend, ask("x" * 20), tokens=1000)
    assert steps[-1].finished is FinishReason.LENGTH
    assert len(sequence.tokens) == 64


def test_a_prompt_that_leaves_no_room_is_refused_with_the_numbers(make_llama):
    backend = make_llama(context_tokens=64)
    size = backend.count_tokens(ask("x").messages)
    backend.close(backend.open(ask("x" * (64 - size))))
    with pytest.raises(ContextTooSmall, match="the prompt has 64 tokens and the context 64"):
        backend.open(ask("x" * (65 - size)))


async def test_the_engine_streams_whole_characters(make_engine, make_llama):
    engine = make_engine(backend=make_llama())
    for seed in range(5):
        done = await finish(engine.stream(ask(max_tokens=60, sampling=Sampling(seed=seed))))
        assert done.usage.completion_tokens == 60
        done.text.encode()


def test_a_character_of_four_tokens_comes_when_it_is_whole():
    decoder = TextDecoder()
    given = [bytes([byte]) for byte in " é😀!".encode()]
    assert [decoder.feed(byte) for byte in given] == ["", "", "é", "", "", "", "😀", "!"]


def test_bytes_that_are_no_character_are_replaced():
    decoder = TextDecoder()
    assert decoder.feed(b"a\xff") + decoder.feed(b"\xc3") + decoder.feed(b"b") == "a\ufffd\ufffdb"


def test_a_failed_decode_forgets_the_slot_and_is_typed(make_llama):
    backend = make_llama()
    sequence = backend.open(ask())
    sequence.tokens[3] = 10**6
    with pytest.raises(InternalError, match="llama_decode returned -1"):
        backend.step([sequence])
    backend.close(sequence)
    again, _ = generate(backend, ask(sampling=GREEDY))
    assert again.reused_tokens == 0
    assert again.tokens == generate(make_llama(), ask(sampling=GREEDY))[0].tokens


@pytest.mark.parametrize(
    ("info", "safe"),
    [
        ("CPU : AVX2 = 1 | AVX512 = 1 | REPACK = 1 | ", True),
        ("CPU : AVX2 = 1 | AMX_INT8 = 1 | REPACK = 1 | ", False),
        ("CPU : AMX_INT8 = 0 | AVX512 = 1 | ", True),
        ("CUDA : ARCHS = 900 | CPU : AMX_INT8 = 1 |", False),
        ("", True),
    ],
)
def test_amx_turns_the_extra_buffers_off(info, safe):
    assert extra_buffers_are_safe(info) is safe


def test_the_context_is_at_most_what_the_model_knows(tmp_path):
    file = read_gguf(write_gguf(tmp_path / "m.gguf", TinyModel(context_length=512)))
    long = read_gguf(write_gguf(tmp_path / "l.gguf", TinyModel(context_length=131072)))
    assert (choose_context(file, 0), choose_context(file, 256)) == (512, 256)
    assert (choose_context(long, 0), choose_context(long, 16384)) == (8192, 16384)
    with pytest.raises(
        ConfigError, match=r"context_tokens is 513, but m\.gguf was trained with 512"
    ):
        choose_context(file, 513)


def test_gpu_layers_need_a_build_for_a_gpu(make_llama):
    import llama_cpp

    if llama_cpp.llama_supports_gpu_offload():
        pytest.skip("this build has a GPU")
    with pytest.raises(ConfigError, match="n_gpu_layers is -1"):
        make_llama(n_gpu_layers=-1)


def test_an_unknown_architecture_is_named(make_llama):
    with pytest.raises(ModelUnusable, match=r"model0.gguf can't be loaded: .*'warlock'"):
        make_llama(TinyModel(architecture="warlock"))


def test_a_broken_template_is_refused_and_frees_the_model(make_llama):
    with pytest.raises(ModelUnusable, match="chat template can't be used"):
        make_llama(TinyModel(chat_template=CHATML + "{% endfor %}"))


def test_nothing_is_printed(make_llama, capfd):
    generate(make_llama(), ask())
    with pytest.raises(ModelUnusable):
        make_llama(TinyModel(architecture="warlock"))
    assert capfd.readouterr() == ("", "")
