"""Measures, for a second or a few, how a loaded model runs fastest here.

Each mode gets a small context of its own, and the same work in it: speakers with a past of some
hundred tokens, and one step each of what a server's steps are made of. Every figure is measured
twice, at different times, where the time allows. Chooses nothing: `engine/tuning.py` does.
"""

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import llama_cpp as lib

from npcgen.engine.backends.llama_cpp.batch import Batch
from npcgen.engine.backends.llama_cpp.kv_cache import KvCache
from npcgen.engine.tuning import (
    PROBE_TOKENS,
    SPEAKERS,
    Mode,
    Slice,
    Trial,
)

_PAST, _LINE, _STEPS = 240, 8, 3
_FIRST_STEPS_SHARE = 0.03
"""Of the budget: when the first tokens take longer, the first mode wouldn't be through in time."""
_SLICES = (PROBE_TOKENS, 128, 256)
_ROOM = 512


Report = Callable[[Trial | Slice], None]


class _StoppedError(Exception):
    """Why no more is measured."""


class _OutOfTimeError(Exception):
    pass


def measure(
    model: Any,
    default: Mode,
    threads: Sequence[int],
    report: Report,
    *,
    budget_s: float,
) -> str:
    """Reports what it measures, one by one; a mode may come again, with other figures.

    `threads` are tried in the default mode, then flash attention with the best of them, then one
    pool for all slots with the best of both. Gives back why it ended early; empty when it didn't.
    """
    ends = time.perf_counter() + budget_s
    with contextlib.ExitStack() as stack:

        def stage(mode: Mode) -> _Stage:
            made = _Stage(model, mode, ends)
            stack.callback(made.free)
            made.prepare(_FIRST_STEPS_SHARE * budget_s)
            return made

        try:
            _measure(stage, default, threads, report)
        except _OutOfTimeError:
            return f"{budget_s:.0f} s were over"
        except _StoppedError as reason:
            return str(reason)
    return ""


def _measure(
    stage: "Callable[[Mode], _Stage]", default: Mode, threads: Sequence[int], report: Report
) -> None:
    tried: list[Trial] = []

    def best() -> Mode:
        return min(tried, key=lambda trial: trial.turn_ms).mode

    def tell(trial: Trial) -> None:
        tried.append(trial)
        report(trial)

    stages = [stage(default)]
    for count in threads:
        tell(stages[0].trial(count))
    for change in (_with_flash_attention, _in_one_pool):
        stages.append(stage(change(best())))
        tell(stages[-1].trial(best().threads))
    for each in stages:
        report(each.trial(best().threads))
    for count in threads:
        report(stages[0].trial(count))
    for tokens in 2 * _SLICES:
        report(stages[0].slice(tokens, best().threads))


def _with_flash_attention(mode: Mode) -> Mode:
    return replace(mode, flash_attention="on")


def _in_one_pool(mode: Mode) -> Mode:
    return replace(mode, kv_mode="unified")


class _Stage:
    """One context, in which all speakers have a past of some hundred tokens."""

    def __init__(self, model: Any, mode: Mode, ends: float) -> None:
        self._mode = mode
        self._ends = ends
        self._vocabulary = lib.llama_vocab_n_tokens(lib.llama_model_get_vocab(model))
        self._context = lib.llama_init_from_model(model, _context_parameters(mode))
        if not self._context:
            raise _StoppedError(f"there is no context for {mode}")
        self._kv = KvCache(model, self._context)
        self._batch = Batch(_SLICES[-1] + SPEAKERS)

    def free(self) -> None:
        self._batch.free()
        lib.llama_free(self._context)

    def prepare(self, first_steps_s: float) -> None:
        """Gives every speaker a past of its own, computed once and loaded for the others.

        A pool of all slots is as large as what they hold, and every step looks through it.
        """
        self._step([(0, 0, 1)])
        if self._step([(0, 1, _LINE - 1)]) > 1000 * first_steps_s:
            raise _StoppedError("the model is too slow to be measured in passing")
        self._back(0, [0])
        self._step([(0, 0, _PAST)])
        past = self._kv.save(0)
        if not past or not all(self._kv.load(speaker, past) for speaker in range(1, SPEAKERS)):
            raise _StoppedError("llama.cpp can't save what this kind of model computed")

    def trial(self, threads: int) -> Trial:
        """Everything once, with so many threads."""
        lib.llama_set_n_threads(self._context, threads, threads)
        newcomer = (0, _PAST - PROBE_TOKENS, PROBE_TOKENS)
        self._back(_PAST)
        self._back(newcomer[1], [0])
        cold_ms = self._step([newcomer, *((each, _PAST, 1) for each in range(1, SPEAKERS))])
        self._back(_PAST)
        warm_ms = self._step([(each, _PAST, _LINE) for each in range(SPEAKERS)])
        steps = [self._speak(_PAST + _LINE + step) for step in range(_STEPS)]
        return Trial(replace(self._mode, threads=threads), cold_ms, warm_ms, min(steps))

    def slice(self, tokens: int, threads: int) -> Slice:
        """So many tokens of one new prompt, while nobody speaks."""
        lib.llama_set_n_threads(self._context, threads, threads)
        self._back(0, [0])
        return Slice(tokens, self._step([(0, 0, tokens)]))

    def _speak(self, position: int) -> float:
        return self._step([(each, position, 1) for each in range(SPEAKERS)])

    def _back(self, keep: int, speakers: Sequence[int] = range(SPEAKERS)) -> None:
        if not all(self._kv.cut(speaker, keep) for speaker in speakers):
            raise _StoppedError("this kind of model can't be cut back to an earlier token")

    def _step(self, parts: Sequence[tuple[int, int, int]]) -> float:
        """Milliseconds of one step; a part is a speaker, its first position and its tokens."""
        if time.perf_counter() > self._ends:
            raise _OutOfTimeError
        self._batch.clear()
        for speaker, first, count in parts:
            # Unlike tokens, for models that send each to experts of its own.
            tokens = [(7919 * (first + i) + speaker) % self._vocabulary for i in range(count)]
            self._batch.add(tokens, first, speaker, wants_logits=True)
        began = time.perf_counter()
        code = lib.llama_decode(self._context, self._batch.handle)
        lib.llama_synchronize(self._context)
        if code != 0:
            raise _StoppedError(f"llama_decode returned {code}")
        return (time.perf_counter() - began) * 1000


def _context_parameters(mode: Mode) -> Any:
    chosen = lib.llama_context_default_params()
    chosen.n_ctx = _ROOM * SPEAKERS
    chosen.n_batch = chosen.n_ubatch = _SLICES[-1] + SPEAKERS
    chosen.n_seq_max = SPEAKERS
    chosen.n_threads = chosen.n_threads_batch = mode.threads
    chosen.kv_unified = mode.kv_mode == "unified"
    chosen.flash_attn_type = int(mode.flash_attention == "on")
    chosen.no_perf = True
    return chosen
