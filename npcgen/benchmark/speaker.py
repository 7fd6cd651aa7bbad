"""Who is measured, behind one method; and npcgen's own engine behind it."""

import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from npcgen.engine.base import GenerationRequest, Message, Sampling, Started, TextDelta
from npcgen.engine.engine import Engine

SAMPLING = Sampling()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply and when its tokens came, in seconds on the clock of `time.perf_counter()`."""

    text: str
    began: float
    stamps: tuple[float, ...]
    """One for each token; for a reply without a word, one for its end."""
    reused: float = 0.0
    """The share of the prompt that didn't have to be computed, where it is known."""

    @property
    def ttft_s(self) -> float:
        return self.stamps[0] - self.began


class Speaker(Protocol):
    async def say(self, messages: Sequence[Message], tokens: int) -> Spoken: ...


class OurEngine:
    """npcgen's engine, called as the server calls it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    async def say(self, messages: Sequence[Message], tokens: int) -> Spoken:
        request = GenerationRequest(tuple(messages), SAMPLING, max_tokens=tokens)
        began, stamps, texts, reused = time.perf_counter(), list[float](), list[str](), 0.0
        async with aclosing(self.engine.stream(request)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    stamps.append(time.perf_counter())
                    texts.append(event.text)
                elif isinstance(event, Started):
                    reused = event.reused_tokens / event.prompt_tokens
        return Spoken("".join(texts), began, tuple(stamps) or (time.perf_counter(),), reused)
