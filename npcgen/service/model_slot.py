"""The server's one model: being loaded, loaded, or failed to load."""

import asyncio
import logging
import time
from collections.abc import Callable
from enum import Enum, auto

from npcgen.engine.base import Backend
from npcgen.engine.engine import Engine
from npcgen.engine.pace import Pace
from npcgen.errors import ModelUnusable, NpcgenError, Unavailable

logger = logging.getLogger(__name__)

LOADING_RETRY_S = 2.0


class ModelState(Enum):
    LOADING = auto()
    LOADED = auto()
    FAILED = auto()


class ModelSlot:
    """Loads the model off the event loop and hands out its engine."""

    def __init__(self, name: str, load: Callable[[], Backend], *, queue_limit: int) -> None:
        """`load` is called once, on another thread."""
        self.name = name
        self.queue_limit = queue_limit
        self._load = load
        self._engine: Engine | None = None
        self._failure: NpcgenError | None = None
        self._pace = Pace()

    @property
    def pace(self) -> Pace:
        return self._pace

    def set_pace(self, pace: Pace) -> None:
        """How much of the machine decoding may take, also once the model is loaded."""
        self._pace = pace
        if self._engine is not None:
            self._engine.set_pace(pace)

    @property
    def state(self) -> ModelState:
        if self._failure is not None:
            return ModelState.FAILED
        return ModelState.LOADING if self._engine is None else ModelState.LOADED

    @property
    def active(self) -> int:
        """Replies being generated."""
        return self._engine.active if self._engine else 0

    @property
    def queued(self) -> int:
        """Replies waiting for a slot."""
        return self._engine.queued if self._engine else 0

    def engine(self) -> Engine:
        """Raises Unavailable while the model is being loaded, ModelUnusable when that failed."""
        if self._failure is not None:
            raise ModelUnusable(
                f"the model '{self.name}' couldn't be loaded; the server's log says why",
                reason=self._failure.reason,
            )
        if self._engine is None:
            raise Unavailable(
                f"the model '{self.name}' is still being loaded; try again in a moment",
                reason="MODEL_LOADING",
                retry_after_s=LOADING_RETRY_S,
            )
        return self._engine

    async def load(self) -> None:
        """Loads the model. What goes wrong is logged, kept, and raised as an NpcgenError."""
        started = time.monotonic()
        try:
            backend = await asyncio.to_thread(self._load)
        except Exception as error:
            self._failure = _typed(error, self.name)
            logger.error("model not loaded: %s", self._failure, exc_info=_unexpected(error))
            raise self._failure from error
        self._engine = Engine(backend, queue_limit=self.queue_limit)
        self._engine.set_pace(self._pace)
        logger.info("model loaded: %s in %.1f s", self.name, time.monotonic() - started)

    async def close(self) -> None:
        """Ends what is in flight and frees the model."""
        if self._engine is not None:
            await self._engine.close()


def _typed(error: Exception, name: str) -> NpcgenError:
    if isinstance(error, NpcgenError):
        return error
    return ModelUnusable(f"the model '{name}' couldn't be loaded: {type(error).__name__}: {error}")


def _unexpected(error: Exception) -> Exception | None:
    return None if isinstance(error, NpcgenError) else error
