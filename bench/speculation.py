"""`python -m bench.speculation`: whether guessing tokens ahead could pay on this machine.

Speculative decoding checks several guessed tokens in one step. It pays where the tokens that a step
then gives, on average, outweigh what the step costs more than one of a single token. Both sides are
measured: the price of a step by how many tokens are in it, on the shapes of real models, and how
far guesses from the prompt's own n-grams (prompt lookup decoding) would have come in the bundled
model's replies. A draft model's guesses come further, but its own steps cost on top.
"""

import argparse
import ctypes
import time
from collections.abc import Sequence
from pathlib import Path

import llama_cpp as lib
from rich.console import Console
from rich.table import Table

from bench.shapes import QWEN, SMOL, model_file
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import WorldStore, bundled
from npcgen.dialogue.prompt import PlayerLine, compile_prompt
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.backends.llama_cpp.batch import Batch
from npcgen.engine.backends.llama_cpp.model import load_model
from npcgen.engine.base import GenerationRequest, Sampling
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.models import bundled_path

GUESSES = (1, 2, 3, 4, 7)
"""Tokens that are guessed for a step."""
DEPTH = 400
NGRAM = 2
"""Tokens that have to repeat before what followed them is guessed again."""
_LINES = (
    "Who are you?",
    "What do you know?",
    "What does it cost?",
    "Where are we?",
    "What do you want?",
    "Tell me a rumour.",
)


def price(path: Path, threads: int, rounds: int = 8) -> dict[int, float]:
    """What a step with so many guesses takes, of a step without any."""
    parameters = LlamaParameters(context_tokens=1024, slots=1, threads=threads)
    loaded = load_model(read_gguf(path), parameters)
    batch = Batch(DEPTH)
    memory = lib.llama_get_memory(loaded.context)

    def step(tokens: int, first: int) -> float:
        batch.clear()
        for offset in range(tokens):  # Every row needs its logits, to be checked.
            batch.add([7 * (first + offset) % 4000 + 1], first + offset, 0, wants_logits=True)
        began = time.perf_counter()
        lib.llama_decode(loaded.context, batch.handle)
        lib.llama_synchronize(loaded.context)
        return time.perf_counter() - began

    for first in range(0, DEPTH, 100):
        step(100, first)
    best = dict.fromkeys((0, *GUESSES), float("inf"))
    for _ in range(rounds):
        for guesses in best:
            best[guesses] = min(best[guesses], step(1 + guesses, DEPTH))
            lib.llama_memory_seq_rm(memory, 0, DEPTH, ctypes.c_int32(-1))
    batch.free()
    loaded.free()
    return {guesses: best[guesses] / best[0] for guesses in GUESSES}


def replies() -> list[tuple[list[int], list[int]]]:
    """Prompts and replies of the bundled cast, as tokens of the bundled model."""
    backend = LlamaCppBackend(read_gguf(bundled_path()), LlamaParameters(slots=1))
    worlds, spoken = WorldStore(), []
    for persona in bundled("personas", Persona):
        for number, line in enumerate(_LINES):
            world = worlds.get(persona.world)
            messages = compile_prompt(persona, world, (), PlayerLine(line))
            sequence = backend.open(GenerationRequest(messages, Sampling(seed=number)))
            while not backend.step([sequence])[0].finished:
                pass
            prompt = sequence.prompt_tokens
            spoken.append((sequence.tokens[:prompt], sequence.tokens[prompt:]))
            backend.close(sequence)
    backend.shutdown()
    return spoken


def gain(spoken: Sequence[tuple[list[int], list[int]]], guesses: int) -> float:
    """Tokens that a step gives on average, its own one and the guesses that came true."""
    steps = tokens = 0
    for prompt, reply in spoken:
        at = 0
        while at < len(reply):
            said = [*prompt, *reply[:at]]
            came_true = _common(_guess(said, guesses), reply[at:])
            at += came_true + 1
            steps += 1
        tokens += len(reply)
    return tokens / steps


def _guess(said: Sequence[int], guesses: int) -> Sequence[int]:
    """What followed when the last tokens stood together before, the last time that they did."""
    end = list(said[-NGRAM:])
    for at in range(len(said) - NGRAM - 1, -1, -1):
        if list(said[at : at + NGRAM]) == end:
            return said[at + NGRAM : at + NGRAM + guesses]
    return ()


def _common(guess: Sequence[int], truth: Sequence[int]) -> int:
    same = 0
    while same < min(len(guess), len(truth)) and guess[same] == truth[same]:
        same += 1
    return same


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.speculation", description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    spoken = replies()
    prices = {shape.name: price(model_file(shape), given.threads) for shape in (SMOL, QWEN)}
    title = f"{given.threads} threads; over 1, guessing pays"
    table = Table("guesses", "tokens a step", *(f"{name}: price, pays" for name in prices))
    table.title = title
    for guesses in GUESSES:
        tokens = gain(spoken, guesses)
        cells = (f"{each[guesses]:.2f}, {tokens / each[guesses]:.2f}" for each in prices.values())
        table.add_row(str(guesses), f"{tokens:.2f}", *cells)
    Console().print(table)


if __name__ == "__main__":
    main()
