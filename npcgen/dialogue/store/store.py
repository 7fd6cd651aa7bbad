"""What survives a restart: conversations, memories, relationships, lore and reports.

The modules beside this one hold what is asked of it: functions whose first argument is a
connection, so that several of them make one transaction.

    await store.write(conversations.finish_turn, turn, progress)
    found = await store.read(memories.search, "brannoch", "p1", "the old bridge", 5)
"""

import asyncio
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from npcgen.dialogue.store.failures import explained
from npcgen.dialogue.store.migrate import migrate
from npcgen.dialogue.store.sqlite import WRITES, sqlite_engine
from npcgen.dialogue.store.writer import Writer
from npcgen.errors import ConfigError

READERS = 2

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Store:
    """A database. Its calls belong to one event loop, which never waits for a disk."""

    def __init__(self, at: Path | str) -> None:
        """A file of SQLite, made when it isn't there; a text is a database's URL."""
        self._at = at
        self._where = str(at) if isinstance(at, Path) else _url_without_password(at)
        self._opening = asyncio.Lock()
        self._writer: Writer | None = None
        self._readers = ThreadPoolExecutor(READERS, "npcgen-store-read")

    async def open(self) -> None:
        """Brings the tables to this version. The first call that needs them does the same.

        Raises ConfigError, DataLoss for a damaged file, FailedPrecondition for one of a newer
        npcgen or one that can't be written.
        """
        async with self._opening:
            if self._writer is None:
                engine = await asyncio.to_thread(_opened, self._at, self._where)
                weakref.finalize(self, engine.dispose)
                self._writer = Writer(engine, self._where)

    async def write(
        self,
        change: Callable[Concatenate[sa.Connection, Arguments], Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """What `change` returns, once all that it changed is safe on disk.

        When the caller is cancelled, the change happens all the same. Raises FailedPrecondition
        for a disk that is full or read-only, Unavailable for a busy store, DataLoss for a damaged
        one, and what `change` raises; then nothing of it happened.
        """
        writer = self._writer or await self._opened()
        result: Result = await writer.submit(lambda connection: change(connection, *args, **kwargs))
        return result

    async def erase(
        self,
        change: Callable[Concatenate[sa.Connection, Arguments], Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """As `write`; afterwards no file of the store holds what was deleted."""
        result = await self.write(change, *args, **kwargs)
        await (await self._opened()).tidy()
        return result

    async def read(
        self,
        query: Callable[Concatenate[sa.Connection, Arguments], Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """What `query` finds, all of it from one moment. Raises as `write`."""
        engine = (await self._opened()).engine

        def found() -> Result:
            with explained(self._where), engine.connect() as connection:
                return query(connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._readers, found)

    async def close(self) -> None:
        """Commits what waits, and lets go of the database."""
        await asyncio.to_thread(self._readers.shutdown)
        if self._writer is not None:
            await self._writer.close()
            await asyncio.to_thread(self._writer.engine.dispose)

    async def _opened(self) -> Writer:
        if self._writer is None:
            await self.open()
        assert self._writer is not None
        return self._writer


def _url_without_password(url: str) -> str:
    try:
        return sa.make_url(url).render_as_string()
    except sa.exc.ArgumentError:
        return "of NPCGEN_DATABASE_URL"


def _opened(at: Path | str, where: str) -> sa.Engine:
    engine = _engine(at, where)
    try:
        with (
            explained(where),
            engine.connect().execution_options(**{WRITES: True}) as connection,
            connection.begin(),
        ):
            migrate(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _engine(at: Path | str, where: str) -> sa.Engine:
    if isinstance(at, Path):
        try:
            return sqlite_engine(at, READERS + 1)
        except OSError as error:
            raise ConfigError(
                f"can't keep anything in {where}: {error.strerror}; choose another folder with "
                "--data-dir",
                reason="DATA_FOLDER_UNWRITABLE",
            ) from error
    try:
        return sa.create_engine(
            at,
            hide_parameters=True,
            isolation_level="REPEATABLE READ",
            pool_pre_ping=True,
            pool_size=READERS + 1,
        )
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError) as error:
        raise ConfigError(
            f"can't use the database {where}: {error}; for PostgreSQL install npcgen[postgres] and "
            "give postgresql+pg8000://USER:PASSWORD@HOST/NAME"
        ) from error
