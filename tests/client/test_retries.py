"""Unary calls are repeated while a server is unavailable; streams are not."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import grpc
import pytest

import npcgen.v1
from npcgen import Client
from npcgen.client.connection import _unary_methods
from npcgen.errors import Unavailable
from npcgen.v1 import model_pb2


class Moody(grpc.GenericRpcHandler):  # type: ignore[type-arg]
    """Answers every call with UNAVAILABLE, the first `refusals` times."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.calls = 0

    def service(self, details: grpc.HandlerCallDetails) -> "grpc.RpcMethodHandler[bytes, bytes]":
        return grpc.unary_unary_rpc_method_handler(self._answer)

    async def _answer(
        self, request: bytes, context: grpc.aio.ServicerContext[bytes, bytes]
    ) -> bytes:
        self.calls += 1
        if self.calls <= self.refusals:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "not now")
        return model_pb2.GetServerInfoResponse(version="1.2.3").SerializeToString()


@pytest.fixture
def moody() -> Moody:
    return Moody(refusals=2)


@pytest.fixture
async def client(moody: Moody) -> AsyncIterator[Client]:
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((moody,))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with Client(f"127.0.0.1:{port}") as client:
        yield client
    await server.stop(None)


async def test_a_unary_call_is_repeated(client: Client, moody: Moody) -> None:
    assert (await client.server_info()).version == "1.2.3"
    assert moody.calls == 3


async def test_a_stream_is_not(client: Client, moody: Moody) -> None:
    with pytest.raises(Unavailable):
        [event async for event in client.chat("any", "Hello.")]
    assert moody.calls == 1


def test_only_unary_methods_are_repeated() -> None:
    names = {method["method"] for method in _unary_methods()}

    assert "StartConversation" in names
    assert "Chat" not in names


def test_the_unary_methods_of_every_service_are_repeated() -> None:
    stubs = Path(npcgen.v1.__path__[0]).glob("*_pb2_grpc.py")
    text = "".join(stub.read_text(encoding="utf-8") for stub in stubs)
    unary = re.findall(r"= channel\.unary_unary\(\s*'/([\w.]+)/(\w+)'", text)

    assert {(each["service"], each["method"]) for each in _unary_methods()} == set(unary)
    assert ("npcgen.v1.LoreService", "CreateWorld") in unary
