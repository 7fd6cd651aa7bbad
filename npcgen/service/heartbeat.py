"""Messages that say nothing, sent where a stream over HTTP has been silent for a while.

HTTP/1.1 has no ping of its own, as HTTP/2 and so native gRPC does. Engines' HTTP stacks and
proxies end an answer on which nothing came for 30 to 60 seconds, and a reply may wait that long for
a slot.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from google.protobuf.message import Message


async def with_heartbeats(
    messages: AsyncGenerator[Message, None], beat: Callable[[], Message], every_s: float
) -> AsyncGenerator[Message, None]:
    """The messages, and a `beat` whenever none came for `every_s` seconds; 0 sends none.

    The next message is asked for once the last one was taken. Closing it closes `messages`.
    """
    if not every_s:
        async with aclosing(messages):
            async for message in messages:
                yield message
        return
    handed: asyncio.Queue[Message | None] = asyncio.Queue()
    pumping = asyncio.create_task(_pump(messages, handed))
    # NOTE: its own queue ends a stream that failed, too: `await pumping` then raises why.
    pumping.add_done_callback(lambda _: handed.put_nowait(None))
    try:
        while True:
            try:
                async with asyncio.timeout(every_s):
                    given = await handed.get()
            except TimeoutError:
                yield beat()
                continue
            if given is None:
                break
            yield given
            handed.task_done()
        await pumping
    finally:
        pumping.cancel()
        await asyncio.gather(pumping, return_exceptions=True)


async def _pump(
    messages: AsyncGenerator[Message, None], handed: "asyncio.Queue[Message | None]"
) -> None:
    """NOTE: one task for the whole stream, as what it has open in its middle needs."""
    async with aclosing(messages):
        async for message in messages:
            handed.put_nowait(message)
            await handed.join()
