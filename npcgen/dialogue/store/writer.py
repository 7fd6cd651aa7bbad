"""Changes to the store, one after the other on a thread; those that wait share a transaction.

A commit waits for the disk, which takes milliseconds. Turns that end while it waits are committed
together next, so a hundred streams don't queue up behind a hundred commits.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from npcgen.dialogue.store.failures import explained
from npcgen.dialogue.store.sqlite import WRITES, empty_log
from npcgen.errors import Unavailable

MOST_TOGETHER = 128
Change = Callable[[sa.Connection], Any]


@dataclass(frozen=True, slots=True)
class _Waiting:
    change: Change
    outcome: asyncio.Future[Any]


class Writer:
    """The one writer of a store, of one event loop."""

    def __init__(self, engine: sa.Engine, where: str) -> None:
        self.engine = engine
        self._where = where
        self._thread = ThreadPoolExecutor(1, "npcgen-store-write")
        self._waiting: list[_Waiting] = []
        self._committing: asyncio.Task[None] | None = None
        self._is_closed = False

    def submit(self, change: Change) -> asyncio.Future[Any]:
        """The change's outcome, once it is on disk. It happens whether that is awaited or not.

        Raises Unavailable when the store was closed.

        NOTE: `change` may run twice, the second time after all of the first was rolled back.
        """
        if self._is_closed:
            raise Unavailable("the store is closed: the server is stopping", reason="STORE_CLOSED")
        waiting = _Waiting(change, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit(), name="npcgen-store-commit")
        return waiting.outcome

    async def tidy(self) -> None:
        """Empties the log of changes, which holds what was before them."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._tidy)

    async def close(self) -> None:
        """Commits what waits, and takes nothing more."""
        self._is_closed = True
        if self._committing is not None:
            await self._committing
        self._thread.shutdown()

    async def _commit(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch = self._waiting[:MOST_TOGETHER]
            del self._waiting[:MOST_TOGETHER]
            changes = [waiting.change for waiting in batch]
            outcomes = await loop.run_in_executor(self._thread, self._outcomes, changes)
            for waiting, outcome in zip(batch, outcomes, strict=True):
                _settle(waiting.outcome, outcome)
        self._committing = None

    def _outcomes(self, changes: list[Change]) -> list[Any]:
        """What each change returns or raises. One that fails takes no other one along."""
        try:
            return self._together(changes)
        except Unavailable as error:
            # Each of them would wait as long for the same.
            return [error] * len(changes)
        except Exception as error:  # noqa: BLE001 (handed to whoever waits for it)
            if len(changes) == 1:
                return [error]
            return [outcome for change in changes for outcome in self._outcomes([change])]

    def _together(self, changes: list[Change]) -> list[Any]:
        with (
            explained(self._where),
            self.engine.connect().execution_options(**{WRITES: True}) as connection,
            connection.begin(),
        ):
            return [change(connection) for change in changes]

    def _tidy(self) -> None:
        with explained(self._where), self.engine.connect() as connection:
            empty_log(connection)


def _settle(future: asyncio.Future[Any], outcome: Any) -> None:
    if future.cancelled():
        return
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
