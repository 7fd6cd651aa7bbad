"""A deadline that ends while inner loops are compiled says so, and when to ask again."""

from contextlib import aclosing

import pytest

from npcgen.errors import DeadlineExceeded
from npcgen.service.generation import generating, result_of
from npcgen.workers.job import CompilingStep, Job, Stepped
from npcgen.workers.pool import Workers

COMPILES = Job("tests.workers.jobs", "compile_for", (3600,))
QUICK = Job("tests.workers.jobs", "plain", (21,))
MINUTES_S = 600.0


async def test_who_waits_behind_a_compiler_is_told_when_to_ask_again() -> None:
    pool = Workers(1)
    async with aclosing(generating(pool, COMPILES, MINUTES_S)) as answers:
        async for answer in answers:
            if answer == Stepped(CompilingStep()):
                break
    with pytest.raises(DeadlineExceeded, match="compiled for this processor") as raised:
        await result_of(pool, QUICK, 0.0)
    await pool.close()
    assert (raised.value.reason, raised.value.retry_after_s) == ("OUT_OF_TIME", 15.0)


async def test_who_waits_behind_another_job_is_told_that() -> None:
    pool = Workers(1)
    async with aclosing(pool.stream(Job("tests.workers.jobs", "hang"))) as answers:
        await anext(answers)
        with pytest.raises(DeadlineExceeded, match="waiting for a free worker") as raised:
            await result_of(pool, QUICK, 0.0)
    await pool.close()
    assert raised.value.retry_after_s is None
