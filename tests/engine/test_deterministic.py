"""A deterministic backend computes for each reply, bit by bit, what it computes for it alone."""

from collections.abc import Iterator

import llama_cpp as lib
import numpy as np
import pytest

from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.base import GenerationRequest, Message, Sampling
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.models import bundled_path
from npcgen.errors import ConfigError

WORLD = "The mill stands by the river, and the river is high. " * 6
TOKENS = 24


@pytest.fixture
def make_pocket() -> Iterator:
    """Backends of the bundled model, whose weights are quantised as users' are."""
    backends = []

    def make(**parameters) -> LlamaCppBackend:
        chosen = LlamaParameters(context_tokens=512, threads=1, **parameters)
        backends.append(LlamaCppBackend(read_gguf(bundled_path()), chosen))
        return backends[-1]

    yield make
    for backend in backends:
        backend.shutdown()


def ask(npc: int, *history: str) -> GenerationRequest:
    roles = ("user", "assistant")
    said = [Message(roles[each % 2], text) for each, text in enumerate(("Who are you?", *history))]
    persona = Message("system", f"{WORLD} You are number {npc}, a miller.")
    return GenerationRequest((persona, *said), Sampling(temperature=0))


def logits_of(backend: LlamaCppBackend, sequence, others=()) -> bytes:
    """The logits of each of the sequence's tokens, stepped as the last of all."""
    seen, others = [], list(others)
    while len(sequence.tokens) < sequence.prompt_tokens + TOKENS:
        spoken = len(sequence.tokens)
        steps = backend.step([*others, sequence])
        others = [each for each, step in zip(others, steps, strict=False) if not step.finished]
        if steps[-1].finished:
            break
        if len(sequence.tokens) > spoken:
            row = lib.llama_get_logits_ith(backend._loaded.context, -1)
            seen.append(np.ctypeslib.as_array(row, (2048,)).tobytes())
    return b"".join(seen)


def alone(make_pocket, request: GenerationRequest) -> bytes:
    backend = make_pocket(slots=1, deterministic=True)
    return logits_of(backend, backend.open(request))


def test_a_reply_in_a_crowd_is_what_it_is_alone_to_the_last_bit(make_pocket):
    backend = make_pocket(slots=4, deterministic=True)
    others = [backend.open(ask(npc)) for npc in range(3)]
    mine = logits_of(backend, backend.open(ask(9)), others)
    assert mine == alone(make_pocket, ask(9))


def test_a_returning_conversation_is_what_it_is_from_nothing(make_pocket):
    backend = make_pocket(slots=2, deterministic=True)
    first = backend.open(ask(1))
    logits_of(backend, first)
    backend.close(first)
    again = backend.open(ask(1, "I am the miller.", "What do you grind?"))
    assert again.reused_tokens >= 64
    assert logits_of(backend, again) == alone(
        make_pocket, ask(1, "I am the miller.", "What do you grind?")
    )


def test_what_was_parked_is_what_it_was(make_pocket):
    backend = make_pocket(slots=1, deterministic=True)
    for npc in (1, 2):
        sequence = backend.open(ask(npc))
        logits_of(backend, sequence)
        backend.close(sequence)
    again = backend.open(ask(1, "I am the miller.", "What do you grind?"))
    assert again.reused_tokens >= 64
    assert logits_of(backend, again) == alone(
        make_pocket, ask(1, "I am the miller.", "What do you grind?")
    )


def test_only_whole_grains_of_prompts_are_reused(make_pocket):
    backend = make_pocket(slots=2, deterministic=True)
    sequence = backend.open(ask(1))
    logits_of(backend, sequence)
    backend.close(sequence)
    again = backend.open(ask(1))
    assert again.reused_tokens % 32 == 0
    assert again.prompt_tokens - again.reused_tokens <= 32


def test_one_pool_for_all_is_refused(make_llama):
    with pytest.raises(ConfigError, match="set it to split"):
        make_llama(deterministic=True, kv_mode="unified")
