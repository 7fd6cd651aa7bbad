"""How much of the prompts goes into a step, and the modes of the cache it goes through."""

import pytest

from npcgen.engine.base import GenerationRequest, Message, Sampling
from npcgen.engine.slices import CROWD_S, HOLD_S, SHORTEST_SLICE, UNNOTICED_S, SliceSizer, StepLoad


def cost_s(load, depth=0):
    """What a step takes on an imaginary machine; tokens cost more with what stands before them."""
    per_token = 0.0006 * (1 + depth / 1000)
    return (0.005 + 0.004 * load.speakers if load.speakers else 0.002) + (
        per_token * load.prompt_tokens
    )


def test_a_newcomer_at_most_doubles_the_step_of_a_room_of_speakers():
    sizer, speakers, left = SliceSizer(128), 7, 2000
    usual = cost_s(StepLoad(speakers))
    steps = []
    while left:
        size = min(left, sizer.size(StepLoad(speakers, 1, left)))
        load = StepLoad(speakers, prompt_tokens=size)
        steps.append(cost_s(load, depth=2000 - left))
        sizer.took(steps[-1], load)
        left -= size
    assert max(steps) <= 2.1 * usual
    assert len(steps) < 2000 / 8


def test_one_speaker_waits_no_longer_than_anybody_notices():
    sizer = SliceSizer(128)
    for load in (StepLoad(1), StepLoad(1, prompt_tokens=64)):
        sizer.took(cost_s(load), load)
    size = sizer.size(StepLoad(1, 1, 2000))
    assert UNNOTICED_S * 0.9 < cost_s(StepLoad(1, prompt_tokens=size)) <= UNNOTICED_S


def test_a_crowd_gets_the_longest_slices_that_its_bound_allows():
    sizer = SliceSizer(1024)
    load = StepLoad(0, prompt_tokens=100)
    sizer.took(cost_s(load), load)
    size = sizer.size(StepLoad(3, 5, 900))
    assert CROWD_S * 0.9 < cost_s(StepLoad(3, prompt_tokens=size)) < CROWD_S * 1.2


def test_however_dear_tokens_are_a_prompt_gets_on():
    sizer = SliceSizer(128)
    for load in (StepLoad(7), StepLoad(7, prompt_tokens=16)):
        sizer.took(0.03 + load.prompt_tokens, load)
    assert sizer.size(StepLoad(7, 1, 2000)) == SHORTEST_SLICE


def test_those_who_speak_are_held_for_a_crowd_but_not_for_ever():
    sizer, crowd = SliceSizer(128), StepLoad(4, 4, 900)
    held_s = 0.0
    while sizer.holds(crowd):
        sizer.took(0.25, StepLoad(0, prompt_tokens=128))
        held_s += 0.25
    assert 0.5 < held_s <= HOLD_S
    sizer.took(0.03, StepLoad(4))
    assert sizer.holds(crowd)


@pytest.mark.parametrize("load", [StepLoad(7, 1, 2000), StepLoad(1, 1, 2000), StepLoad(3, 0, 0)])
def test_nobody_is_held_for_a_single_newcomer(load):
    assert not SliceSizer(128).holds(load)


def test_what_little_is_left_is_done_with_at_once():
    sizer = SliceSizer(128)
    for load in (StepLoad(7), StepLoad(0, prompt_tokens=128)):
        sizer.took(cost_s(load), load)
    assert sizer.size(StepLoad(7, 1, 200)) == 128


def test_the_end_of_a_long_prompt_is_no_reason_to_hurry():
    sizer = SliceSizer(128)
    for load in (StepLoad(7), StepLoad(7, prompt_tokens=16)):
        sizer.took(cost_s(load), load)
    easing = sizer.size(StepLoad(7, 1, 2000))
    assert sizer.size(StepLoad(7, 1, 200)) == easing < 128


def test_nothing_is_known_of_the_first_step():
    assert SliceSizer(128).size(StepLoad(0, 8, 4000)) == 128


def test_a_newcomer_lets_a_room_nobody_has_timed_speak_once():
    sizer, load = SliceSizer(128), StepLoad(7, 1, 2000)
    assert sizer.size(load) == 0
    sizer.took(0.03, StepLoad(7))
    assert sizer.size(load) > 0


def test_a_hiccup_of_the_machine_is_mostly_forgotten():
    calm, shaken = SliceSizer(128), SliceSizer(128)
    load = StepLoad(0, prompt_tokens=128)
    for sizer in (calm, shaken):
        for _ in range(5):
            sizer.took(0.2, load)
    shaken.took(60.0, load)
    for _ in range(8):
        shaken.took(0.2, load)
    wanted = StepLoad(0, 1, 2000)
    assert shaken.size(wanted) == calm.size(wanted)


def test_who_has_one_token_left_speaks():
    assert StepLoad.of([1, 1, 30, 500]) == StepLoad(2, 2, 530)


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
