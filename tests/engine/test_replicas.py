"""Several servers of one model, some of them away."""

import asyncio

import pytest

from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.engine import Engine
from npcgen.engine.replicas import open_engine
from npcgen.engine.router import Router
from npcgen.errors import ConfigError, Unavailable
from tests.engine.asking import ask, finish


class Server:
    """One that is away for as long as it is told to be."""

    def __init__(self, *, away=False, error=None):
        self.error = error or (Unavailable("away", reason="REMOTE_UNREACHABLE") if away else None)
        self.made = []

    def __call__(self):
        if self.error is not None:
            raise self.error
        self.made.append(ClosedOnce(["well said"], slots=2, tokens_per_s=1000))
        return self.made[-1]


class ClosedOnce(ScriptedBackend):
    shut = 0

    def shutdown(self):
        self.shut += 1


async def test_one_server_needs_no_router():
    engine = await open_engine([Server()], queue_limit=8)
    assert type(engine) is Engine
    await engine.close()


async def test_those_that_are_there_speak_and_the_others_are_counted():
    router = await open_engine([Server(), Server(away=True)], queue_limit=8)
    assert isinstance(router, Router)
    assert (await finish(router.stream(ask()))).text == "well said"
    assert (router.stats.engines, router.stats.resting, router.info.slots) == (2, 1, 2)
    await router.close()


async def test_a_server_that_comes_back_joins():
    late = Server(away=True)
    router = await open_engine([Server(), late], queue_limit=8, look_s=0.01)
    late.error = None
    async with asyncio.timeout(10):
        while router.stats.resting:  # noqa: ASYNC110 (nothing tells when)
            await asyncio.sleep(0.01)
    assert router.info.slots == 4
    await router.close()
    assert late.made[0].shut == 1


async def test_when_all_are_away_the_first_ones_error_is_raised():
    with pytest.raises(Unavailable, match="away"):
        await open_engine([Server(away=True), Server(away=True)], queue_limit=8)


async def test_a_server_that_is_set_up_wrongly_stops_the_others():
    there, wrong = Server(), Server(error=ConfigError("no such model"))
    with pytest.raises(ConfigError, match="no such model"):
        await open_engine([there, wrong], queue_limit=8)
    assert there.made[0].shut == 1


async def test_a_router_closes_while_it_looks():
    router = await open_engine([Server(), Server(away=True)], queue_limit=8, look_s=0.001)
    await asyncio.sleep(0.02)
    async with asyncio.timeout(5):
        await router.close()
