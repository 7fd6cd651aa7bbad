"""`python -m bench.parking`: what a parked state costs to save and load, beside computing it.

The table says from how many tokens on loading pays (`MIN_PARKED` in the llama.cpp backend).
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import psutil
from rich.console import Console
from rich.table import Table

from bench.shapes import QWEN, SMOL, Shape, model_file, speech
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.base import GenerationRequest, Message
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.parking import ParkingLimits, ParkingLot

T = TypeVar("T")
TOKENS = (32, 64, 128, 256, 600)
_HEADINGS = ("model", "tokens", "compute, ms", "save, ms", "load, ms", "from disk, ms", "KiB")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.parking", description=__doc__)
    parser.add_argument("--threads", type=int, default=psutil.cpu_count(logical=False) or 1)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    table = Table(*_HEADINGS)
    for shape in (SMOL, QWEN):
        for row in _rows(shape, given.threads, given.rounds):
            table.add_row(*row)
    Console().print(table)


def _rows(shape: Shape, threads: int, rounds: int) -> list[tuple[str, ...]]:
    file = read_gguf(model_file(shape))
    parameters = LlamaParameters(threads=threads, slots=2, context_tokens=1024)
    backend = LlamaCppBackend(file, parameters)
    try:
        _compute(backend, 600, seed=0)  # Warms the caches.
        return [(shape.name, *_row(backend, size, rounds)) for size in TOKENS]
    finally:
        backend.shutdown()


def _row(backend: LlamaCppBackend, size: int, rounds: int) -> tuple[str, ...]:
    times, kib = [], 0.0
    for seed in range(rounds):
        computing, slot, tokens = _compute(backend, size, seed=1 + seed)
        saving, state = _timed(partial(backend._kv.save, slot))
        if state is None:
            raise SystemExit("llama.cpp can't save the state")
        loading, _ = _timed(partial(backend._kv.load, slot, state))
        kib = len(state) / 1024
        times.append((computing, saving, loading, _from_disk(tokens, state)))
    medians = (f"{statistics.median(each):.1f}" for each in zip(*times, strict=True))
    return (str(len(tokens)), *medians, f"{kib:.0f}")


def _compute(backend: LlamaCppBackend, size: int, seed: int) -> tuple[float, int, list[int]]:
    """Milliseconds until the first token of a prompt that shares nothing with others."""
    message = Message("user", speech(size - 8, seed=1000 * size + seed))
    sequence = backend.open(GenerationRequest((message,)))
    began = time.perf_counter()
    while not (step := backend.step([sequence])[0]).tokens and not step.finished:
        pass
    ms = (time.perf_counter() - began) * 1000
    backend.close(sequence)
    return ms, sequence.slot, sequence.tokens[: sequence.prompt_tokens]


def _from_disk(tokens: Sequence[int], state: bytes) -> float:
    """Milliseconds to find, read and check the file; the system has it in its cache."""
    with tempfile.TemporaryDirectory() as folder:
        written = ParkingLot(ParkingLimits(), Path(folder), "bench")
        written.park(tokens, state)
        written.close()
        lot = ParkingLot(ParkingLimits(), Path(folder), "bench")

        def read() -> bytes | None:
            found = lot.find(tokens, 0)
            return lot.load(found[0]) if found else None

        ms, again = _timed(read)
        if again != state:
            raise SystemExit("the lot gave another state back")
        return ms


def _timed(act: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    result = act()
    return (time.perf_counter() - began) * 1000, result


if __name__ == "__main__":
    main()
