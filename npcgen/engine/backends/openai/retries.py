"""Tries again what may fare better: with pauses, for as long as nothing was said."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from npcgen.engine.backends.openai.failures import RemoteFailure
from npcgen.engine.backends.openai.parameters import OpenAIParameters

T = TypeVar("T")


async def retried(
    attempt: Callable[[], Awaitable[T]],
    parameters: OpenAIParameters,
    warn: Callable[[RemoteFailure], None],
) -> T:
    """What the first attempt that succeeds returns. `warn` hears of those that didn't.

    Raises the last attempt's RemoteFailure.
    """
    for pause_s in parameters.retry_pauses_s:
        try:
            return await attempt()
        except RemoteFailure as failure:
            wait_s = max(pause_s, failure.error.retry_after_s or 0.0)
            if not failure.again or wait_s > parameters.longest_pause_s:
                raise
            warn(failure)
        await asyncio.sleep(wait_s)
    return await attempt()
