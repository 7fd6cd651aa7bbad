"""Many replies in one packed batch: what transformers' own `generate` says of each, alone."""

import random
from functools import partial

import pytest

pytest.importorskip("torch", reason="needs the extra [torch]")
pytest.importorskip("transformers", reason="needs the extra [torch]")

import torch
import transformers

from npcgen.engine.base import GenerationRequest, Message, Sampling
from tests.folder_factory import TinyFolder

WORLD = "The mill stands by the river and the river is high. "
SLICE = 64
TOKENS = 12
FAMILIES = {
    "llama": {},
    "qwen2": {},
    "qwen3": {"head_dim": 32},
    "phi3": {"pad_token_id": 0},
    "gpt2": {"n_positions": 512},
    "mistral": {"sliding_window": 24},
    "gemma3_text": {
        "sliding_window": 24,
        "layer_types": ["sliding_attention", "full_attention"],
        "head_dim": 16,
    },
}


def asks(npc, **sampling):
    return GenerationRequest(
        (Message("system", f"{WORLD} You are number {npc}."), Message("user", "Who are you?")),
        Sampling(**{"temperature": 0.0, **sampling}),
    )


def together(backend, requests, tokens=TOKENS):
    """The replies' token ids, all generated side by side."""
    sequences = [backend.open(request) for request in requests]
    live = list(sequences)
    while live:
        backend.step(live)
        live = [each for each in live if len(each.tokens) < each.prompt_tokens + tokens]
    for sequence in sequences:
        backend.close(sequence)
    return [each.tokens[each.prompt_tokens :] for each in sequences]


def by_generate(folder, prompts):
    """The specification: transformers' own greedy decoding, one prompt after the other."""
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    replies = []
    for prompt in prompts:
        ids = torch.tensor([prompt])
        mask = torch.ones_like(ids)
        found = model.generate(
            ids, attention_mask=mask, do_sample=False, max_new_tokens=TOKENS, pad_token_id=0
        )
        replies.append(found[0, len(prompt) :].tolist())
    return replies


@pytest.mark.parametrize("family", FAMILIES)
def test_a_full_batch_says_what_generate_says_alone(make_torch, tmp_path, family):
    model = TinyFolder(architecture=family, config=FAMILIES[family])
    backend = make_torch(model, slots=4, batch_tokens=SLICE)
    requests = [asks(npc) for npc in range(4)]
    prompts = [backend._prompt(request.messages) for request in requests]
    batched = together(backend, requests)
    assert batched == by_generate(tmp_path / "folder0", prompts)


@pytest.mark.parametrize("temperature", [0.0, 0.8])
def test_a_full_batch_says_what_each_says_alone(make_torch, temperature):
    requests = [asks(npc, temperature=temperature, seed=npc) for npc in range(4)]
    batched = together(make_torch(slots=4, batch_tokens=SLICE), requests)
    single = make_torch()
    assert batched == [one_by_one(single, request) for request in requests]


def one_by_one(backend, request):
    return together(backend, [request])[0]


def test_those_who_arrive_together_compute_the_world_once(make_torch):
    backend = make_torch(slots=4, batch_tokens=SLICE)
    sequences = [backend.open(asks(npc)) for npc in range(4)]
    sizes = [sequence.prompt_tokens for sequence in sequences]
    reused = [sequence.reused_tokens for sequence in sequences]
    computed = 0
    while not all(len(each.tokens) > each.prompt_tokens for each in sequences):
        slices = sum(step.computed for step in backend.step(sequences))
        assert slices <= SLICE
        computed += slices
    assert reused[0] == 0 < sizes[0] * 0.6 < min(reused[1:])
    assert computed == sum(sizes) - sum(reused)


def test_a_newcomer_shares_with_one_who_is_speaking(make_torch):
    backend = make_torch(slots=2)
    speaking = backend.open(asks(1, temperature=0.9))
    while not backend.step([speaking])[0].tokens:
        pass
    newcomer = backend.open(asks(2))
    assert newcomer.reused_tokens > newcomer.prompt_tokens * 0.6
    while len(newcomer.tokens) < newcomer.prompt_tokens + TOKENS:
        backend.step([speaking, newcomer])
    assert newcomer.tokens[newcomer.prompt_tokens :] == one_by_one(make_torch(), asks(2))


def test_a_leader_that_leaves_costs_its_follower_only_time(make_torch):
    backend = make_torch(slots=2, batch_tokens=16)
    leader, follower = (backend.open(asks(npc)) for npc in (1, 2))
    promised = follower.reused_tokens
    backend.step([leader, follower])
    backend.close(leader)
    while len(follower.tokens) < follower.prompt_tokens + TOKENS:
        backend.step([follower])
    assert follower.reused_tokens == 0 < promised
    assert follower.tokens[follower.prompt_tokens :] == one_by_one(make_torch(), asks(2))


def test_speakers_get_a_token_in_every_step_of_a_newcomers_prompt(make_torch):
    backend = make_torch(slots=2, batch_tokens=8)
    speaking = backend.open(asks(1))
    while not backend.step([speaking])[0].tokens:
        pass
    newcomer = backend.open(GenerationRequest((Message("user", "xyz " * 50),)))
    while not (steps := backend.step([speaking, newcomer]))[1].tokens:
        assert steps[0].tokens == 1
        assert steps[1].computed <= 8


def test_conversations_that_come_and_go_say_what_they_say_alone(make_torch):
    rng, single = random.Random(5), make_torch()
    expected = list(map(partial(one_by_one, single), map(asks, range(6))))
    backend, live = make_torch(slots=4, batch_tokens=16), {}
    for _ in range(400):
        if len(live) < 4 and rng.random() < 0.3:
            npc = rng.randrange(6)
            live[backend.open(asks(npc))] = npc
        if live:
            backend.step(list(live))
        for sequence, npc in list(live.items()):
            words = sequence.tokens[sequence.prompt_tokens :]
            assert words == expected[npc][: len(words)]
            if len(words) == TOKENS or rng.random() < 0.02:
                backend.close(sequence)
                del live[sequence]
