"""The same request id again creates nothing."""

import asyncio

import grpc
import pytest

from npcgen.errors import InvalidArgument
from npcgen.service.once import REMEMBERED, Once
from npcgen.v1.lore_pb2 import (
    CreateWorldRequest,
    ImportLorebookRequest,
    ListLoreEntriesRequest,
    World,
)
from npcgen.v1.lore_pb2_grpc import LoreServiceStub
from npcgen.v1.persona_pb2 import CreatePersonaRequest, DeletePersonaRequest, Persona
from npcgen.v1.persona_pb2_grpc import PersonaServiceStub
from tests.service.conftest import Serve
from tests.service.native import failure_of

ODO = Persona(id="odo", name="Odo Finch", role="ferryman")
OLD_ODO = Persona(id="odo", name="Odo Finch", role="smuggler")


async def test_a_persona_is_created_once_even_when_it_is_gone_again(serve: Serve) -> None:
    server = await serve()
    request = CreatePersonaRequest(request_id="once", persona=ODO)
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        stub = PersonaServiceStub(channel)
        created = await stub.CreatePersona(request)
        await stub.DeletePersona(DeletePersonaRequest(id="odo"))
        again = await stub.CreatePersona(request)
    assert created == again
    assert "odo" not in [persona.id for persona in server.app.personas.list().items]


@pytest.mark.parametrize(
    ("request_id", "text"),
    [
        ("once", "request_id: 'once' was sent with something else; choose a new one"),
        ("x" * 65, "request_id: has 65 characters; send at most 64"),
    ],
)
async def test_a_request_id_that_will_not_do(serve: Serve, request_id: str, text: str) -> None:
    server = await serve()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        stub = PersonaServiceStub(channel)
        await stub.CreatePersona(CreatePersonaRequest(request_id="once", persona=ODO))
        other = CreatePersonaRequest(request_id=request_id, persona=OLD_ODO)
        code, error = await failure_of(stub.CreatePersona(other))
    assert (code, error.message) == (grpc.StatusCode.INVALID_ARGUMENT, text)


async def test_calls_at_once_make_it_once() -> None:
    made: list[str] = []
    once: Once[str, int] = Once()

    async def make(asked: str) -> int:
        made.append(asked)
        number = len(made)
        await asyncio.sleep(0)
        return number

    calls = [once.make_later(request_id, "x", make) for request_id in ("a", "a", "b", "", "")]
    first, again, *others = await asyncio.gather(*calls)
    assert first == again
    assert {first, *others} == {1, 2, 3, 4}
    assert len(made) == 4


async def test_what_began_is_made_also_when_its_caller_leaves() -> None:
    gate = asyncio.Event()
    once: Once[str, str] = Once()

    async def make(asked: str) -> str:
        await gate.wait()
        return asked.upper()

    first = asyncio.create_task(once.make_later("a", "x", make))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(InvalidArgument, match="something else"):
        await once.make_later("a", "y", make)
    gate.set()
    assert await once.make_later("a", "x", _never) == "X"


async def test_what_failed_at_once_fails_for_all_and_may_be_sent_again() -> None:
    once: Once[str, str] = Once()

    async def fail(asked: str) -> str:
        await asyncio.sleep(0)
        raise InvalidArgument(asked)

    calls = [once.make_later("a", "x", fail) for _ in range(2)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(each) for each in outcomes] == [InvalidArgument, InvalidArgument]
    assert once.make("a", "z", str.upper) == "Z"


async def test_a_lorebook_sent_twice_at_once_is_imported_once(serve: Serve) -> None:
    server = await serve()
    book = b'{"name": "B", "entries": {"0": {"key": ["mill"], "content": "It burned down."}}}'
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        stub = LoreServiceStub(channel)
        await stub.CreateWorld(CreateWorldRequest(world=World(id="low", name="Low")))
        request = ImportLorebookRequest(request_id="b1", world_id="low", data=book)
        one, two = await asyncio.gather(stub.ImportLorebook(request), stub.ImportLorebook(request))
        listed = await stub.ListLoreEntries(ListLoreEntriesRequest(world_id="low"))
    assert one == two
    assert [entry.id for entry in listed.entries] == list(one.entry_ids)
    assert len(one.entry_ids) == 1


async def _never(asked: str) -> str:
    raise AssertionError(f"{asked} was made before")


def test_what_failed_may_be_sent_again() -> None:
    once: Once[str, str] = Once()
    with pytest.raises(InvalidArgument):
        once.make("a", "x", lambda asked: once.make("y" * 65, asked, str))
    assert once.make("a", "z", str.upper) == "Z"


def test_only_the_latest_are_remembered() -> None:
    once: Once[int, int] = Once()
    for number in range(REMEMBERED + 1):
        once.make(str(number), number, lambda asked: asked)
    assert once.make("1", 1, lambda asked: -1) == 1
    assert once.make("0", 0, lambda asked: -1) == -1
