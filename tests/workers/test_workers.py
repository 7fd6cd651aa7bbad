"""Jobs in real child processes: what they yield comes back, and none outlives who asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import psutil
import pytest

from npcgen.errors import InternalError, Overloaded, Unavailable
from npcgen.workers.job import CompilingStep, Done, Job, Stepped
from npcgen.workers.pool import MAX_WAITING, Workers
from npcgen.workers.worker import STOP_S


def job(function: str, *arguments: object) -> Job:
    return Job("tests.workers.jobs", function, arguments)


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    pool = Workers(1)
    yield pool
    await pool.close()


async def test_a_jobs_steps_and_result_come_back(workers: Workers) -> None:
    answers = [answer async for answer in workers.stream(job("count", 3, 0.05))]
    assert answers == [Stepped(0), Stepped(1), Stepped(2), Done(3)]


async def test_of_steps_in_a_hurry_only_some_are_told(workers: Workers) -> None:
    answers = [answer async for answer in workers.stream(job("count", 50_000))]
    assert answers[0] == Stepped(0)
    assert answers[-1] == Done(50_000)
    assert len(answers) < 5_000


async def test_a_plain_function_is_a_job(workers: Workers) -> None:
    assert await workers.result(job("plain", 21)) == 42


async def test_what_a_job_raises_is_raised_here(workers: Workers) -> None:
    with pytest.raises(ValueError, match="no"):
        await workers.result(job("refuse"))
    assert await workers.result(job("plain", 1)) == 2


async def test_an_error_that_cannot_travel_is_told_as_one_of_ours(workers: Workers) -> None:
    with pytest.raises(InternalError, match="can't be told"):
        await workers.result(job("refuse_oddly"))
    assert await workers.result(job("plain", 1)) == 2


async def test_prints_dont_disturb_the_answers(workers: Workers) -> None:
    assert await workers.result(job("print_loudly")) == "said"


async def test_whoever_leaves_stops_the_job_and_keeps_the_process(workers: Workers) -> None:
    before = await workers.result(job("process_id"))
    async with aclosing(workers.stream(job("count", 100_000, 0.3))) as answers:
        async for _ in answers:
            break
    assert await workers.result(job("process_id")) == before
    assert workers.busy == 0


async def test_a_job_that_doesnt_stop_is_ended_with_its_process(workers: Workers) -> None:
    before = await workers.result(job("process_id"))
    async with aclosing(workers.stream(job("hang"))) as answers:
        async for _ in answers:
            await asyncio.sleep(0.2)  # until it hangs
            break
    assert await workers.result(job("process_id")) != before
    assert not psutil.pid_exists(int(str(before)))


async def test_a_process_that_dies_is_told_and_replaced(workers: Workers) -> None:
    with pytest.raises(Unavailable, match="ended before it was done"):
        await workers.result(job("die"))
    assert await workers.result(job("plain", 4)) == 8


async def test_a_cancelled_caller_frees_the_worker(workers: Workers) -> None:
    asked = asyncio.create_task(workers.result(job("count", 100_000, 0.01)))
    await asyncio.sleep(0.2)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert await workers.result(job("plain", 3)) == 6


async def test_the_line_is_bounded(workers: Workers) -> None:
    asked = [asyncio.create_task(workers.result(job("count", 100_000, 0.01)))]
    await asyncio.sleep(0.2)
    asked += [asyncio.create_task(workers.result(job("plain", 1))) for _ in range(MAX_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(Overloaded):
        await workers.result(job("plain", 1))
    for task in asked:
        task.cancel()
    await asyncio.gather(*asked, return_exceptions=True)


async def test_closing_ends_every_process() -> None:
    pool = Workers(2)
    await pool.start()
    pids = {await pool.result(job("process_id")) for _ in range(4)}
    await pool.close()
    assert not any(psutil.pid_exists(int(str(pid))) for pid in pids)


async def test_a_module_that_cant_be_imported_leaves_the_others_jobs() -> None:
    pool = Workers(1, ["tests.workers.nowhere", "tests.workers.jobs"])
    try:
        assert await pool.result(job("plain", 3)) == 6
    finally:
        await pool.close()


async def test_what_is_compiled_is_told(workers: Workers) -> None:
    answers = [answer async for answer in workers.stream(job("compile_one"))]
    assert Stepped(CompilingStep()) in answers
    assert not workers.compiling


async def begun(pool: Workers, seconds: float) -> None:
    """Returns when the job compiles, having left it."""
    async with aclosing(pool.stream(job("compile_for", seconds))) as answers:
        async for answer in answers:
            if answer == Stepped(CompilingStep()):
                return


async def test_whoever_leaves_what_compiles_leaves_its_process_alone(workers: Workers) -> None:
    before = await workers.result(job("process_id"))
    await begun(workers, STOP_S + 1)
    assert workers.compiling
    assert await workers.result(job("process_id")) == before


async def test_a_pool_that_closes_waits_for_no_compiler() -> None:
    pool = Workers(1)
    child = await pool.result(job("process_id"))
    await begun(pool, 3600)
    await pool.close()
    assert not psutil.pid_exists(int(str(child)))


async def test_a_drain_bears_with_a_wait_whose_time_is_just_over(workers: Workers) -> None:
    async def waits() -> None:
        async with workers.until(asyncio.get_running_loop().time()):
            await asyncio.Event().wait()

    waiting = asyncio.create_task(waits())
    await asyncio.sleep(0)
    # Its timeout has ended it, and it hasn't heard of that yet.
    await asyncio.sleep(0)
    workers.drain()
    with pytest.raises(Unavailable) as raised:
        await waiting
    assert raised.value.reason == "DRAINING"
