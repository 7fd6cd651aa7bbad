"""What a chosen token makes of a reply, in a vocabulary whose tokens are letters."""

import pytest

from npcgen.engine.base import FinishReason, Step
from npcgen.engine.slot_reuse import SlotReuse
from npcgen.engine.slot_sequence import SlotSequence
from npcgen.engine.speech import Speech

END = 0


class Letters:
    def ends_turn(self, token):
        return token == END

    def piece(self, token):
        return chr(token).encode()


class Counted(SlotReuse):
    """Slots that hold nothing but a count."""

    def _fill(self, sequence, plan):
        sequence.computed = sequence.reused_tokens = plan.kept

    def _copy(self, donor, sequence):
        sequence.computed = sequence.reused_tokens


@pytest.fixture
def begin():
    def make(prompt="hail", ends=(), context_tokens=100):
        reuse = Counted(1)
        plan = reuse.plan([ord(letter) for letter in prompt])
        sequence = SlotSequence(plan.slot, [ord(letter) for letter in prompt], None, ends)
        reuse.begin(sequence, plan)
        return Speech(Letters(), reuse, context_tokens), sequence

    return make


def test_a_token_shows_what_it_writes_and_is_computed_next(begin):
    speech, sequence = begin()
    sequence.computed = 4
    assert speech.say(sequence, ord("a")) == Step("a", tokens=1)
    assert (sequence.tokens[4:], sequence.is_speaking) == ([ord("a")], True)


@pytest.mark.parametrize("token", [END, None])
def test_the_end_of_a_turn_adds_no_token_and_shows_what_was_held_back(begin, token):
    speech, sequence = begin(ends=("<|end|>",))
    assert speech.say(sequence, ord("<")) == Step("", tokens=1)
    assert speech.say(sequence, token) == Step("<", finished=FinishReason.STOP)
    assert len(sequence.tokens) == 5


def test_an_end_in_letters_stops_a_reply_and_is_not_shown(begin):
    speech, sequence = begin(ends=("!!",))
    steps = [speech.say(sequence, ord(letter)) for letter in "a!!"]
    assert [step.text for step in steps] == ["a", "", ""]
    assert [step.finished for step in steps] == [None, None, FinishReason.STOP]


def test_a_reply_ends_where_the_context_does(begin):
    speech, sequence = begin(context_tokens=6)
    assert speech.say(sequence, ord("a")).finished is None
    assert speech.say(sequence, ord("b")) == Step("b", tokens=1, finished=FinishReason.LENGTH)
