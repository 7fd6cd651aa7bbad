"""What dialogue needs of whatever speaks: one engine, a router over several, or a test's own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import Protocol

from npcgen.engine.base import Completed, EngineEvent, GenerationRequest, Message, ModelInfo
from npcgen.errors import InternalError


class Generation(Protocol):
    """The events of one reply: Started, TextDelta..., Completed; or an NpcgenError is raised."""

    def __aiter__(self) -> AsyncIterator[EngineEvent]: ...

    def cancel(self) -> None:
        """Ends the reply soon; the stream then ends with a Completed of its own."""
        ...

    async def aclose(self) -> None:
        """Ends the stream now. May be called again."""
        ...


class LanguageModel(Protocol):
    """Speaks."""

    @property
    def info(self) -> ModelInfo: ...

    def stream(self, request: GenerationRequest) -> Generation:
        """The reply's events, in the running event loop."""
        ...

    async def count_tokens(self, messages: Sequence[Message]) -> int:
        """How many tokens the messages make."""
        ...

    def forget(self, messages: Sequence[Message]) -> None:
        """Erases what it keeps in which the words of one of these messages stand."""
        ...


async def completed(generation: Generation) -> Completed:
    """How it ended, with the whole text: for what nobody reads word by word.

    Raises what the generation raises.
    """
    async with aclosing(generation) as events:
        async for event in events:
            if isinstance(event, Completed):
                return event
    raise InternalError("the engine's stream ended without an end")
