"""`python -m bench.engine`: our engine beside llama.cpp's own server, on the same files.

Rounds alternate between the two, and of each figure the median is taken: a busy machine slows
both alike. `--write` keeps the table in bench/ENGINE.md. Where anything else is running, give both
`--threads 1`.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path

import llama_cpp
import psutil
from rich.console import Console

import npcgen
from bench.figures import Figure, as_markdown, as_table
from bench.scenes import Crowd, monologue, newcomer, next_turn, opening, street, tavern
from bench.shapes import QWEN, SMOL, Shape, model_file, speech
from bench.speakers import Speaker, llama_server, our_engine
from npcgen.benchmark.speaker import OurEngine
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.backends.llama_cpp.sequence import LlamaSequence
from npcgen.engine.base import Message
from npcgen.engine.engine import Engine
from npcgen.engine.gguf_file import read_gguf

RESULTS = Path(__file__).with_name("ENGINE.md")
SLOTS, CONTEXT = 8, 2560
_SERVER = ("-np", str(SLOTS), "-c", str(SLOTS * CONTEXT), "-fa", "off")
_SHAPES = {"smol": SMOL, "qwen": QWEN}
_notes = Console(stderr=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.engine", description=__doc__)
    cores = psutil.cpu_count(logical=False) or 1
    parser.add_argument("--threads", type=int, default=cores)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--shape", choices=list(_SHAPES), help="this one only")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    shapes = [_SHAPES[given.shape]] if given.shape else list(_SHAPES.values())
    began = time.monotonic()
    figures = asyncio.run(_figures(shapes, given.threads, given.rounds))
    Console().print(as_table(figures))
    _notes.print(f"{time.monotonic() - began:.0f} s")
    if given.write:
        _write(figures, f"{given.threads} threads of {cores} cores")


def _write(figures: list[Figure], machine: str) -> None:
    heading = f"npcgen {npcgen.__version__}, {datetime.now(UTC):%Y-%m-%d}, {machine}"
    RESULTS.write_text(
        "# Our engine and llama-server\n\n"
        f"{heading}, load {psutil.getloadavg()[0]:.1f} at the end, "
        f"llama-cpp-python {llama_cpp.__version__} and the llama-server of its source, as "
        f"`llama-server {' '.join(_SERVER)}`; ours with {SLOTS} slots, as it is by default but "
        "for the threads. Random weights, by `python -m bench.engine --write`. Ratios count; "
        f"seconds depend on the machine.\n\n{as_markdown(figures)}\n",
        encoding="utf-8",
    )


async def _figures(shapes: Sequence[Shape], threads: int, rounds: int) -> list[Figure]:
    figures = []
    for shape in shapes:
        figures += await _crowds(shape, threads, rounds)
        figures += await _alone(shape, threads, rounds)
        figures += await _around_decoding(shape, threads)
    figures += await _streets(SMOL, threads)
    figures += await _newcomer(SMOL, threads)
    return figures + await _restart(SMOL, threads)


async def _crowds(shape: Shape, threads: int, rounds: int) -> list[Figure]:
    """Eight who share a world: asked all at once, and then once more."""
    model = model_file(shape)
    ours, theirs = [], []
    async with (
        our_engine(model, slots=SLOTS, context_tokens=CONTEXT, threads=threads) as engine,
        llama_server(model, (*_SERVER, "-t", str(threads))) as server,
    ):
        for world in range(rounds):
            ours.append(await _played(f"{shape.name}: tavern, ours", engine, world))
            theirs.append(await _played(f"{shape.name}: tavern, llama-server", server, world))
    (cold, warm), (their_cold, their_warm) = _both(ours), _both(theirs)
    name = f"{shape.name}, 8 at once"
    speed, last, first = (
        attrgetter(figure) for figure in ("tokens_per_s", "largest_ttft_s", "median_ttft_s")
    )
    return [
        _at_least(f"{name}, cold: tokens/s", _ratio(speed, cold, their_cold), 1.8),
        _at_most(f"{name}, cold: largest first token", _ratio(last, cold, their_cold), 0.5),
        _at_least(f"{name}, warm: tokens/s", _ratio(speed, warm, their_warm), 1.0),
        _at_most(f"{name}, warm: median first token", _ratio(first, warm, their_warm), 1.0),
    ]


def _ratio(of: Callable[[Crowd], float], ours: list[Crowd], theirs: list[Crowd]) -> float:
    """Ours to llama-server's, each pair played in one round."""
    pairs = zip(ours, theirs, strict=True)
    return statistics.median(of(mine) / of(other) for mine, other in pairs)


def _both(rounds: Sequence[tuple[Crowd, Crowd]]) -> tuple[list[Crowd], list[Crowd]]:
    return [cold for cold, _ in rounds], [warm for _, warm in rounds]


async def _played(title: str, speaker: Speaker, world: int) -> tuple[Crowd, Crowd]:
    cold, warm = await tavern(speaker, 10 * (world + 1))
    shown = ", ".join(
        f"{name} {crowd.tokens_per_s:.1f} tok/s, first token {crowd.median_ttft_s:.2f} s in the "
        f"median, {crowd.largest_ttft_s:.2f} at most"
        for name, crowd in (("cold", cold), ("warm", warm))
    )
    _notes.print(f"{title}: {shown}", highlight=False)
    return cold, warm


