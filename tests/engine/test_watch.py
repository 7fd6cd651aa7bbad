"""A step that takes long is cut short when nobody wants what it computes."""

import asyncio
import threading
import time

import pytest

from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import FinishReason, Step
from npcgen.errors import DeadlineExceeded, Unavailable
from tests.engine.asking import ask, finish, read

LONG_S = 10.0


class LongSteps(ScriptedBackend):
    """Its first `steps` steps last until they are interrupted, or for very long."""

    def __init__(self, steps=1):
        super().__init__(("one two three",), tokens_per_s=1000.0, slots=4)
        self.left = steps
        self.began = threading.Event()
        self.unwanted = []
        self._interrupted = threading.Event()

    def step(self, sequences):
        if not self.left:
            return super().step(sequences)
        self.left -= 1
        self.began.set()
        if not self._interrupted.wait(LONG_S):
            raise AssertionError("nobody interrupted the step")
        self._interrupted.clear()
        return [Step() for _ in sequences]

    def interrupt(self, unwanted):
        if not self._interrupted.is_set():
            self.unwanted.append(len(unwanted))
        self._interrupted.set()


async def begun(backend):
    await asyncio.to_thread(backend.began.wait, LONG_S)


async def test_a_cancel_ends_a_long_step(make_engine):
    backend = LongSteps()
    stream = make_engine(backend=backend).stream(ask())
    await begun(backend)
    stream.cancel()
    assert (await finish(stream)).finish_reason is FinishReason.CANCELLED
    assert backend.unwanted == [1]


async def test_a_deadline_ends_a_long_step(make_engine):
    backend = LongSteps()
    with pytest.raises(DeadlineExceeded):
        await read(make_engine(backend=backend).stream(ask(deadline=time.monotonic() + 0.1)))
    assert backend.unwanted == [1]


async def test_closing_ends_a_long_step(make_engine):
    backend = LongSteps()
    engine = make_engine(backend=backend)
    stream = engine.stream(ask())
    await begun(backend)
    await engine.close()
    with pytest.raises(Unavailable):
        await read(stream)
    assert backend.unwanted == [1]


async def test_the_others_go_on_after_a_step_that_was_cut_short(make_engine):
    backend = LongSteps()
    engine = make_engine(backend=backend)
    leaving, staying = engine.stream(ask()), engine.stream(ask())
    await begun(backend)
    leaving.cancel()
    assert (await finish(staying)).text == "one two three"
    assert backend.unwanted == [1]


class ShortSteps(LongSteps):
    """Its steps take a while, and nothing is wrong with that."""

    def step(self, sequences):
        time.sleep(0.2)
        return super().step(sequences)


async def test_a_step_that_is_wanted_is_left_alone(make_engine):
    backend = ShortSteps(steps=0)
    assert (await finish(make_engine(backend=backend).stream(ask()))).text == "one two three"
    assert backend.unwanted == []


async def test_a_backend_without_the_ability_is_not_watched(make_engine):
    before = {thread.name for thread in threading.enumerate()}
    engine = make_engine()
    assert "npcgen-watch" not in {thread.name for thread in threading.enumerate()} - before
    assert (await finish(engine.stream(ask()))).finish_reason is FinishReason.STOP
