"""A decode that is cut short leaves no trace in those who go on."""

import random

import pytest

from npcgen.engine.backends.llama_cpp.abort import is_worth_it
from npcgen.engine.base import Message, Sampling, Step
from tests.engine.asking import ask
from tests.gguf_factory import TinyModel

GREEDY = Sampling(temperature=0)
TOKENS = 12


@pytest.fixture(params=["llama", "mamba", "jamba", "lfm2", "gemma2"])
def make(request, make_llama):
    """Backends of one architecture."""
    model = TinyModel(architecture=request.param)
    return lambda **parameters: make_llama(model, **{"batch_tokens": 32, **parameters})


def npc(number):
    world = "The mill stands by the river and the river is high. " * 3
    return ask(f"who are you, number {number}?", system=world, sampling=GREEDY)


def spoken(sequence):
    return sequence.tokens[sequence.prompt_tokens :][:TOKENS]


def speak(backend, sequence, others=()):
    while len(sequence.tokens) < sequence.prompt_tokens + TOKENS:
        backend.step([sequence, *others])
    return spoken(sequence)


def alone(make, number):
    backend = make(slots=1)
    return speak(backend, backend.open(npc(number)))


def test_an_aborted_step_gives_nothing_and_the_next_one_goes_on(make):
    backend = make(slots=1)
    sequence = backend.open(npc(1))
    backend.step([sequence])
    backend._abort.set()
    assert backend.step([sequence]) == [Step()]
    assert speak(backend, sequence) == alone(make, 1)


def test_those_who_stay_say_what_they_say_alone(make):
    backend = make(slots=3)
    speaking, leaving, waiting = (backend.open(npc(number)) for number in (1, 2, 3))
    while not speaking.is_speaking or len(speaking.tokens) < speaking.prompt_tokens + 3:
        backend.step([speaking])
    backend.step([speaking, leaving, waiting])
    backend._abort.set()
    backend.step([speaking, leaving, waiting])
    backend.close(leaving)
    assert speak(backend, waiting, [speaking]) == alone(make, 3)
    assert speak(backend, speaking) == alone(make, 1)


def test_whoever_left_leaves_nothing_wrong_behind(make):
    backend = make(slots=2)
    leaving = backend.open(npc(1))
    for _ in range(3):
        backend.step([leaving])
    backend._abort.set()
    backend.step([leaving])
    backend.close(leaving)
    assert speak(backend, backend.open(npc(1))) == alone(make, 1)


def test_aborts_at_any_time_change_no_reply(make):
    rng = random.Random(11)
    backend = make(slots=3, batch_tokens=16)
    expected = [alone(make, number) for number in range(4)]
    live = {}
    for _ in range(300):
        if len(live) < 3 and rng.random() < 0.3:
            number = rng.randrange(4)
            live[backend.open(npc(number))] = number
        if live:
            if rng.random() < 0.1:
                backend._abort.set()
            backend.step(list(live))
        for sequence, number in list(live.items()):
            assert spoken(sequence) == expected[number][: len(spoken(sequence))]
            if len(spoken(sequence)) == TOKENS or rng.random() < 0.03:
                backend.close(sequence)
                del live[sequence]


@pytest.mark.parametrize(
    ("unwanted", "tokens", "plain", "whole_only"),
    [(0, 8, False, False), (3, 8, False, False), (4, 8, True, False), (8, 8, True, True)],
)
def test_a_step_is_cut_when_most_of_it_is_for_nobody(unwanted, tokens, plain, whole_only):
    assert is_worth_it(unwanted, tokens, is_whole_only=False) is plain
    assert is_worth_it(unwanted, tokens, is_whole_only=True) is whole_only
    assert not is_worth_it(0, 0, is_whole_only=False)


def test_an_interrupt_counts_what_the_step_computes(make_llama):
    backend = make_llama(slots=2, batch_tokens=32)
    speaking, reading = backend.open(npc(1)), backend.open(ask("xyz " * 40))
    while not speaking.is_speaking:
        backend.step([speaking])
    backend.step([speaking, reading])
    backend.interrupt([speaking])
    assert backend.step([speaking, reading])[0].tokens == 1
    backend.interrupt([reading])
    assert backend.step([speaking, reading]) == [Step(), Step()]


def test_a_forgotten_line_is_in_no_slot(make_llama):
    backend = make_llama(slots=2)
    speak(backend, kept := backend.open(npc(1)))
    speak(backend, gone := backend.open(npc(2)))
    backend.close(kept)
    backend.close(gone)
    backend.forget([Message("user", "who are you, number 2?")])
    assert backend.open(npc(1)).reused_tokens == kept.prompt_tokens - 1
    assert backend.open(npc(2)).reused_tokens < gone.prompt_tokens - 10


def test_a_line_forgotten_while_it_is_answered_goes_at_the_end(make_llama):
    backend = make_llama(slots=1)
    sequence = backend.open(npc(2))
    backend.step([sequence])
    backend.forget([Message("user", "who are you, number 2?")])
    assert speak(backend, sequence)
    backend.close(sequence)
    assert backend.open(npc(2)).reused_tokens == 0
