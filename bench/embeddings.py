"""`python -m bench.embeddings`: what those who speak lose while texts are embedded beside them.

Rounds alternate between the two; of each figure the median is taken. `--write` keeps the table in
bench/EMBEDDINGS.md.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

import npcgen
from bench.shapes import SMOL, model_file, speech
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.base import GenerationRequest, Message, Sampling, TextDelta
from npcgen.engine.embeddings import Embedder
from npcgen.engine.engine import Engine
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.threads import default_threads

RESULTS = Path(__file__).with_name("EMBEDDINGS.md")
SPEAKERS, TOKENS, TEXT_TOKENS = 4, 64, 60
_HEADINGS = ("what", "measured")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.embeddings", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    rows = asyncio.run(_rows(given.rounds))
    table = Table(*_HEADINGS)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    if given.write:
        _write(rows)


async def _rows(rounds: int) -> list[tuple[str, str]]:
    parameters = LlamaParameters(context_tokens=512, slots=SPEAKERS)
    process = psutil.Process()
    engine = Engine(LlamaCppBackend(read_gguf(model_file(SMOL)), parameters), queue_limit=8)
    try:
        await _speed(engine, 0)
        before = process.memory_info().rss
        await engine.embed([speech(TEXT_TOKENS, 1)] * 16)
        grown_mib = (process.memory_info().rss - before) / 2**20
        shares, rates, gaps = [], [], []
        for number in range(rounds):
            alone = await _speed(engine, number)
            beside, rate, gap_ms = await _speed_beside(engine, number)
            shares.append(beside / alone)
            rates.append(rate)
            gaps.append(gap_ms)
    finally:
        await engine.close()
    return [
        ("speakers' tokens/s beside it, of alone", f"{statistics.median(shares):.2f}"),
        (f"texts of {TEXT_TOKENS} tokens embedded a second", f"{statistics.median(rates):.1f}"),
        ("one short text, ms, beside them", f"{statistics.median(gaps):.0f}"),
        ("memory of the context, MiB", f"{grown_mib:.0f}"),
    ]


async def _speed_beside(engine: Engine, number: int) -> tuple[float, float, float]:
    """The speakers' tokens/s, texts a second, and the milliseconds of one short text among them."""
    done = asyncio.Event()
    embedding = asyncio.create_task(_embed_until(engine.embedder, done))
    question = asyncio.create_task(_question_ms(engine.embedder))
    speed = await _speed(engine, number)
    done.set()
    return speed, await embedding, await question


async def _embed_until(embedder: Embedder, done: asyncio.Event) -> float:
    texts = [speech(TEXT_TOKENS, seed) for seed in range(8)]
    began, count = time.perf_counter(), 0
    while not done.is_set():
        await embedder.embed(texts)
        count += len(texts)
    return count / (time.perf_counter() - began)


async def _question_ms(embedder: Embedder) -> float:
    await asyncio.sleep(0.5)
    began = time.perf_counter()
    await embedder.embed([speech(12, 0)])
    return (time.perf_counter() - began) * 1000


async def _speed(engine: Engine, number: int) -> float:
    stamps = await asyncio.gather(*(_spoken(engine, number, each) for each in range(SPEAKERS)))
    ends = [each[-1] for each in stamps]
    return SPEAKERS * TOKENS / (max(ends) - min(each[0] for each in stamps))


async def _spoken(engine: Engine, number: int, speaker: int) -> Sequence[float]:
    request = GenerationRequest(
        (Message("user", speech(40, 100 * number + speaker)),),
        Sampling(temperature=0),
        max_tokens=TOKENS,
    )
    stamps = []
    async with aclosing(engine.stream(request)) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                stamps.append(time.perf_counter())
    return stamps


def _write(rows: Sequence[tuple[str, str]]) -> None:
    lines = [_HEADINGS, ("---",) * len(_HEADINGS), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    RESULTS.write_text(
        "# The price of embeddings\n\n"
        f"npcgen {npcgen.__version__}, {datetime.now(UTC):%Y-%m-%d}, "
        f"{psutil.cpu_count(logical=False)} cores, {default_threads()} threads to decode, load "
        f"{psutil.getloadavg()[0]:.1f} at the end, by `python -m bench.embeddings --write`.\n\n"
        f"{SPEAKERS} speakers on the shape {SMOL.name}, random weights, and the same model "
        f"embedding texts all the while, on one thread of its own.\n\n{table}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
