"""Models whose memory can't be cut anywhere: one state (mamba), a state beside keys and values
(jamba, lfm2), a sliding window (gemma2). They reuse what they can, and say what they say alone.
"""

import random

import pytest

from npcgen.engine.base import GenerationRequest, Message, Sampling
from npcgen.engine.parking import ParkingLimits, ParkingLot
from tests.gguf_architectures import WINDOW
from tests.gguf_factory import TinyModel

GREEDY = Sampling(temperature=0)
WORLD = "The mill stands by the river and the river is high. " * 4
TOKENS = 12
WHO = "Ada says: Who are you, and who lives in the house by the river?"


@pytest.fixture(params=["mamba", "jamba", "lfm2", "gemma2"])
def make(request, make_llama):
    """Backends of one architecture."""
    model = TinyModel(architecture=request.param, says_bytes=False)
    return lambda **parameters: make_llama(model, **{"batch_tokens": 32, **parameters})


def npc(number, *lines):
    """What is said to an NPC of the world, and what it said, in turns."""
    roles = ("user", "assistant")
    said = [Message(roles[i % 2], line) for i, line in enumerate(lines or (WHO,))]
    system = Message("system", f"{WORLD}{number}{number} is a keeper of bees and sells honey.")
    return GenerationRequest((system, *said), GREEDY)


def speak(backend, request, steps=None):
    """A reply, alone in its backend: its sequence, closed, and its text."""
    sequence, text = backend.open(request), ""
    while len(sequence.tokens) < sequence.prompt_tokens + TOKENS:
        text += backend.step([sequence])[0].text
    backend.close(sequence)
    return sequence, text


def words(sequence):
    return sequence.tokens[sequence.prompt_tokens :]


def system_tokens(backend, request):
    """Tokens before the first words that aren't the system's."""
    segments = backend._template.segments(request.messages)
    return backend._vocabulary.encode_with_starts(segments)[1][1]


def test_the_next_turn_starts_behind_the_last_ones_prompt(make):
    warm, cold = make(slots=1), make(slots=1)
    first, text = speak(warm, npc(1))
    turn = npc(1, WHO, text, "And your sister?")
    again, _ = speak(warm, turn)
    fresh, _ = speak(cold, turn)
    assert fresh.reused_tokens == 0
    assert again.reused_tokens >= first.prompt_tokens
    assert again.tokens == fresh.tokens


def test_another_player_starts_behind_the_persona(make):
    warm, cold = make(slots=1), make(slots=1)
    speak(warm, npc(1, "Good day to you, keeper of bees, and to all who live by the river."))
    request = npc(1, "Where does this road lead to, and who has built it, and when was that?")
    again, _ = speak(warm, request)
    assert again.reused_tokens >= system_tokens(warm, request)
    assert again.tokens == speak(cold, request)[0].tokens


def test_a_third_persona_starts_behind_the_world(make):
    warm, cold = make(slots=1), make(slots=1)
    for number in (1, 2):
        speak(warm, npc(number))
    third, _ = speak(warm, npc(3))
    assert third.reused_tokens >= warm.count_tokens((Message("system", WORLD),)) * 0.8
    assert third.tokens == speak(cold, npc(3))[0].tokens


def test_a_line_taken_back_costs_only_that_line(make):
    warm, cold = make(slots=1), make(slots=1)
    first, text = speak(warm, npc(1))
    speak(warm, npc(1, WHO, text, "And your sister, and her husband, and their son?"))
    other = npc(1, WHO, text, "Tell me of the honey that you make, keeper of bees.")
    again, _ = speak(warm, other)
    assert again.reused_tokens >= first.prompt_tokens
    assert again.tokens == speak(cold, other)[0].tokens


def test_a_prompt_computed_ahead_serves_the_line_that_comes(make):
    warm = make(slots=1)
    ahead = GenerationRequest(npc(1, "Ada says:").messages, GREEDY, max_tokens=0)
    sequence = warm.open(ahead)
    while not warm.step([sequence])[0].tokens:
        pass
    warm.close(sequence)
    told, _ = speak(warm, npc(1))
    assert told.reused_tokens >= system_tokens(warm, npc(1))


