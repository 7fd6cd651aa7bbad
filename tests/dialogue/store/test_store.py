"""The store as a file: opened, migrated, written, refused."""

import asyncio
import gzip
import sqlite3
import stat
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from npcgen.dialogue.store import conversations, memories, migrate, plays, saves, schema
from npcgen.dialogue.store.sqlite import sqlite_engine
from npcgen.dialogue.store.store import Store
from npcgen.errors import ConfigError, DataLoss, FailedPrecondition, Unavailable
from tests.conftest import GOLDEN
from tests.dialogue.store.rows import NAME, conversation, opened, progress, turn
from tests.dialogue.store.test_save_game import SAVE_V2


class _PowerCutError(Exception):
    """Stands for whatever ends a migration halfway."""


async def test_what_was_written_is_there_after_reopening(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(conversations.add, conversation())
        await store.write(conversations.finish_turn, turn(), progress())
    async with opened(tmp_path) as store:
        found = await store.read(conversations.find, "c1")
        turns = await store.read(conversations.turns, "c1")
    assert found is not None
    assert (found.npc_id, found.persona["role"], found.scene) == ("ansel", "miller", "Dusk.")
    assert turns == (turn(),)


async def test_an_acknowledged_write_is_in_the_file_before_the_store_closes(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as store:
        await store.write(conversations.add, conversation())
        with closing(sqlite3.connect(tmp_path / NAME)) as other:
            assert other.execute("SELECT id FROM conversations").fetchall() == [("c1",)]


async def test_many_changes_at_once_are_all_kept(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        rows = [conversation(f"c{n}") for n in range(500)]
        await asyncio.gather(*(store.write(conversations.add, row) for row in rows))
        assert await store.read(conversations.count) == 500


async def test_a_change_that_fails_takes_no_other_along(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(conversations.add, conversation("c1"))
        rows = [conversation(f"c{n}") for n in range(3)]
        writes = (store.write(conversations.add, row) for row in rows)
        outcomes = await asyncio.gather(*writes, return_exceptions=True)
        assert await store.read(conversations.count) == 3
    assert [type(outcome) for outcome in outcomes] == [type(None), FailedPrecondition, type(None)]


async def test_a_change_happens_although_nobody_waits_for_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        waiting = asyncio.create_task(store.write(conversations.add, conversation()))
        await asyncio.sleep(0)
        waiting.cancel()
    async with opened(tmp_path) as store:
        assert await store.read(conversations.count) == 1


async def test_a_full_disk_is_said_and_the_store_goes_on(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(_limit_pages, grow=0)
        with pytest.raises(FailedPrecondition, match="disk is full") as caught:
            await store.write(conversations.add, conversation("x" * 100_000))
        assert caught.value.reason == "STORE_FULL"
        await store.write(_limit_pages, grow=1_000)
        await store.write(conversations.add, conversation())
        assert await store.read(conversations.count) == 1


async def test_a_quota_that_is_used_up_is_said_and_the_store_goes_on(tmp_path: Path) -> None:
    """NOTE: the system refuses to let a file grow; SQLite knows it from no broken disk."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    async with opened(tmp_path) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
        try:
            with pytest.raises(FailedPrecondition, match="look at quotas") as caught:
                await store.write(conversations.add, conversation("x" * 200_000))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert caught.value.reason == "STORE_IO_ERROR"
        await store.write(conversations.add, conversation())
        assert await store.read(conversations.count) == 1


async def test_a_store_another_program_holds_is_busy(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(_wait_briefly)
        with closing(sqlite3.connect(tmp_path / NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Unavailable) as caught:
                await store.write(conversations.add, conversation())
        assert caught.value.reason == "STORE_BUSY"
        assert await store.read(conversations.count) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
async def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(conversations.add, conversation())
        assert _modes(tmp_path) == [0o600] * 3


@pytest.mark.parametrize("content", [b"not a database, but long enough to look at" * 50, b"SQLite"])
async def test_a_file_that_is_no_database_is_refused_whole(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(DataLoss, match="move it away"):
        await Store(tmp_path / NAME).open()
    assert (tmp_path / NAME).read_bytes() == content


async def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="--data-dir"):
        await Store(tmp_path / "file" / NAME).open()


async def test_a_database_without_driver_is_said() -> None:
    with pytest.raises(ConfigError, match="postgresql"):
        await Store("nosuch://somewhere/npcgen").open()


async def test_a_store_of_the_first_version_is_brought_to_this(tmp_path: Path) -> None:
    """NOTE: this file is never written anew."""
    (tmp_path / NAME).write_bytes(gzip.decompress((GOLDEN / "store_v1.db.gz").read_bytes()))
    async with opened(tmp_path) as store:
        assert await store.read(migrate.version_of) == migrate.NEWEST
        assert await store.read(conversations.turns, "c1") == (turn(),)
        [hit] = await store.read(memories.search, "ansel", "p1", "bridge", 5)
    assert hit.memory.text == "The bridge fell."


async def test_a_store_of_version_2_is_brought_to_this(tmp_path: Path) -> None:
    """NOTE: nor is this one."""
    (tmp_path / NAME).write_bytes(gzip.decompress((GOLDEN / "store_v2.db.gz").read_bytes()))
    async with opened(tmp_path) as store:
        assert await store.read(migrate.version_of) == migrate.NEWEST
        assert await store.read(saves.collect, ["c1"]) == SAVE_V2


async def test_a_store_of_version_3_is_brought_to_this_and_keeps_plays(tmp_path: Path) -> None:
    """NOTE: nor is this one."""
    (tmp_path / NAME).write_bytes(gzip.decompress((GOLDEN / "store_v3.db.gz").read_bytes()))
    async with opened(tmp_path) as store:
        assert await store.read(migrate.version_of) == migrate.NEWEST
        assert await store.read(saves.collect, ["c1"]) == SAVE_V2
        play = plays.StoredPlay("p1", "emberlow", b"save")
        await store.write(plays.put, play, 1)
        await store.write(plays.append, "p1", 0, b"lot")
        assert await store.read(plays.find, "p1") == (replace(play, told=1), (b"lot",))


async def test_a_store_from_the_future_is_refused(tmp_path: Path) -> None:
    async with opened(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / NAME)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
    with pytest.raises(FailedPrecondition, match="version 9999") as caught:
        await Store(tmp_path / NAME).open()
    assert caught.value.reason == "STORE_TOO_NEW"


def test_migrations_make_the_tables_of_the_schema(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / NAME, 1)
    with engine.begin() as connection:
        migrate.migrate(connection)
        context = MigrationContext.configure(
            connection, opts={"include_object": _is_ours, "compare_type": True}
        )
        differences = compare_metadata(context, schema.metadata)
    engine.dispose()
    assert differences == []


def test_the_newest_version_is_the_last_migration() -> None:
    folder = Path(migrate.__file__).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.NEWEST]


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / NAME, 1)
    with pytest.raises(_PowerCutError), engine.begin() as connection:
        _cut_short(connection)
    with engine.begin() as connection:
        assert migrate.version_of(connection) == ""
        assert sa.inspect(connection).get_table_names() == []
    engine.dispose()


def _modes(folder: Path) -> list[int]:
    return [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()]


def _cut_short(connection: sa.Connection) -> None:
    migrate.migrate(connection)
    raise _PowerCutError


def _is_ours(item: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
    return kind != "table" or "_words" not in (name or "")


def _limit_pages(connection: sa.Connection, grow: int) -> None:
    """What SQLite itself takes for the size of the disk, on this connection."""
    pages = connection.scalar(sa.text("PRAGMA page_count"))
    connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + grow}")


def _wait_briefly(connection: sa.Connection) -> None:
    connection.exec_driver_sql("PRAGMA busy_timeout = 10")
