"""Replies through different adapters side by side: what each says alone, and nothing shared."""

import pytest

from npcgen.engine.adapters import list_adapters
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.backends.llama_cpp.turns import TURN_STEPS
from npcgen.engine.base import GenerationRequest, Message, Sampling
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.parking import ParkingLimits, ParkingLot
from npcgen.errors import FailedPrecondition
from tests.engine.asking import ask, finish
from tests.gguf_factory import TinyModel, write_gguf
from tests.lora_factory import TinyAdapter, write_adapter

WORLD = "The mill stands by the river and the river is high. " * 3
VOICES = ("", "gruff", "shy")


@pytest.fixture(params=["llama", "lfm2"])
def make_voices(request, tmp_path):
    """Makes backends of one tiny model with the adapters gruff and shy, and frees them.

    An lfm2 can't be cut back, so that it starts from snapshots.
    """
    tiny = TinyModel(architecture=request.param, context_length=1024)
    model = read_gguf(write_gguf(tmp_path / "base.gguf", tiny))
    for seed, name in enumerate(VOICES[1:], start=1):
        adapter = TinyAdapter(
            seed=seed, architecture=request.param, weights=("ffn_up", "ffn_down"), alpha=32
        )
        write_adapter(tmp_path / "adapters" / f"{name}.gguf", adapter)
    backends = []

    def make(parking=None, **parameters):
        chosen = LlamaParameters(**{"threads": 1, "slots": 1, "batch_tokens": 64, **parameters})
        adapters = list_adapters(tmp_path / "adapters", model)
        backends.append(LlamaCppBackend(model, chosen, parking=parking, adapters=adapters))
        return backends[-1]

    yield make
    for backend in backends:
        backend.shutdown()


def asks(adapter: str, text: str = "Who are you?") -> GenerationRequest:
    messages = (Message("system", WORLD), Message("user", text))
    return GenerationRequest(messages, Sampling(temperature=0), adapter=adapter)


def spoken(backend, requests, tokens=16):
    """The replies' token ids, generated side by side, and what each prompt reused."""
    sequences = [backend.open(request) for request in requests]
    live = list(sequences)
    while live:
        backend.step(live)
        live = [each for each in live if len(each.tokens) < each.prompt_tokens + tokens]
    for sequence in sequences:
        backend.close(sequence)
    replies = [each.tokens[each.prompt_tokens :] for each in sequences]
    return replies, [each.reused_tokens for each in sequences]


def test_each_adapter_says_something_else_to_the_same_prompt(make_voices):
    replies = [spoken(make_voices(), [asks(voice)])[0][0] for voice in VOICES]
    assert len(set(map(tuple, replies))) == 3


@pytest.mark.parametrize("kv_mode", ["split", "unified"])
def test_a_mixed_batch_says_what_each_says_alone(make_voices, kv_mode):
    requests = [asks(voice, text) for text in ("Who are you?", "A bed.") for voice in VOICES]
    alone = [spoken(make_voices(), [request])[0][0] for request in requests]
    mixed, _ = spoken(make_voices(slots=6, kv_mode=kv_mode), requests)
    assert mixed == alone


def test_nothing_is_reused_across_adapters(make_voices):
    backend = make_voices(slots=4)
    _, first = spoken(backend, [asks(voice) for voice in VOICES])
    assert first == [0, 0, 0]
    _, again = spoken(backend, [asks(voice) for voice in VOICES])
    assert min(again) > 100
    _, copied = spoken(backend, [asks("gruff"), asks("gruff", "A bed.")])
    assert copied[1] > 100


def test_a_slot_that_changes_its_adapter_starts_anew(make_voices):
    backend = make_voices(slots=1)
    alone = [spoken(make_voices(), [asks(voice)])[0][0] for voice in VOICES]
    for number in (0, 1, 2, 1, 0):
        (reply,), _ = spoken(backend, [asks(VOICES[number])])
        assert reply == alone[number]


def test_what_was_parked_returns_to_its_own_adapter_only(make_voices, tmp_path):
    def parking():
        return ParkingLot(ParkingLimits(), tmp_path / "parked", "base")

    backend = make_voices(parking=parking())
    first, _ = spoken(backend, [asks("gruff")])
    backend.shutdown()
    backend = make_voices(parking=parking())
    _, others = spoken(backend, [asks("shy")])
    again, reused = spoken(backend, [asks("gruff")])
    assert (others, again) == ([0], first)
    assert reused[0] > 100


def test_a_group_waits_for_the_others_turns_and_no_longer(make_voices):
    backend = make_voices(slots=4)
    sequences = [backend.open(asks(voice)) for voice in ("", "", "gruff", "shy")]
    waited = dict.fromkeys(sequences, 0)
    for _ in range(60):
        steps = backend.step(sequences)
        assert any(step.tokens or step.computed for step in steps)
        for sequence, step in zip(sequences, steps, strict=True):
            got_on = step.tokens or step.computed or sequence.leader is not None
            waited[sequence] = 0 if got_on else waited[sequence] + 1
            assert waited[sequence] <= 2 * TURN_STEPS
    said = [len(each.tokens) - each.prompt_tokens for each in sequences]
    assert max(said) - min(said) <= TURN_STEPS
    for sequence in sequences:
        backend.close(sequence)


async def test_an_engine_streams_replies_through_several_adapters(make_voices, make_engine):
    backend = make_voices(slots=3)
    engine = make_engine(backend=backend)
    assert [adapter.name for adapter in engine.info.adapters] == ["gruff", "shy"]
    greedy = Sampling(temperature=0)
    streams = [
        engine.stream(ask(sampling=greedy, max_tokens=20, adapter=voice)) for voice in VOICES
    ]
    texts = [(await finish(stream)).text for stream in streams]
    assert len(set(texts)) == 3


def test_an_adapter_that_is_not_there_takes_no_slot(make_voices):
    backend = make_voices(slots=1)
    with pytest.raises(FailedPrecondition, match="did you mean gruff"):
        backend.open(asks("gruf"))
    assert spoken(backend, [asks("gruff")])[0]