def test_a_full_batch_says_what_each_says_alone(make):
    requests = [npc(number) for number in range(4)]
    alone = [speak(make(slots=1), request)[0].tokens for request in requests]
    backend = make(slots=4)
    sequences, computed = [backend.open(request) for request in requests], 0
    live = list(sequences)
    while live:
        computed += sum(step.computed for step in backend.step(live))
        live = [s for s in live if len(s.tokens) < s.prompt_tokens + TOKENS]
    assert [s.tokens[: len(a)] for s, a in zip(sequences, alone, strict=True)] == alone
    assert computed < sum(s.prompt_tokens for s in sequences) * 0.6


@pytest.mark.parametrize("kv_mode", ["split", "unified"])
def test_conversations_that_come_and_go_say_what_they_say_alone(make, kv_mode):
    rng = random.Random(5)
    backend = make(slots=3, batch_tokens=16, kv_mode=kv_mode)
    expected = [words(speak(make(slots=1), npc(number))[0]) for number in range(5)]
    live = {}
    for _ in range(400):
        if len(live) < 3 and rng.random() < 0.3:
            number = rng.randrange(5)
            live[backend.open(npc(number))] = number
        if live:
            backend.step([s for s in live if rng.random() < 0.8] or list(live))
        for sequence, number in list(live.items()):
            said = words(sequence)
            assert said == expected[number][: len(said)]
            if len(said) == TOKENS or rng.random() < 0.02:
                backend.close(sequence)
                del live[sequence]


def test_a_prompt_left_in_its_middle_leaves_nothing_wrong(make):
    backend, cold = make(slots=2), make(slots=1)
    for steps in range(1, 6):
        left = backend.open(npc(1))
        for _ in range(steps):
            backend.step([left])
        backend.close(left)
    assert speak(backend, npc(1))[0].tokens == speak(cold, npc(1))[0].tokens
    assert speak(backend, npc(2))[0].tokens == speak(cold, npc(2))[0].tokens


def test_a_leader_that_leaves_costs_its_follower_only_time(make):
    backend, cold = make(slots=2), make(slots=1)
    leader, follower = backend.open(npc(1)), backend.open(npc(2))
    backend.step([leader, follower])
    backend.close(leader)
    while len(follower.tokens) < follower.prompt_tokens + TOKENS:
        backend.step([follower])
    assert follower.tokens == speak(cold, npc(2))[0].tokens


def test_parked_conversations_return_as_if_they_had_never_left(make):
    backend = make(slots=1)
    firsts = [speak(backend, npc(number)) for number in range(4)]
    for number, (first, text) in enumerate(firsts):
        turn = npc(number, WHO, text, "And who was that?")
        again, _ = speak(backend, turn)
        assert again.reused_tokens >= first.prompt_tokens
        assert again.tokens == speak(make(slots=1), turn)[0].tokens


def test_a_restart_finds_them_on_disk(make, tmp_path):
    def lot():
        return ParkingLot(ParkingLimits(), tmp_path, "tiny")

    backend = make(slots=1, parking=lot())
    first, text = speak(backend, npc(1))
    backend.shutdown()
    turn = npc(1, WHO, text, "And who was that?")
    again, _ = speak(make(slots=1, parking=lot()), turn)
    assert again.reused_tokens >= first.prompt_tokens
    assert again.tokens == speak(make(slots=1), turn)[0].tokens


def test_without_room_for_snapshots_all_is_computed(make):
    nothing = ParkingLot(ParkingLimits(0, 0), None, "")
    backend, cold = make(slots=2, parking=nothing), make(slots=1)
    for number in (1, 2, 3, 1):
        assert speak(backend, npc(number))[0].tokens == speak(cold, npc(number))[0].tokens


def test_the_windows_of_these_prompts_are_too_small_for_them(make):
    backend = make(slots=1)
    assert backend.count_tokens(npc(1).messages) > 4 * WINDOW
