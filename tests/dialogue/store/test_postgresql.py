"""The same store in PostgreSQL. Skipped where no server is installed."""

import importlib.util
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from npcgen.dialogue.store import conversations, memories, migrate, players, saves, schema
from npcgen.dialogue.store.store import Store
from npcgen.errors import FailedPrecondition, Unavailable
from tests.dialogue.store import postgresql
from tests.dialogue.store.rows import conversation, memory, progress, turn
from tests.dialogue.store.test_save_game import SAVE

pytestmark = [
    pytest.mark.skipif(
        postgresql.programs() is None, reason="no PostgreSQL; apt install postgresql"
    ),
    pytest.mark.skipif(importlib.util.find_spec("pg8000") is None, reason="needs npcgen[postgres]"),
]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """NOTE: a socket's path must be short."""
    with (
        tempfile.TemporaryDirectory(prefix="npcgen-") as folder,
        postgresql.running(Path(folder)) as url,
    ):
        yield url


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    store = Store(url)
    yield store
    await store.close()


async def test_turns_are_kept(store: Store) -> None:
    await store.write(conversations.add, conversation())
    assert await store.write(conversations.finish_turn, turn(), progress())
    assert await store.read(conversations.turns, "c1") == (turn(),)
    [listed] = (await store.read(conversations.page)).items
    assert listed.turn_count == 1


async def test_what_a_turn_changes_is_kept_with_it(store: Store) -> None:
    done = {"id": "c1.1.a1", "said": "give", "ok": True, "detail": ""}
    now = {"place": "mill", "quests": {"bridge": 2}}
    change = replace(progress(), game_state=now, unanswered=("Hm?",), noted_turns=1)
    acted = replace(turn(), actions=({"id": "c1.1.a1", "said": "give"},))
    await store.write(conversations.add, conversation())
    await store.write(conversations.finish_turn, acted, change)
    assert await store.write(conversations.set_action, "c1.1", done)
    found = await store.read(conversations.find, "c1")
    assert found is not None
    assert (found.game_state, found.unanswered, found.noted_turns) == (now, ("Hm?",), 1)
    assert (await store.read(conversations.turns, "c1"))[0].actions == (done,)


async def test_memories_are_found_by_their_words(store: Store) -> None:
    await store.write(memories.add, memory("m1", "Wren crossed the old bridge."))
    await store.write(memories.add, memory("m2", "The old mill is shut."))
    await store.write(memories.add, memory("m3", "那座老桥断了。"))
    for query, expected in (("Who crosses?", ["m1"]), ("那座桥", ["m3"]), ("' & !", [])):
        hits = await store.read(memories.search, "ansel", "p1", query, 5)
        assert [hit.memory.id for hit in hits] == expected


async def test_a_player_is_forgotten(store: Store) -> None:
    await store.write(conversations.add, conversation())
    await store.write(memories.add, memory("m1", "The bridge fell."))
    assert await store.erase(players.forget, "p1") == players.Forgotten(("c1",), 1, 0)
    assert await store.read(memories.search, "ansel", "p1", "bridge", 5) == ()


async def test_a_save_is_loaded(store: Store) -> None:
    await store.write(saves.restore, SAVE)
    await store.write(saves.restore, SAVE)
    assert await store.read(saves.collect, ["c1"]) == SAVE


async def test_the_same_twice_is_a_conflict(store: Store) -> None:
    await store.write(conversations.add, conversation())
    with pytest.raises(FailedPrecondition) as caught:
        await store.write(conversations.add, conversation())
    assert caught.value.reason == "STORE_CHANGED"


async def test_migrations_make_the_tables_of_the_schema(store: Store) -> None:
    def differences(connection: sa.Connection) -> list[object]:
        def is_ours(item: object, name: str | None, kind: str, *_: object) -> bool:
            return "_words" not in (name or "")

        context = MigrationContext.configure(connection, opts={"include_object": is_ours})
        return list(compare_metadata(context, schema.metadata))

    assert await store.read(migrate.version_of) == migrate.NEWEST
    assert await store.read(differences) == []


async def test_a_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    store = Store(f"postgresql+pg8000://postgres@/postgres?unix_sock={tmp_path}/.s.PGSQL.1")
    with pytest.raises(Unavailable) as caught:
        await store.open()
    assert caught.value.reason == "STORE_UNREACHABLE"
