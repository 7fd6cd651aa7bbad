"""`python -m bench.transformers`: the transformers backend, quantised each way, beside llama.cpp.

One shape (SmolLM2-135M's, random weights), one process, one thread, round after round, by the
seconds that the processor worked: a busy machine changes them little. `--write` keeps the table in
bench/TRANSFORMERS.md.
"""

import argparse
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import gguf
import psutil
import torch
import transformers
from rich.console import Console
from rich.table import Table
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

import npcgen
from bench.shapes import FOLDER, SMOL, Shape, model_file, speech
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.backends.transformers import TransformersBackend, TransformersParameters
from npcgen.engine.base import Backend, GenerationRequest, Message, Sampling
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.model_folder import read_folder

RESULTS = Path(__file__).with_name("TRANSFORMERS.md")
SLOTS, CONTEXT, PROMPT, TOKENS, ROUNDS = 8, 1024, 400, 24, 3
WAYS: tuple[Literal["none", "bf16", "int8", "nf4"], ...] = ("none", "bf16", "int8", "nf4")
HEADINGS = ("weights", "alone, tokens", "8 at once, tokens", f"{PROMPT} tokens of prompt, s")
_GREEDY = Sampling(temperature=0)


@dataclass(frozen=True, slots=True)
class Measured:
    """One way of keeping the weights."""

    name: str
    alone: float
    """Tokens a CPU-second, decoding only."""
    crowd: float
    """The same of eight replies together."""
    prompt_s: float

    def row(self) -> tuple[str, ...]:
        return self.name, f"{self.alone:.1f}", f"{self.crowd:.1f}", f"{self.prompt_s:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.transformers", description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    rows = measure(_backends(SMOL, given.threads))
    table = Table(*HEADINGS)
    for row in rows:
        table.add_row(*row.row())
    Console().print(table)
    if given.write:
        RESULTS.write_text(_as_markdown(rows, given.threads), encoding="utf-8")


def _backends(shape: Shape, threads: int) -> dict[str, Backend]:
    folder, file = read_folder(model_folder(shape)), read_gguf(model_file(shape))
    backends: dict[str, Backend] = {}
    for way in WAYS:
        chosen = TransformersParameters(
            quantisation=way, device="cpu", context_tokens=CONTEXT, slots=SLOTS, threads=threads
        )
        backends[f"transformers, {way}"] = TransformersBackend(folder, chosen)
    parameters = LlamaParameters(context_tokens=CONTEXT, slots=SLOTS, threads=threads)
    return {**backends, "llama_cpp, Q8_0": LlamaCppBackend(file, parameters)}


def measure(backends: dict[str, Backend]) -> list[Measured]:
    """Each in turn, round after round, so that a busy machine slows all alike; the medians."""
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in backends}
    for backend in backends.values():
        _decoding(backend, 8, 4)  # The first steps of a process are slow.
    for number in range(ROUNDS):
        for name, backend in backends.items():
            alone, crowd = _decoding(backend, 1, TOKENS), _decoding(backend, 8, TOKENS)
            found[name].append((alone, crowd, _prefill_s(backend, number)))
    for backend in backends.values():
        backend.shutdown()
    return [
        Measured(name, *map(statistics.median, zip(*rounds, strict=True)))
        for name, rounds in found.items()
    ]


def _ask(words: int, seed: int) -> GenerationRequest:
    return GenerationRequest((Message("user", speech(words, seed)),), _GREEDY)


def _prefill_s(backend: Backend, number: int) -> float:
    sequence = backend.open(_ask(PROMPT, 99 + number))
    began = time.process_time()
    while not backend.step([sequence])[0].tokens:
        pass
    backend.close(sequence)
    return time.process_time() - began


def _decoding(backend: Backend, replies: int, tokens: int) -> float:
    """Tokens a CPU-second of so many replies together, once all of them speak."""
    sequences = [backend.open(_ask(100, seed)) for seed in range(replies)]
    spoken = 0
    while spoken < replies:
        spoken = sum(step.tokens for step in backend.step(sequences))
    began = time.process_time()
    said = sum(step.tokens for _ in range(tokens) for step in backend.step(sequences))
    seconds = time.process_time() - began
    for sequence in sequences:
        backend.close(sequence)
    return said / seconds


def model_folder(shape: Shape) -> Path:
    """The shape as a model folder with the GGUF file's vocabulary, made when it isn't there."""
    folder = FOLDER / shape.name.partition("-")[0]
    if not (folder / "tokenizer.json").is_file():
        config = transformers.AutoConfig.for_model(
            shape.architecture,
            hidden_size=shape.width,
            intermediate_size=shape.hidden,
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            num_key_value_heads=shape.kv_heads,
            vocab_size=shape.vocabulary,
            max_position_embeddings=shape.context,
            tie_word_embeddings=True,
            eos_token_id=2,
        )
        torch.manual_seed(0)
        module = transformers.AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16)
        module.save_pretrained(folder)
        _tokenizer(model_file(shape)).save(str(folder / "tokenizer.json"))
    return folder


def _tokenizer(file: Path) -> Tokenizer:
    fields = gguf.GGUFReader(file).fields
    tokens = [str(token) for token in fields["tokenizer.ggml.tokens"].contents()]
    pairs = [str(pair).split(" ") for pair in fields["tokenizer.ggml.merges"].contents()]
    merges = [(left, right) for left, right in pairs]
    tokenizer = Tokenizer(models.BPE({token: at for at, token in enumerate(tokens)}, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in tokens[:3]])
    return tokenizer


def _as_markdown(rows: list[Measured], threads: int) -> str:
    heading = (
        f"npcgen {npcgen.__version__}, {datetime.now(UTC):%Y-%m-%d}, {threads} of "
        f"{psutil.cpu_count(logical=False)} cores, load {psutil.getloadavg()[0]:.1f} at the end, "
        f"torch {torch.__version__}, transformers {transformers.__version__}, by "
        "`python -m bench.transformers --write`: random weights in the shape of SmolLM2-135M, "
        f"medians of {ROUNDS} rounds in one run. Tokens are those of a second that the processor "
        "worked, which a busy machine changes little. Ratios count."
    )
    lines = [HEADINGS, ("---",) * len(HEADINGS), *(row.row() for row in rows)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"# The transformers backend on a CPU\n\n{heading}\n\n{table}\n"


if __name__ == "__main__":
    main()
