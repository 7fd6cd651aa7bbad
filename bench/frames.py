"""`python -m bench.frames`: what decoding does to a game's frames, and what the pace gives back.

The game is a process of its own that works 8 ms in every frame of a 60th of a second. The engine
speaks on every core beside it: at full pace, with limits, and paused.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from contextlib import aclosing
from dataclasses import dataclass

import psutil
from rich.console import Console
from rich.table import Table

from bench.shapes import SMOL, model_file, speech
from bench.speakers import our_engine
from npcgen.engine.base import GenerationRequest, Message, TextDelta
from npcgen.engine.engine import Engine
from npcgen.engine.pace import Pace

FRAME_S, WORK_S = 1 / 60, 0.008
SPEAKERS = 4
_GAME = "--game"


@dataclass(frozen=True, slots=True)
class Frames:
    """How a game's frames went, in milliseconds, and what was said meanwhile."""

    median_ms: float
    high_ms: float
    """The 99th percentile."""
    late: float
    """The share of frames that took longer than a 60th of a second."""
    tokens_per_s: float


def play(frames: int) -> None:
    """The game: prints how long each frame's work took, as JSON."""
    rounds = _rounds_of(WORK_S)
    took, due = [], time.perf_counter()
    for _ in range(frames):
        began = time.perf_counter()
        _work(rounds)
        took.append((time.perf_counter() - began) * 1000)
        due += FRAME_S
        time.sleep(max(0.0, due - time.perf_counter()))
        due = max(due, time.perf_counter() - FRAME_S)
    print(json.dumps(took))


def _rounds_of(seconds: float) -> int:
    """Rounds of work that take so long on an undisturbed core."""
    timed = []
    for _ in range(20):
        began = time.perf_counter()
        _work(10_000)
        timed.append(time.perf_counter() - began)
    return int(10_000 * seconds / min(timed))


def _work(rounds: int) -> int:
    state = 1
    for _ in range(rounds):
        state = state * 1103515245 + 12345 & 0x7FFFFFFF
    return state


async def measured(engine: Engine, pace: Pace | None, frames: int) -> Frames:
    """Plays beside an engine at this pace; None lets nobody speak."""
    engine.set_pace(pace or Pace())
    counts = [0] * SPEAKERS
    async with asyncio.TaskGroup() as group:
        talks = range(SPEAKERS if pace else 0)
        talking = [group.create_task(_talk(engine, each, counts)) for each in talks]
        began, before = time.perf_counter(), sum(counts)
        took = await _played(frames)
        speed = (sum(counts) - before) / (time.perf_counter() - began)
        for task in talking:
            task.cancel()
    late = sum(each > FRAME_S * 1000 for each in took) / len(took)
    return Frames(statistics.median(took), statistics.quantiles(took, n=100)[98], late, speed)


async def _played(frames: int) -> list[float]:
    game = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.frames", _GAME, str(frames), stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await game.communicate()
    took: list[float] = json.loads(printed)
    return took


async def _talk(engine: Engine, number: int, counts: list[int]) -> None:
    """One who never stops."""
    prompt = (Message("user", speech(30, seed=number)),)
    while True:
        request = GenerationRequest(prompt, max_tokens=512)
        async with aclosing(engine.stream(request)) as events:
            async for event in events:
                counts[number] += isinstance(event, TextDelta)


async def beside(threads: int, frames: int) -> dict[str, Frames]:
    """The same game beside nobody, and beside an engine at several paces."""
    paces: dict[str, Pace | None] = {
        "nobody speaks": None,
        "full pace": Pace(),
        "cpu_share 0.5": Pace(cpu_share=0.5),
        "cpu_share 0.25": Pace(cpu_share=0.25),
        "max_tokens_per_s 20": Pace(max_tokens_per_s=20),
        "paused": Pace(paused=True),
    }
    model = model_file(SMOL)
    async with our_engine(model, slots=SPEAKERS, context_tokens=2048, threads=threads) as speaker:
        return {name: await measured(speaker.engine, pace, frames) for name, pace in paces.items()}


def as_table(results: dict[str, Frames], title: str) -> Table:
    table = Table(
        "the engine", "frame, ms", "99 of 100, ms", "late frames", "tokens/s", title=title
    )
    for name, each in results.items():
        cells = (f"{each.median_ms:.1f}", f"{each.high_ms:.1f}", f"{each.late:.1%}")
        table.add_row(name, *cells, f"{each.tokens_per_s:.0f}")
    return table


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.frames", description=__doc__)
    parser.add_argument("--frames", type=int, default=900)
    parser.add_argument("--threads", type=int, default=psutil.cpu_count(logical=False) or 1)
    parser.add_argument(_GAME, type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.game is not None:
        play(given.game)
        return
    title = f"{given.threads} threads, {SMOL.name}, {SPEAKERS} speakers"
    Console().print(as_table(asyncio.run(beside(given.threads, given.frames)), title))


if __name__ == "__main__":
    main()
