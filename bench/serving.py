"""What the server adds to its engine: a real process, a real client, loopback."""

import asyncio
import os
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psutil

from bench import bare_grpc
from bench.figures import Figure
from npcgen.client import Client, LocalServer
from npcgen.dialogue.events import Completed
from npcgen.engine.base import FinishReason, TextDelta

TURNS = 200
STREAMS = 32
PACE = 100.0
"""Tokens per second of each stream."""
CANCELS = 50


async def figures() -> list[Figure]:
    return [*await first_token(), *await many_streams(), *await cancelling()]


@asynccontextmanager
async def scripted_server(tokens_per_s: float) -> AsyncIterator[tuple[Client, psutil.Process]]:
    """NOTE: without the room, whose modules a server imports after it is ready, once."""
    os.environ["NPCGEN_SCRIPTED_TOKENS_PER_S"] = str(tokens_per_s)
    with LocalServer("--backend", "scripted", "--no-preview") as server:
        (process,) = psutil.Process().children()
        async with Client(server.target) as client:
            await client.wait_ready()
            yield client, process


async def first_token() -> list[Figure]:
    """Time to the first text at the client, less the engine's from the slot to the first token.

    What is left is all of ours: both wires, the prompt's compilation and counting, the queue.
    """
    overheads = []
    async with scripted_server(2_000.0) as (client, _):
        for _ in range(TURNS):
            conversation = await client.start_conversation("brannoch")
            began = time.perf_counter()
            first_ms = 0.0
            async for event in client.chat(conversation.id, "Who are you?"):
                if isinstance(event.body, TextDelta) and not first_ms:
                    first_ms = (time.perf_counter() - began) * 1000
                if isinstance(event.body, Completed):
                    timings = event.body.timings
                    overheads.append(first_ms - (timings.ttft_ms - timings.queue_ms))
            await client.delete_conversation(conversation.id)
    return [
        Figure("first token, added by the server (median)", statistics.median(overheads), "ms", 2)
    ]


async def many_streams() -> list[Figure]:
    """Pace of every stream, and the server's processor time for each token it sent."""
    async with scripted_server(PACE) as (client, process):
        conversations = [await client.start_conversation("odrin") for _ in range(STREAMS)]
        before = process.cpu_times()
        began = time.perf_counter()
        streams = [
            one_stream(client, conversation.id, began + 5.0) for conversation in conversations
        ]
        results = await asyncio.gather(*streams)
        used = process.cpu_times()
    cpu_s = used.user + used.system - before.user - before.system
    tokens = sum(tokens for tokens, _ in results)
    slowest = min(pace for _, pace in results)
    return [
        Figure(f"{STREAMS} streams: slowest, of its pace", slowest / PACE, "x", 0.9, at_most=False),
        Figure(f"{STREAMS} streams: server CPU for each token", cpu_s / tokens * 1e6, "us", 100),
        Figure("  of which bare grpc.aio takes, same pace", await bare_grpc.cpu_us(), "us", 100),
    ]


async def one_stream(client: Client, conversation_id: str, until: float) -> tuple[int, float]:
    """Tokens received until then, and their pace while replies were being spoken."""
    tokens, decoded, seconds = 0, 0, 0.0
    while time.perf_counter() < until:
        async for event in client.chat(conversation_id, "What news?"):
            if isinstance(event.body, Completed):
                completed = event.body
        tokens += completed.usage.completion_tokens
        decoded += completed.usage.completion_tokens - 1
        seconds += (completed.usage.completion_tokens - 1) / completed.timings.tokens_per_s
    return tokens, decoded / seconds


async def cancelling() -> list[Figure]:
    """From calling Cancel to the completed event, which is sent after the slot is free."""
    waits = []
    async with scripted_server(PACE) as (client, _):
        conversation = await client.start_conversation("corrin")
        for _ in range(CANCELS):
            waits.append(await one_cancel(client, conversation.id))
    token_ms = 1000 / PACE
    return [
        Figure(
            "cancel to free slot, beyond one token (median)",
            statistics.median(waits) - token_ms,
            "ms",
            10,
        ),
        Figure("cancel to free slot, beyond one token (largest)", max(waits) - token_ms, "ms", 10),
    ]


async def one_cancel(client: Client, conversation_id: str) -> float:
    began = 0.0
    async for event in client.chat(conversation_id, "Tell me everything."):
        if isinstance(event.body, TextDelta) and not began:
            began = time.perf_counter()
            cancelled = asyncio.create_task(client.cancel(conversation_id))
        if isinstance(event.body, Completed):
            wait_ms = (time.perf_counter() - began) * 1000
            await cancelled
            if event.body.finish_reason is not FinishReason.CANCELLED:
                raise RuntimeError("the reply was over before it could be cancelled")
            return wait_ms
    raise RuntimeError("the stream ended without a completed event")
