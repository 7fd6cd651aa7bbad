"""What levels, quests and textures have in common: a prompt, progress, a deadline, errors."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from npcgen.errors import DeadlineExceeded, InvalidArgument
from npcgen.levels.failures import told_as_ours
from npcgen.service.rpc import CallContext
from npcgen.workers.job import CompilingStep, Done, Job, Stepped
from npcgen.workers.pool import Workers

MAX_DEADLINE_S = 600.0
MAX_PROMPT = 2_000
COMPILE_RETRY_S = 15.0
"""The largest kernels take as long on a common machine."""
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
    phase, fraction = "waiting for a free worker", 0.0
    with told_as_ours():
        async with aclosing(workers.stream(job)) as answers:
            while True:
                try:
                    async with workers.until(ends_at):
                        answer = await anext(answers)
                except TimeoutError:
                    raise _too_late(workers, phase) from None
                if isinstance(answer, Stepped) and isinstance(answer.step, CompilingStep):
                    answer = Stepped(replace(answer.step, fraction=fraction))
                phase, fraction = _progress(answer) or (phase, fraction)
                yield answer
                if isinstance(answer, Done):
                    return


def _too_late(workers: Workers, phase: str) -> DeadlineExceeded:
    if workers.compiling:
        return DeadlineExceeded(
            "the deadline was over while inner loops were compiled for this processor. That "
            "happens once on a machine, and goes on: ask again a little later, or give more time "
            "(deadline_ms)",
            reason="OUT_OF_TIME",
            retry_after_s=COMPILE_RETRY_S,
        )
    return DeadlineExceeded(
        f"the deadline was over while {phase}; give more time (deadline_ms), or ask for something "
        "smaller",
        reason="OUT_OF_TIME",
    )


def _progress(answer: Stepped | Done) -> tuple[str, float] | None:
    step = answer.step if isinstance(answer, Stepped) else None
    phase = str(getattr(step, "phase", ""))
    return (phase, getattr(step, "fraction", 0.0)) if phase else None


async def result_of(workers: Workers, job: Job, seconds: float) -> Any:
    """What the job returns; raises as `generating` does."""
    async with aclosing(generating(workers, job, seconds)) as answers:
        async for answer in answers:
            if isinstance(answer, Done):
                return answer.result
    raise AssertionError("a job ends with its result, or raises")
