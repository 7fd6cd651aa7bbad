"""One reply that fails, and one that waits for another machine, beside others."""

import asyncio

import pytest

from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import FinishReason, Sampling, Step
from npcgen.errors import Unavailable
from tests.engine.asking import ask, finish, read


class FussyBackend(ScriptedBackend):
    """Fails the replies whose seed is 13 at their second word."""

    def open(self, request):
        sequence = super().open(request)
        self.unlucky = getattr(self, "unlucky", set())
        if request.sampling.seed == 13:
            self.unlucky.add(id(sequence))
        return sequence

    def step(self, sequences):
        return [
            Step(" half", error=Unavailable("lost the rest", reason="LOST"))
            if id(sequence) in self.unlucky and step.text == " two"
            else step
            for sequence, step in zip(sequences, super().step(sequences), strict=True)
        ]


class SlowRemote(ScriptedBackend):
    """Says nothing but that it waits for its first 300 steps."""

    waits = 300

    def step(self, sequences):
        self.waits -= 1
        if self.waits > 0:
            return [Step(waiting=True) for _ in sequences]
        return super().step(sequences)


async def test_a_failing_reply_fails_alone(make_engine):
    engine = make_engine(backend=FussyBackend(["one two three"], tokens_per_s=200, slots=2))
    lucky = asyncio.create_task(finish(engine.stream(ask())))
    unlucky = ask(sampling=Sampling(seed=13))
    stream = engine.stream(unlucky)
    shown = [await anext(stream) for _ in range(3)]
    assert [event.text for event in shown[1:]] == ["one", " half"]
    with pytest.raises(Unavailable, match="lost the rest"):
        await anext(stream)
    done = await lucky
    assert (done.text, done.finish_reason) == ("one two three", FinishReason.STOP)
    assert (await finish(engine.stream(ask()))).text == "one two three"
    assert (engine.active, engine.queued) == (0, 0)


async def test_waiting_for_another_machine_is_no_lack_of_progress(make_engine):
    engine = make_engine(backend=SlowRemote(["one two"], slots=1))
    events = await read(engine.stream(ask()))
    assert events[-1].text == "one two"


async def test_a_reply_that_is_whole_already_does_not_fail(make_engine):
    engine = make_engine(backend=FussyBackend(["one two three"], slots=1))
    done = await finish(engine.stream(ask(sampling=Sampling(seed=13), stop=(" half",))))
    assert (done.text, done.finish_reason) == ("one", FinishReason.STOP)
