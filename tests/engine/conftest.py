"""Engines over the scripted backend, closed after each test."""

from collections.abc import AsyncIterator, Callable, Sequence

import pytest

from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import Backend
from npcgen.engine.engine import Engine

MakeEngine = Callable[..., Engine]


@pytest.fixture
async def make_engine() -> AsyncIterator[MakeEngine]:
    """Makes engines and closes them: over `backend`, or over `replies` at 1000 tokens a second."""
    engines: list[Engine] = []

    def make(
        replies: Sequence[str] = ("one two three four five",),
        *,
        backend: Backend | None = None,
        queue_limit: int = 8,
        slots: int = 4,
        tokens_per_s: float = 1000.0,
    ) -> Engine:
        chosen = backend or ScriptedBackend(replies, tokens_per_s=tokens_per_s, slots=slots)
        engines.append(Engine(chosen, queue_limit=queue_limit))
        return engines[-1]

    yield make
    for engine in engines:
        await engine.close()
