"""The same request id again creates nothing."""

import grpc
import pytest

from npcgen.errors import InvalidArgument
from npcgen.service.once import REMEMBERED, Once
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
