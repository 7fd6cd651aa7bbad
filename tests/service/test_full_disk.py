"""A disk that is really full: a small file system of memory, where this may be mounted."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import grpc
import pytest

from npcgen.errors import NpcgenError
from npcgen.v1.dialogue_pb2_grpc import DialogueServiceStub
from tests.service.conftest import Serve
from tests.service.native import failure_of, line, talking
from tests.service.test_surviving import begun, said
from tests.small_disk import mounted

LONG = "x" * 4_000
MOST_TURNS = 200
"""Longer than what a log of SQLite's still takes without growing."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path, "4m") as disk:
        yield disk


async def test_a_turn_that_the_disk_has_no_room_for_is_not_acknowledged(
    small_disk: Path, serve: Serve
) -> None:
    server = await serve(data_dir=small_disk)
    async with talking(server) as stub:
        conversation_id = await begun(stub)
        filler = filled(small_disk)
        acknowledged, (code, error) = await said_until_it_fails(stub, conversation_id)
        assert (code, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "STORE_FULL")
        assert "free some space, then say it again" in error.message
        filler.unlink()
        acknowledged.append((await said(stub, conversation_id, "Still here?"))[-1].turn_id)
    await server.app.stop(0.0)
    assert turns_in(small_disk) == acknowledged


def filled(disk: Path) -> Path:
    """A file that takes all the room there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return filler


async def said_until_it_fails(
    stub: DialogueServiceStub, conversation_id: str
) -> tuple[list[str], tuple[grpc.StatusCode, NpcgenError]]:
    """The turns that were completed, and how the one after them failed."""
    acknowledged: list[str] = []

    async def say_all() -> None:
        for _ in range(MOST_TURNS):
            async for response in stub.Chat(line(conversation_id, LONG)):
                if response.event.WhichOneof("event") == "completed":
                    acknowledged.append(response.event.turn_id)

    return acknowledged, await failure_of(say_all())


def turns_in(folder: Path) -> list[str]:
    """Ids of the turns on disk, in the eyes of SQLite alone."""
    with closing(sqlite3.connect(folder / "npcgen.db")) as database:
        rows = database.execute("SELECT turn_id FROM turns ORDER BY number")
        return [turn_id for (turn_id,) in rows]