async def _alone(shape: Shape, threads: int, rounds: int) -> list[Figure]:
    """One stream against the library's own high-level class, in turn."""
    model = model_file(shape)
    high_level = llama_cpp.Llama(
        str(model), n_ctx=CONTEXT, n_threads=threads, n_threads_batch=threads, verbose=False
    )
    shares = []
    async with our_engine(model, slots=SLOTS, context_tokens=CONTEXT, threads=threads) as engine:
        for _ in range(rounds):
            mine = await monologue(engine)
            other = await asyncio.to_thread(_high_level_speed, high_level)
            _notes.print(f"{shape.name}: alone {mine:.1f} tok/s, Llama {other:.1f}")
            shares.append(mine / other)
    high_level.close()
    name = f"{shape.name}, one stream: tokens/s, of the high-level Llama's"
    return [_at_least(name, statistics.median(shares), 0.97)]


class _TimedBackend(LlamaCppBackend):
    """Counts the seconds that llama.cpp computes."""

    decoding_s = 0.0

    def _decode(self, sequences: Sequence[LlamaSequence]) -> bool:
        began = time.perf_counter()
        is_done = super()._decode(sequences)
        self.decoding_s += time.perf_counter() - began
        return is_done


async def _around_decoding(shape: Shape, threads: int) -> list[Figure]:
    """Of a step of eight speakers, what isn't llama.cpp's: scheduling, sampling, telling."""
    parameters = LlamaParameters(slots=SLOTS, context_tokens=CONTEXT, threads=threads)
    backend = _TimedBackend(read_gguf(model_file(shape)), parameters)
    engine = Engine(backend, queue_limit=SLOTS)
    speaker = OurEngine(engine)
    prompts = [(Message("user", speech(30, seed=each)),) for each in range(SLOTS)]
    await asyncio.gather(*(speaker.say(prompt, 2) for prompt in prompts))
    began, before = time.perf_counter(), backend.decoding_s
    await asyncio.gather(*(speaker.say(prompt, 96) for prompt in prompts))
    share = 1 - (backend.decoding_s - before) / (time.perf_counter() - began)
    await engine.close()
    return [_at_most(f"{shape.name}, 8 speak: time around llama.cpp's", 100 * share, 3.0, "%")]


def _high_level_speed(model: llama_cpp.Llama, tokens: int = 192) -> float:
    stamps = [
        time.perf_counter()
        for _ in model.create_completion(speech(30, 3), max_tokens=tokens, stream=True)
    ]
    return (len(stamps) - 2) / (stamps[-2] - stamps[0])


async def _streets(shape: Shape, threads: int) -> list[Figure]:
    """64 met one after the other on 8 slots, and met again."""
    model = model_file(shape)
    async with our_engine(model, slots=SLOTS, context_tokens=CONTEXT, threads=threads) as engine:
        mine = await street(engine, 300)
    _notes.print(f"ours {mine}")
    async with llama_server(model, (*_SERVER, "-t", str(threads))) as server:
        other = await street(server, 300)
    name = f"{shape.name}, 64 in turn, one who returns: first token"
    _notes.print(f"llama-server {other}")
    return [
        _at_most(f"{name}, of a resident's", mine.returning / mine.resident, 1.5),
        _at_most(f"{name}, of a cold one", mine.returning / mine.cold, 0.2),
        _at_most(f"{name}, of llama-server's", mine.returning / other.returning, 1.0),
    ]


async def _newcomer(shape: Shape, threads: int) -> list[Figure]:
    """2,000 tokens come in while seven speak."""
    model = model_file(shape)
    async with our_engine(model, slots=SLOTS, context_tokens=CONTEXT, threads=threads) as engine:
        mine = await newcomer(engine)
    _notes.print(f"ours {mine}")
    async with llama_server(model, (*_SERVER, "-t", str(threads))) as server:
        other = await newcomer(server)
    _notes.print(f"llama-server {other}")
    name = f"{shape.name}, 2,000 tokens come in, others wait"
    return [
        _at_most(f"{name}, of their usual step", mine.high_gap / mine.usual_gap, 2.0),
        _at_most(f"{name}, of llama-server's wait", mine.high_gap / other.high_gap, 1.0),
    ]


async def _restart(shape: Shape, threads: int) -> list[Figure]:
    """How much of a prompt is computed again after a restart."""
    model = model_file(shape)
    options = {"slots": SLOTS, "context_tokens": CONTEXT, "threads": threads}
    prompt = opening(77, 0)
    with tempfile.TemporaryDirectory() as folder:
        async with our_engine(model, parked=Path(folder), **options) as engine:
            reply = await engine.say(prompt, 8)
        async with our_engine(model, parked=Path(folder), **options) as engine:
            back = await _returns(engine, prompt, reply.text)
    name = f"{shape.name}, parked on disk, after a restart: prompt computed again"
    return [_at_most(name, 1 - back, 0.1)]


async def _returns(engine: OurEngine, prompt: Sequence[Message], said: str) -> float:
    return (await engine.say(next_turn(prompt, said), 8)).reused


def _at_least(name: str, value: float, target: float) -> Figure:
    return Figure(name, value, "x", target, at_most=False)


def _at_most(name: str, value: float, target: float, unit: str = "x") -> Figure:
    return Figure(name, value, unit, target)


if __name__ == "__main__":
    main()
