"""How fast a model is on this machine, and the settings that suit it.

Each way of running it is loaded by itself, through what a server loads it with, and gets the same
work: one who speaks, then several at once, each asked twice. Knows no terminal.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import psutil

from npcgen.engine.base import Backend, BackendSequence, GenerationRequest, Message, Sampling
from npcgen.engine.load import load_backend
from npcgen.settings import Settings

CROWDS = (1, 2, 4, 8, 16)
READING_TOKENS_PER_S = 6.0
"""About as fast as people read aloud; who speaks slower than that seems to stutter."""
_CONTEXT, _PROMPT, _STEPS = 512, 192, 16
_TRIED_WITH = 4

KvMode = Literal["split", "unified"]
FlashAttention = Literal["off", "on"]


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of running a model."""

    threads: int
    kv_mode: KvMode
    flash_attention: FlashAttention


@dataclass(frozen=True, slots=True)
class Measured:
    """What so many who speak at once got out of a mode."""

    mode: Mode
    sequences: int
    tokens_per_s: float
    """Of all together, once all of them speak; 0 when they end at their first token."""
    cold_ms: float
    """The median wait for the first token where nothing was known of the prompt."""
    warm_ms: float
    """The same for a second line to the same NPCs."""

    @property
    def turn_s(self) -> float:
        """Seconds of a typical turn: mostly a warm one, with 32 tokens for everyone."""
        if not self.tokens_per_s:
            return float("inf")
        wait_ms = 0.2 * self.cold_ms + 0.8 * self.warm_ms
        return wait_ms / 1000 + 32 * self.sequences / self.tokens_per_s


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured, and what to set."""

    model: str
    modes: tuple[Measured, ...]
    crowds: tuple[Measured, ...]
    """In the best mode."""
    best: Mode
    slots: int
    """The most who can speak at once without stuttering."""


def measure(settings: Settings, progress: Callable[[str], None]) -> Report:
    """Tries the modes, then crowds in the best of them. Blocks for a minute or several.

    Raises what loading the model raises.
    """
    modes = []
    for mode in _modes(settings.threads):
        progress(f"{mode.threads} threads, {mode.kv_mode}, flash attention {mode.flash_attention}")
        modes += _run(settings, mode, [_TRIED_WITH])
    best = min(modes, key=lambda tried: tried.turn_s).mode
    progress("1 to 16 at once")
    crowds = _run(settings, best, CROWDS)
    fluent = [
        crowd.sequences
        for crowd in crowds
        if crowd.tokens_per_s >= READING_TOKENS_PER_S * crowd.sequences
    ]
    return Report(settings.model, tuple(modes), tuple(crowds), best, max(fluent, default=1))


def _modes(threads: int) -> list[Mode]:
    """Every mode with so many threads; 0: with all cores, and once with a core left to others."""
    cores = threads or psutil.cpu_count(logical=False) or 1
    modes = [Mode(cores, "split", "off"), Mode(cores, "split", "on")]
    modes += [Mode(cores, "unified", "off"), Mode(cores, "unified", "on")]
    is_free = not threads and cores > 1
    return [*modes, Mode(cores - 1, "split", "off")] if is_free else modes


def _run(settings: Settings, mode: Mode, crowds: Sequence[int]) -> list[Measured]:
    chosen = settings.model_copy(
        update={
            "threads": mode.threads,
            "kv_mode": mode.kv_mode,
            "flash_attention": mode.flash_attention,
            "slots": max(crowds),
            "context_tokens": settings.context_tokens or _CONTEXT,
            "parked_disk_mib": 0,
            "parked_memory_mib": 0,
        }
    )
    backend = load_backend(chosen)
    try:
        return [_crowd(backend, mode, count) for count in crowds]
    finally:
        backend.shutdown()


def _crowd(backend: Backend, mode: Mode, count: int) -> Measured:
    sentences = _prompt_sentences(backend)
    asked = [_opening(count, npc, sentences) for npc in range(count)]
    cold, _, texts = _asked(backend, asked)
    again = [
        (*messages, Message("assistant", text or "No."), Message("user", "And then?"))
        for messages, text in zip(asked, texts, strict=True)
    ]
    # Short prompts: all of them speak before the first of them ends.
    warm, speed, _ = _asked(backend, again)
    return Measured(mode, count, speed, statistics.median(cold), statistics.median(warm))


def _prompt_sentences(backend: Backend) -> int:
    """How many make a prompt of about the wanted length."""
    ten = backend.count_tokens(_opening(0, 0, 10))
    return max(1, 10 * min(_PROMPT, backend.info.context_tokens // 3) // ten)


def _opening(crowd: int, npc: int, sentences: int) -> tuple[Message, ...]:
    """Unlike any other's from its first word on, so that nothing is shared."""
    lore = " ".join(f"{crowd}-{npc}-{place} is a mill." for place in range(sentences))
    return Message("system", lore), Message("user", "Who are you?")


def _asked(
    backend: Backend, prompts: Sequence[Sequence[Message]]
) -> tuple[list[float], float, list[str]]:
    """Each one's wait for the first token in ms, the speed of all together, what they said."""
    requests = [GenerationRequest(tuple(each), Sampling(seed=1)) for each in prompts]
    began = time.perf_counter()
    sequences: list[BackendSequence] = [backend.open(request) for request in requests]
    first, texts = [0.0] * len(sequences), [""] * len(sequences)
    live, spent = list(range(len(sequences))), list[float]()
    # NOTE: all of them are timed together, so the first who ends ends it, once all have begun.
    while len(spent) < _STEPS and not (len(live) < len(sequences) and all(first)):
        step_began = time.perf_counter()
        gave = backend.step([sequences[index] for index in live])
        now = time.perf_counter()
        if len(live) == len(sequences) and all(step.tokens for step in gave):
            spent.append(now - step_began)
        for index, step in zip(list(live), gave, strict=True):
            texts[index] += step.text
            if step.tokens or step.finished:
                first[index] = first[index] or (now - began) * 1000
            if step.finished:
                live.remove(index)
    for sequence in sequences:
        backend.close(sequence)
    return first, len(sequences) / statistics.mean(spent) if spent else 0.0, texts
