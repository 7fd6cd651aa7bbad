"""What went wrong on a server is raised by the client as the same class."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from npcgen import Client, LocalServer, Persona, SyncClient
from npcgen.errors import (
    AlreadyExists,
    FailedPrecondition,
    FieldViolation,
    InvalidArgument,
    NotFound,
    Overloaded,
    PermissionDenied,
    Unauthenticated,
    Unavailable,
)
from tests.client.conftest import API_KEY, scripted_server


@pytest.fixture(scope="module")
def locked_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    settings = {"API_KEYS": f'["{API_KEY}"]', "MAX_CONVERSATIONS": "1"}
    yield from scripted_server(tmp_path_factory.mktemp("keys"), **settings)


async def test_an_unknown_persona_names_the_nearest(client: Client) -> None:
    with pytest.raises(NotFound, match="brannoch") as caught:
        await client.start_conversation("brannok")

    assert caught.value.reason == "PERSONA_NOT_FOUND"
    assert caught.value.metadata["persona_id"] == "brannok"


async def test_a_bad_field_is_named(client: Client) -> None:
    with pytest.raises(InvalidArgument) as caught:
        await client.start_conversation("brannoch", scene="x" * 501)

    assert caught.value.violations == (
        FieldViolation("scene", "has 501 characters; send at most 500"),
    )


async def test_a_stream_raises_too(client: Client) -> None:
    with pytest.raises(NotFound) as caught:
        [event async for event in client.chat("nobody", "Hello.")]

    assert caught.value.reason == "CONVERSATION_NOT_FOUND"


async def test_one_turn_at_a_time(slow_server: LocalServer) -> None:
    async with Client(slow_server.target) as client:
        conversation = await client.start_conversation("brannoch")
        async for _ in client.chat(conversation.id, "Hello."):
            with pytest.raises(FailedPrecondition) as caught:
                [event async for event in client.chat(conversation.id, "And?")]
            break

    assert caught.value.reason == "TURN_IN_PROGRESS"


async def test_a_bundled_persona_cant_be_changed(client: Client) -> None:
    with pytest.raises(PermissionDenied) as caught:
        await client.delete_persona("brannoch")

    assert caught.value.reason == "PERSONA_BUNDLED"


async def test_a_taken_id_is_refused(client: Client) -> None:
    with pytest.raises(AlreadyExists) as caught:
        await client.create_persona(Persona(id="brannoch", name="Bran", role="smith"))

    assert caught.value.reason == "PERSONA_EXISTS"


def test_a_key_is_asked_for(locked_server: LocalServer) -> None:
    with SyncClient(locked_server.target) as client, pytest.raises(Unauthenticated):
        client.server_info()
    with SyncClient(locked_server.target, api_key=API_KEY) as client:
        assert client.server_info().model.name == "scripted"


def test_a_full_server_says_when_to_come_back(locked_server: LocalServer) -> None:
    with SyncClient(locked_server.target, api_key=API_KEY) as client:
        client.start_conversation("brannoch")
        with pytest.raises(Overloaded) as caught:
            client.start_conversation("tamsin")

    assert (caught.value.reason, caught.value.retry_after_s) == ("TOO_MANY_CONVERSATIONS", 30.0)


async def test_nobody_there_is_said_with_the_address() -> None:
    async with Client("127.0.0.1:1") as client:
        with pytest.raises(Unavailable, match=r"can't reach 127\.0\.0\.1:1: .*npcgen serve"):
            await client.server_info()


def test_waiting_for_nobody_ends_in_time() -> None:
    begun = time.monotonic()
    with SyncClient("127.0.0.1:1") as client, pytest.raises(Unavailable) as caught:
        client.wait_ready(timeout_s=0.5)

    assert caught.value.reason == "NOT_READY"
    assert time.monotonic() - begun < 5


def test_a_server_that_cant_start_shows_its_log(tmp_path: Path) -> None:
    flags = ("--backend", "scripted", "--data-dir", str(tmp_path), "--host", "203.0.113.7")
    with pytest.raises(Unavailable, match=r"203\.0\.113\.7") as caught, LocalServer(*flags):
        pass

    assert caught.value.reason == "SERVER_DIED"
