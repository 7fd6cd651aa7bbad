"""What levels, quests and textures have in common: a prompt, progress, a deadline, errors."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from npcgen.errors import InvalidArgument
from npcgen.levels.failures import told_as_ours
from npcgen.service.rpc import CallContext
from npcgen.workers.job import Done, Job, Stepped
from npcgen.workers.pool import Workers
from worldgen.errors import OutOfTime

MAX_DEADLINE_S = 600.0
MAX_PROMPT = 2_000
READING = 0.5
"""The share of the time that reading a prompt may take."""


def prompt_of(text: str) -> str:
    """The prompt without what is blank around it. Raises InvalidArgument for one too long."""
    prompt = text.strip()
    if len(prompt) > MAX_PROMPT:
        found = f"it has {len(prompt)} characters; at most {MAX_PROMPT} are read"
        raise InvalidArgument.at("prompt", found)
    return prompt


def patience(context: CallContext, deadline_ms: int | None = None) -> float:
    """Seconds until there has to be an answer: the spec's, or the caller's where it's sooner."""
    asked = deadline_ms / 1000 if deadline_ms else MAX_DEADLINE_S
    return min(asked, context.answer_s or MAX_DEADLINE_S, MAX_DEADLINE_S)


async def generating(
    workers: Workers, job: Job, seconds: float
) -> AsyncGenerator[Stepped | Done, None]:
    """What the job yields, at last what it returns. Closing it stops the job.

    Raises what it raised, as ours, DeadlineExceeded after `seconds`, waiting in line included, and
    Unavailable when the server shuts down first.
    """
    ends_at = asyncio.get_running_loop().time() + seconds
    phase = "waiting for a free worker"
    with told_as_ours():
        async with aclosing(workers.stream(job)) as answers:
            while True:
                try:
                    async with workers.until(ends_at):
                        answer = await anext(answers)
                except TimeoutError:
                    raise OutOfTime(
                        f"the deadline was over while {phase}; give more time (deadline_ms), or "
                        "ask for something smaller",
                        phase,
                    ) from None
                phase = _phase(answer) or phase
                yield answer
                if isinstance(answer, Done):
                    return


def _phase(answer: Stepped | Done) -> str:
    return str(getattr(answer.step, "phase", "")) if isinstance(answer, Stepped) else ""


async def result_of(workers: Workers, job: Job, seconds: float) -> Any:
    """What the job returns; raises as `generating` does."""
    async with aclosing(generating(workers, job, seconds)) as answers:
        async for answer in answers:
            if isinstance(answer, Done):
                return answer.result
    raise AssertionError("a job ends with its result, or raises")
