"""A model that sits an exam: through the project's own engine, as many questions at once as it has
slots.
"""

import asyncio
import zlib
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from npcgen.engine.base import Completed, FinishReason, GenerationRequest, Message, Sampling
from npcgen.engine.engine import Engine
from npcgen.errors import ContextTooSmall, InvalidArgument
from npcgen.evaluation.exam import Question

_GREEDY = Sampling(temperature=0.0)
_AHEAD = 2
"""Questions under way for each slot, so that none stands idle."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said in one turn."""

    text: str
    finished: bool
    """Whether the model ended it itself."""
    problem: str = ""
    """Why there is none: the prompt was too long for the model, or can't be put to it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with a reply to each of its turns."""

    question: Question
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """How it is asked: NPCs with the served sampling or greedily, but for the section on variety,
    which is about the sampling; what isn't spoken, greedily, as a server does.
    """

    seed: int = 0
    greedy: bool = False


class Examinee:
    """A loaded model that answers."""

    def __init__(self, engine: Engine, sitting: Sitting) -> None:
        self._engine, self._sitting = engine, sitting

    async def answer(
        self, questions: Sequence[Question], done: Callable[[], None] = lambda: None
    ) -> list[Answered]:
        """Each of `questions`, in their order; `done` is called after each. A question that comes
        again is sampled anew.

        Raises what the engine raises, but for questions that this model can't be asked.
        """
        answered: dict[int, Answered] = {}
        asked = Counter[str]()
        waiting = iter(enumerate(questions))

        async def work() -> None:
            for index, question in waiting:
                asked[question.id] += 1
                answered[index] = await self._answer(question, asked[question.id])
                done()

        await _together(work() for _ in range(_AHEAD * self._engine.info.slots))
        return [answered[index] for index in range(len(questions))]

    async def _answer(self, question: Question, time: int) -> Answered:
        messages, replies = list(question.opening), list[Reply]()
        for turn in question.turns:
            messages.append(Message("user", turn.text))
            sampling = self._sampling(question, f"{time}/{len(replies)}")
            reply = await self._reply(question, tuple(messages), sampling)
            replies.append(reply)
            messages.append(Message("assistant", reply.text))
        return Answered(question, tuple(replies))

    def _sampling(self, question: Question, turn: str) -> Sampling:
        is_drawn = question.section == "variety" or not self._sitting.greedy
        if not (is_drawn and question.is_spoken):
            return _GREEDY
        seed = zlib.crc32(f"{self._sitting.seed}/{question.id}/{turn}".encode())
        return replace(self._engine.info.sampling, seed=seed)

    async def _reply(
        self, question: Question, messages: tuple[Message, ...], sampling: Sampling
    ) -> Reply:
        request = GenerationRequest(
            messages, sampling, question.max_tokens, question.stop, grammar=question.grammar
        )
        try:
            async with aclosing(self._engine.stream(request)) as events:
                async for event in events:
                    if isinstance(event, Completed):
                        is_finished = event.finish_reason is FinishReason.STOP
                        return Reply(event.text.strip(), is_finished)
        except (ContextTooSmall, InvalidArgument) as error:
            return Reply("", finished=False, problem=error.message)
        raise AssertionError("a stream ended without its last event")


async def _together(work: Iterable[Coroutine[None, None, None]]) -> None:
    """All at once; the first that fails ends the others and is raised itself."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
