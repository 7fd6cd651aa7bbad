"""What dialogue needs of whatever speaks: one engine, a router over several, or a test's own."""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from npcgen.engine.base import EngineEvent, GenerationRequest, Message, ModelInfo


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
