"""`python -m bench.adapters`: what it costs that those with different adapters can't share a batch.

Time is the processor's, on one thread, so that a busy machine changes little.
Eight speak at once, through no adapter, one, two or four; the same words are decoded in each.
`--write` keeps the table in bench/ADAPTERS.md.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import gguf
import numpy as np
import psutil
from rich.console import Console
from rich.table import Table

import npcgen
from bench.shapes import SMOL, Shape, model_file, speech
from npcgen.engine.adapters import AdapterFile, describe_adapter
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.backends.llama_cpp.turns import TURN_STEPS
from npcgen.engine.base import GenerationRequest, Message, Sampling
from npcgen.engine.gguf_file import GgufFile, read_gguf

RESULTS = Path(__file__).with_name("ADAPTERS.md")
SPEAKERS, TOKENS, PROMPT, RANK = 8, 24, 20, 16
GROUPS = (0, 1, 2, 4)
_TURNS = (1, 2, 4)
_HEADINGS = ("steps a turn", "adapters", "tokens/s", "of one adapter's", "longest wait, ms")


@dataclass(frozen=True, slots=True)
class Round:
    """One burst of all speakers, without its prompts."""

    tokens_per_s: float
    gap_ms: float
    """The longest that one of them waited for a token."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.adapters", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    rows = _rows(SMOL, given.rounds)
    table = Table(*_HEADINGS)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    if given.write:
        _write(rows, SMOL)


def _rows(shape: Shape, rounds: int) -> list[tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        model = read_gguf(model_file(shape))
        files = [_adapter(shape, model, Path(folder), seed) for seed in range(max(GROUPS))]
        backends = {}
        for steps in _TURNS:
            parameters = LlamaParameters(
                context_tokens=512, slots=SPEAKERS, threads=1, turn_steps=steps
            )
            backends[steps] = LlamaCppBackend(model, parameters, adapters=files)
            stack.callback(backends[steps].shutdown)
        played: dict[tuple[int, int], list[Round]] = {}
        for number in range(rounds):
            for steps, backend in backends.items():
                for groups in GROUPS:
                    voices = [file.name for file in files[:groups]] or [""]
                    played.setdefault((steps, groups), []).append(_round(backend, voices, number))
    return [_row(steps, groups, played) for steps, groups in played]


def _row(steps: int, groups: int, played: dict[tuple[int, int], list[Round]]) -> tuple[str, ...]:
    speeds = [each.tokens_per_s for each in played[steps, groups]]
    usual = [each.tokens_per_s for each in played[steps, 1]]
    gap_ms = statistics.median(each.gap_ms for each in played[steps, groups])
    ratio = statistics.median(speed / one for speed, one in zip(speeds, usual, strict=True))
    speed = statistics.median(speeds)
    return (str(steps), str(groups or "none"), f"{speed:.0f}", f"{ratio:.2f}", f"{gap_ms:.0f}")


def _round(backend: LlamaCppBackend, voices: Sequence[str], number: int) -> Round:
    sequences = [
        backend.open(
            GenerationRequest(
                (Message("user", speech(PROMPT, 100 * number + speaker)),),
                Sampling(temperature=0),
                adapter=voices[speaker % len(voices)],
            )
        )
        for speaker in range(SPEAKERS)
    ]
    while not all(sequence.is_speaking for sequence in sequences):
        backend.step([sequence for sequence in sequences if not sequence.is_speaking])
    began = time.process_time()
    last, gap_s, said = [began] * SPEAKERS, 0.0, 0
    while said < SPEAKERS * TOKENS:
        for speaker, step in enumerate(backend.step(sequences)):
            if step.tokens:
                now = time.process_time()
                gap_s = max(gap_s, now - last[speaker])
                last[speaker] = now
                said += step.tokens
    seconds = time.process_time() - began
    for sequence in sequences:
        backend.close(sequence)
    return Round(said / seconds, gap_s * 1000)


def _adapter(shape: Shape, model: GgufFile, folder: Path, seed: int) -> AdapterFile:
    """Random matrices of rank 16 for every weight of every layer, as adapters commonly have."""
    path = folder / f"voice{seed}.gguf"
    rng = np.random.default_rng(seed)
    writer = gguf.GGUFWriter(path, shape.architecture)
    writer.add_type("adapter")
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, float(RANK))
    for tensor in model.tensors:
        if tensor.name.startswith("blk.") and len(tensor.shape) == 2:
            inputs, outputs = tensor.shape
            for name, rows, columns in (("a", RANK, inputs), ("b", outputs, RANK)):
                weights = rng.standard_normal((rows, columns)) * 0.02
                writer.add_tensor(f"{tensor.name}.lora_{name}", weights.astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return describe_adapter(path, model)


def _write(rows: Sequence[tuple[str, ...]], shape: Shape) -> None:
    lines = [_HEADINGS, ("---",) * len(_HEADINGS), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    RESULTS.write_text(
        "# The price of adapters\n\n"
        f"npcgen {npcgen.__version__}, {datetime.now(UTC):%Y-%m-%d}, one thread, in seconds of the "
        f"processor, load {psutil.getloadavg()[0]:.1f} at the end, by "
        "`python -m bench.adapters --write`.\n\n"
        f"{SPEAKERS} speakers of {TOKENS} tokens each on the shape {shape.name}, adapters of rank "
        f"{RANK} on every weight of every layer, random weights. llama.cpp applies one adapter to "
        "a whole batch, so each adapter is a batch of its own, and at every change llama.cpp "
        f"plans its work anew. The engine changes every {TURN_STEPS} steps.\n\n{table}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
