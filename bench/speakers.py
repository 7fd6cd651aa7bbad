"""Who is measured: our engine in this process, and llama.cpp's server, behind one method."""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import httpx

from bench.llama_server import running_server, stream
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.base import GenerationRequest, Message, Sampling, Started, TextDelta
from npcgen.engine.chat_template import ChatTemplate
from npcgen.engine.engine import Engine
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.parking import ParkingLimits, ParkingLot

SAMPLING = Sampling()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply and when its tokens came, in seconds on the clock of `time.perf_counter()`."""

    text: str
    began: float
    stamps: tuple[float, ...]
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
        began, stamps, texts, reused = time.perf_counter(), [], [], 0.0
        async with aclosing(self.engine.stream(request)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    stamps.append(time.perf_counter())
                    texts.append(event.text)
                elif isinstance(event, Started):
                    reused = event.reused_tokens / event.prompt_tokens
        return Spoken("".join(texts), began, tuple(stamps), reused)


class LlamaServer:
    """llama-server's own completion call, which is spared the chat template."""

    def __init__(self, client: httpx.AsyncClient, template: ChatTemplate) -> None:
        self._client = client
        self._template = template

    async def say(self, messages: Sequence[Message], tokens: int) -> Spoken:
        prompt = "".join(segment.text for segment in self._template.segments(messages))
        body = {
            "prompt": prompt,
            "n_predict": tokens,
            "ignore_eos": True,
            "temperature": SAMPLING.temperature,
            "top_k": SAMPLING.top_k,
            "top_p": SAMPLING.top_p,
            "min_p": SAMPLING.min_p,
            "samplers": ["top_k", "top_p", "min_p", "temperature"],
        }
        began, stamps, texts = time.perf_counter(), [], []
        async for text in stream(self._client, body):
            stamps.append(time.perf_counter())
            texts.append(text)
        return Spoken("".join(texts), began, tuple(stamps))


@asynccontextmanager
async def our_engine(
    model: Path, *, parked: Path | None = None, **parameters: Any
) -> AsyncIterator[OurEngine]:
    chosen = LlamaParameters(**parameters)
    lot = ParkingLot(ParkingLimits(2**30), parked, "bench")
    engine = Engine(LlamaCppBackend(read_gguf(model), chosen, parking=lot), queue_limit=64)
    try:
        yield OurEngine(engine)
    finally:
        await engine.close()


@asynccontextmanager
async def llama_server(model: Path, options: Sequence[str]) -> AsyncIterator[LlamaServer]:
    template = ChatTemplate(read_gguf(model).chat_template, bos="", eos="<|im_end|>")
    async with running_server(model, *options) as client:
        yield LlamaServer(client, template)
