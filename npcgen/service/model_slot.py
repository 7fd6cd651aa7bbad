"""One model of a server: being loaded, loaded, being unloaded, or failed to load."""

import asyncio
import logging
import math
import time
from collections.abc import Callable, Sequence
from enum import Enum, auto

from npcgen.engine.base import Backend
from npcgen.engine.engine import Engine
from npcgen.engine.pace import Pace
from npcgen.engine.replicas import open_engine
from npcgen.engine.router import Router
from npcgen.errors import FailedPrecondition, ModelUnusable, NpcgenError, Unavailable

logger = logging.getLogger(__name__)

LOADING_RETRY_S = 2.0
_LOOK_S = 0.02


class ModelState(Enum):
    LOADING = auto()
    LOADED = auto()
    UNLOADING = auto()
    FAILED = auto()


class ModelSlot:
    """Loads the model off the event loop and hands out its engine."""

    def __init__(
        self, name: str, loads: Sequence[Callable[[], Backend]], *, queue_limit: int
    ) -> None:
        """`loads` are called on other threads: one, or one for each server that shares the work."""
        self.name = name
        """What it is asked for by; that of the loaded model as soon as there is one."""
        self.queue_limit = queue_limit
        self._loads = tuple(loads)
        self._engine: Engine | Router | None = None
        self._failure: NpcgenError | None = None
        self._is_unloading = False
        self._drain_until = math.inf
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
        if self._is_unloading:
            return ModelState.UNLOADING
        return ModelState.LOADING if self._engine is None else ModelState.LOADED

    @property
    def loaded(self) -> Engine | Router | None:
        """The engine of a model that can speak, or is finishing what it has to say."""
        return self._engine

    @property
    def active(self) -> int:
        """Replies being generated."""
        return self._engine.active if self._engine else 0

    @property
    def queued(self) -> int:
        """Replies waiting for a slot."""
        return self._engine.queued if self._engine else 0

    def engine(self) -> Engine | Router:
        """Raises Unavailable while the model is being loaded, ModelUnusable when that failed,
        FailedPrecondition once it is being unloaded.
        """
        if self._failure is not None:
            raise ModelUnusable(
                f"the model '{self.name}' couldn't be loaded; the server's log says why",
                reason=self._failure.reason,
            )
        if self._is_unloading:
            raise not_loaded(self.name)
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
            engine = await open_engine(self._loads, queue_limit=self.queue_limit)
        except Exception as error:
            self._failure = _typed(error, self.name)
            logger.error("model not loaded: %s", self._failure, exc_info=_unexpected(error))
            raise self._failure from error
        self._engine = engine
        self.name = engine.info.name
        engine.set_pace(self._pace)
        logger.info("model loaded: %s in %.1f s", self.name, time.monotonic() - started)

    def drain_within(self, seconds: float) -> None:
        """Shortens a drain; it never gets longer."""
        self._drain_until = min(self._drain_until, time.monotonic() + seconds)

    async def unload(self, drain_s: float) -> int:
        """Lets replies finish for so long, then frees the model; returns how many were cut off."""
        self._is_unloading = True
        self.drain_within(drain_s)
        while left := self.active + self.queued:
            if time.monotonic() >= self._drain_until:
                break
            await asyncio.sleep(_LOOK_S)
        await self.close()
        logger.info("model unloaded: %s, %d replies cut off", self.name, left)
        return left

    async def close(self) -> None:
        """Ends what is in flight and frees the model."""
        if self._engine is not None:
            await self._engine.close()


def not_loaded(name: str) -> FailedPrecondition:
    return FailedPrecondition(
        f"the model '{name[:80]}' isn't loaded; load it with LoadModel, or start a conversation "
        "with another one",
        reason="MODEL_NOT_LOADED",
        metadata={"model": name},
    )


def _typed(error: Exception, name: str) -> NpcgenError:
    if isinstance(error, NpcgenError):
        return error
    return ModelUnusable(f"the model '{name}' couldn't be loaded: {type(error).__name__}: {error}")


def _unexpected(error: Exception) -> Exception | None:
    return None if isinstance(error, NpcgenError) else error
