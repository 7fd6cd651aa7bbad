"""Short ways to ask an engine something and to read what came."""

from typing import Any

from npcgen.engine.base import (
    Completed,
    EngineEvent,
    GenerationRequest,
    Message,
    Started,
    TextDelta,
)
from npcgen.engine.engine import Generation


def ask(text: str = "Who are you?", *, system: str = "", **fields: Any) -> GenerationRequest:
    messages = (Message("user", text),)
    if system:
        messages = (Message("system", system), *messages)
    return GenerationRequest(messages, **fields)


async def read(generation: Generation) -> list[EngineEvent]:
    return [event async for event in generation]


async def finish(generation: Generation) -> Completed:
    """The last event, once it is clear that what came before it fits."""
    events = await read(generation)
    started, *deltas, completed = events
    assert isinstance(started, Started)
    assert isinstance(completed, Completed)
    texts = [delta.text for delta in deltas if isinstance(delta, TextDelta)]
    assert len(texts) == len(deltas)
    assert all(texts)
    assert "".join(texts) == completed.text
    return completed
