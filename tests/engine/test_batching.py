"""Many replies in one batch: the same tokens as alone, and nothing computed twice."""

import random

import pytest

from npcgen.engine.base import GenerationRequest, Message, Sampling
from npcgen.engine.parking import ParkingLimits, ParkingLot

WORLD = "The mill stands by the river and the river is high. " * 3
SLICE = 64


def asks(npc: int, sampling: Sampling) -> GenerationRequest:
    return GenerationRequest(
        (Message("system", f"{WORLD} You are number {npc}."), Message("user", "Who are you?")),
        sampling,
    )


def together(backend, requests, tokens=12):
    """The replies' token ids, all generated side by side, and the prompt tokens computed."""
    sequences = [backend.open(request) for request in requests]
    replies, computed, live = {}, 0, list(sequences)
    while live:
        steps = backend.step(live)
        computed += sum(step.computed for step in steps)
        assert sum(step.computed for step in steps) <= SLICE
        for sequence in list(live):
            if len(sequence.tokens) >= sequence.prompt_tokens + tokens:
                live.remove(sequence)
    for sequence in sequences:
        replies[sequence] = sequence.tokens[sequence.prompt_tokens :]
        backend.close(sequence)
    return [replies[sequence] for sequence in sequences], computed


def alone(make_llama, requests):
    return [together(make_llama(slots=1), [request])[0][0] for request in requests]


@pytest.mark.parametrize("temperature", [0.0, 0.8])
def test_a_full_batch_says_what_each_says_alone(make_llama, temperature):
    requests = [asks(npc, Sampling(temperature=temperature, seed=npc)) for npc in range(4)]
    batched, _ = together(make_llama(slots=4, batch_tokens=SLICE), requests)
    assert batched == alone(make_llama, requests)


def test_those_who_arrive_together_compute_the_world_once(make_llama):
    backend = make_llama(slots=4, batch_tokens=SLICE)
    requests = [asks(npc, Sampling(temperature=0)) for npc in range(4)]
    size = backend.count_tokens(requests[0].messages)
    _, computed = together(backend, requests)
    assert size <= computed < size * 1.5


def test_a_newcomer_shares_with_one_who_is_speaking(make_llama):
    backend = make_llama(slots=2)
    speaking = backend.open(asks(1, Sampling()))
    while not backend.step([speaking])[0].tokens:
        pass
    newcomer = backend.open(asks(2, Sampling(temperature=0)))
    assert newcomer.reused_tokens > newcomer.prompt_tokens * 0.7
    while len(newcomer.tokens) < newcomer.prompt_tokens + 12:
        backend.step([speaking, newcomer])
    words = newcomer.tokens[newcomer.prompt_tokens :]
    assert [words] == alone(make_llama, [asks(2, Sampling(temperature=0))])


def test_a_leader_that_leaves_costs_its_follower_only_time(make_llama):
    backend = make_llama(slots=2)
    leader, follower = (backend.open(asks(npc, Sampling(temperature=0))) for npc in (1, 2))
    backend.step([leader, follower])
    backend.close(leader)
    while len(follower.tokens) < follower.prompt_tokens + 12:
        backend.step([follower])
    words = follower.tokens[follower.prompt_tokens :]
    assert [words] == alone(make_llama, [asks(2, Sampling(temperature=0))])


def test_speakers_get_a_token_in_every_step_of_a_newcomers_prompt(make_llama):
    backend = make_llama(slots=2, batch_tokens=8)
    speaking = backend.open(asks(1, Sampling(temperature=0)))
    while not backend.step([speaking])[0].tokens:
        pass
    newcomer = backend.open(GenerationRequest((Message("user", "xyz " * 50),)))
    while not (steps := backend.step([speaking, newcomer]))[1].tokens:
        assert steps[0].tokens == 1
        assert steps[1].computed <= 8


def test_conversations_that_come_and_go_say_what_they_say_alone(make_llama):
    rng = random.Random(5)
    backend = make_llama(slots=4, batch_tokens=16)
    expected = dict(
        enumerate(alone(make_llama, [asks(n, Sampling(temperature=0)) for n in range(6)]))
    )
    live = {}
    for _ in range(600):
        if len(live) < 4 and rng.random() < 0.3:
            npc = rng.randrange(6)
            live[backend.open(asks(npc, Sampling(temperature=0)))] = npc
        if live:
            backend.step(list(live))
        for sequence, npc in list(live.items()):
            words = sequence.tokens[sequence.prompt_tokens :]
            assert words == expected[npc][: len(words)]
            if len(words) == 12 or rng.random() < 0.02:
                backend.close(sequence)
                del live[sequence]


def one_by_one(backend, requests, tokens=12):
    """Each reply in turn, with what its prompt reused."""
    replies, reused = [], []
    for request in requests:
        sequence = backend.open(request)
        reused.append(sequence.reused_tokens / sequence.prompt_tokens)
        while len(sequence.tokens) < sequence.prompt_tokens + tokens:
            backend.step([sequence])
        replies.append(sequence.tokens[sequence.prompt_tokens :])
        backend.close(sequence)
    return replies, reused


def personal(npc: int) -> GenerationRequest:
    """A prompt that shares little with others."""
    text = f"{npc} is my number. " * 12
    return GenerationRequest((Message("user", text),), Sampling(temperature=0))


def test_parked_conversations_return_as_if_they_had_never_left(make_llama):
    backend = make_llama(slots=2)
    requests = [personal(npc) for npc in range(6)]
    first, cold = one_by_one(backend, requests)
    again, warm = one_by_one(backend, requests)
    assert again == first
    assert max(cold) < 0.5
    assert min(warm) > 0.9


def test_a_restart_finds_parked_conversations_on_disk(make_llama, tmp_path):
    requests = [personal(npc) for npc in range(3)]
    backend = make_llama(slots=2, parking=parking(tmp_path))
    first, _ = one_by_one(backend, requests)
    backend.shutdown()
    again, warm = one_by_one(make_llama(slots=2, parking=parking(tmp_path)), requests)
    assert again == first
    assert min(warm) > 0.9


def test_a_damaged_parked_file_is_computed_again(make_llama, tmp_path):
    backend = make_llama(slots=1, parking=parking(tmp_path))
    first, _ = one_by_one(backend, [personal(1)])
    backend.shutdown()
    (path,) = tmp_path.rglob("*.parked")
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    again, reused = one_by_one(make_llama(slots=1, parking=parking(tmp_path)), [personal(1)])
    assert (again, reused) == (first, [0.0])


@pytest.mark.parametrize(
    "settings",
    [{"slots": 3}, {"kv_mode": "unified"}, {"flash_attention": "on"}, {"context_tokens": 256}],
)
def test_states_of_other_settings_are_loaded_or_computed_again(make_llama, tmp_path, settings):
    backend = make_llama(slots=2, parking=parking(tmp_path))
    one_by_one(backend, [personal(1)])
    backend.shutdown()
    fresh, _ = one_by_one(make_llama(**{"slots": 2, **settings}), [personal(1)])
    changed = make_llama(**{"slots": 2, **settings}, parking=parking(tmp_path))
    assert one_by_one(changed, [personal(1)])[0] == fresh


def parking(folder):
    return ParkingLot(ParkingLimits(), folder, "tiny")
