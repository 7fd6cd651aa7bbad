"""Opens the engine of a model: one, or several behind a router.

Where several servers share the work, one that is away doesn't keep the others from speaking: it
is looked for until it comes.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence

from npcgen.engine.base import Backend
from npcgen.engine.engine import Engine
from npcgen.engine.router import Router
from npcgen.errors import NpcgenError, Unavailable, trace_of

logger = logging.getLogger(__name__)

Load = Callable[[], Backend]
_LOOK_S = 10.0


async def open_engine(
    loads: Sequence[Load], *, queue_limit: int, look_s: float = _LOOK_S
) -> Engine | Router:
    """The engine over the one backend, or the router over several.

    `look_s`: seconds between two looks at a server that is away. Raises what a load raises; where
    there are several, Unavailable only when all of them are.
    """
    opened = await asyncio.gather(*map(_opened, loads), return_exceptions=True)
    backends = [each for each in opened if not isinstance(each, BaseException)]
    engines = [Engine(backend, queue_limit=queue_limit) for backend in backends]
    failures = [each for each in opened if isinstance(each, BaseException)]
    lasting = [each for each in failures if not isinstance(each, Unavailable)]
    if lasting or not engines:
        await asyncio.gather(*(engine.close() for engine in engines))
        raise (lasting or failures)[0]
    if len(loads) == 1:
        return engines[0]
    for failure in failures:
        logger.warning("a model server is away and is looked for: %s", failure)
    pairs = zip(loads, opened, strict=True)
    away = [load for load, each in pairs if isinstance(each, BaseException)]
    return Replicas(engines, away, queue_limit=queue_limit, look_s=look_s)


class Replicas(Router):
    """A router that looks for those of its engines that are away."""

    def __init__(
        self, engines: Sequence[Engine], away: Sequence[Load], *, queue_limit: int, look_s: float
    ) -> None:
        """Needs a running event loop."""
        super().__init__(engines)
        self._away = list(away)
        self._queue_limit = queue_limit
        self._look_s = look_s
        self._closing = asyncio.Event()
        self._looking = asyncio.create_task(self._look(), name="npcgen-replicas")

    @property
    def away(self) -> int:
        return len(self._away)

    async def close(self) -> None:
        """Waits for a look under way: it can't be interrupted."""
        self._closing.set()
        await self._looking
        await super().close()

    async def _look(self) -> None:
        while self._away and not await self._is_closing_within(self._look_s):
            for load in tuple(self._away):
                await self._try(load)

    async def _try(self, load: Load) -> None:
        try:
            backend = await _opened(load)
        except NpcgenError as error:
            logger.debug("still away: %s", error)
        except Exception as error:  # noqa: BLE001 - logged without its text
            logger.error("looking for a model server failed: %s", trace_of(error))
        else:
            self._away.remove(load)
            self.add(Engine(backend, queue_limit=self._queue_limit))
            logger.info("a model server is back: %s", backend.info.name)

    async def _is_closing_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            return False
        return True


async def _opened(load: Load) -> Backend:
    return await asyncio.to_thread(load)
