"""How much of the prompts goes into a step, and the modes of the cache it goes through."""

import pytest

from npcgen.engine.base import GenerationRequest, Message, Sampling
from npcgen.engine.slices import slice_size


@pytest.mark.parametrize(
    ("speakers", "prompts", "size"),
    [(0, 1, 128), (3, 1, 128), (4, 1, 24), (7, 1, 24), (4, 4, 128), (7, 2, 128), (8, 2, 24)],
)
def test_a_slice_is_short_where_one_newcomer_would_hold_up_many(speakers, prompts, size):
    assert slice_size(128, 24, speakers=speakers, prompts=prompts) == size


@pytest.mark.parametrize("flash_attention", ["auto", "off", "on"])
@pytest.mark.parametrize("kv_mode", ["split", "unified"])
def test_every_mode_shares_what_two_prompts_have_in_common(make_llama, kv_mode, flash_attention):
    backend = make_llama(slots=3, kv_mode=kv_mode, flash_attention=flash_attention)
    world = "The mill stands by the river. " * 4
    replies = []
    for _ in range(2):
        messages = (Message("system", world), Message("user", "Who are you?"))
        sequence = backend.open(GenerationRequest(messages, Sampling(temperature=0)))
        while len(sequence.tokens) < sequence.prompt_tokens + 12:
            backend.step([sequence])
        replies.append((sequence.tokens, sequence.reused_tokens))
    (first, _), (again, reused) = replies
    assert again == first
    assert reused == backend.count_tokens(messages) - 1
