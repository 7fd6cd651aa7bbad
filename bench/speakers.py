"""Who is measured: our engine in this process, and llama.cpp's server, behind one method."""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from bench.llama_server import running_server, stream
from npcgen.benchmark.speaker import SAMPLING, OurEngine, Speaker, Spoken
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.base import Message
from npcgen.engine.chat_template import ChatTemplate
from npcgen.engine.engine import Engine
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.parking import ParkingLimits, ParkingLot

__all__ = ["LlamaServer", "OurEngine", "Speaker", "Spoken", "llama_server", "our_engine"]


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
