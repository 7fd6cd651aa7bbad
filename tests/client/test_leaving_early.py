"""A listener that stops early frees the server's slot."""

import asyncio
import time
from contextlib import aclosing, suppress

import pytest

from npcgen import Client, LocalServer, SyncClient

POLL_S = 0.02
WAIT_S = 2.0
"""Less than the reply would still take."""


async def wait_until_idle(client: Client) -> None:
    for _ in range(round(WAIT_S / POLL_S)):
        if (await client.server_info()).active_replies == 0:
            return
        await asyncio.sleep(POLL_S)
    pytest.fail("the reply goes on")


async def test_break_frees_the_slot(slow_server: LocalServer) -> None:
    async with Client(slow_server.target) as client:
        conversation = await client.start_conversation("brannoch")
        async for _ in client.chat(conversation.id, "Hello."):
            assert (await client.server_info()).active_replies == 1
            break
        await wait_until_idle(client)


async def test_an_exception_frees_the_slot(slow_server: LocalServer) -> None:
    async with Client(slow_server.target) as client:
        conversation = await client.start_conversation("brannoch")
        with suppress(ZeroDivisionError):
            async for _ in client.chat(conversation.id, "Hello."):
                raise ZeroDivisionError
        await wait_until_idle(client)


async def test_aclose_frees_the_slot(slow_server: LocalServer) -> None:
    async with Client(slow_server.target) as client:
        conversation = await client.start_conversation("brannoch")
        async with aclosing(client.chat(conversation.id, "Hello.")) as events:
            await anext(events)
        await wait_until_idle(client)


async def test_a_cancelled_task_frees_the_slot(slow_server: LocalServer) -> None:
    async with Client(slow_server.target) as client:
        conversation = await client.start_conversation("brannoch")

        async def listen() -> None:
            async for _ in client.chat(conversation.id, "Hello."):
                heard.set()

        heard = asyncio.Event()
        task = asyncio.create_task(listen())
        await heard.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await wait_until_idle(client)


def test_break_frees_the_slot_of_a_sync_client(slow_server: LocalServer) -> None:
    with SyncClient(slow_server.target) as client:
        conversation = client.start_conversation("brannoch")
        for _ in client.chat(conversation.id, "Hello."):
            break
        deadline = time.monotonic() + WAIT_S
        while client.server_info().active_replies and time.monotonic() < deadline:
            time.sleep(POLL_S)
        assert client.server_info().active_replies == 0
