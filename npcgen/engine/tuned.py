"""How a model is run here: what the settings say, else what was measured, else the defaults.

What is measured of a model is kept in the data folder, beside what survived.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

from npcgen.engine.probe import probe
from npcgen.engine.survivors import Survivors, machine_key
from npcgen.engine.threads import default_threads
from npcgen.engine.tuning import (
    BUDGET_S,
    SPEAKERS,
    Measurement,
    Measurements,
    Mode,
    default_mode,
)
from npcgen.settings import FlashAttentionSetting, KvModeSetting, Settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tuned:
    """Values that a backend is loaded with."""

    threads: int
    kv_mode: KvModeSetting
    flash_attention: FlashAttentionSetting
    """ "auto" on a GPU where nothing was measured: llama.cpp decides."""
    batch_tokens: int
    """0 where nothing was measured: the backend's default."""

    def __str__(self) -> str:
        parts = [f"threads {self.threads}", f"KV mode {self.kv_mode}"]
        parts += [f"flash attention {self.flash_attention}"]
        if self.batch_tokens:
            parts += [f"{self.batch_tokens} tokens of a prompt a step"]
        return ", ".join(parts)


def tuned(settings: Settings, measured: Measurement | None) -> Tuned:
    """The values for these settings, by what is known of the model.

    Deterministic ones take the defaults: what a measurement chooses could differ tomorrow.
    """
    default = default_mode(default_threads())
    if settings.deterministic or measured is None or not measured.trials:
        kv_mode = default.kv_mode if settings.kv_mode == "auto" else settings.kv_mode
        flash_attention = settings.flash_attention
        if flash_attention == "auto" and not settings.n_gpu_layers:
            flash_attention = default.flash_attention
        threads = settings.threads or default.threads
        return Tuned(threads, kv_mode, flash_attention, settings.batch_tokens)
    mode = measured.best_mode(
        default,
        threads=settings.threads,
        kv_mode=settings.kv_mode,
        flash_attention=settings.flash_attention,
    )
    batch_tokens = settings.batch_tokens or measured.best_slice(0)
    return Tuned(mode.threads, mode.kv_mode, mode.flash_attention, batch_tokens)


def why(chosen: Tuned, measured: Measurement) -> str:
    """How the chosen mode did beside the others, in words."""
    turns = {trial.mode: trial.turn_ms for trial in measured.trials}
    shown = [
        f"{turn_ms:.0f} with {_difference(chosen, mode)}"
        for mode, turn_ms in sorted(turns.items(), key=lambda item: item[1])
        if _difference(chosen, mode)
    ]
    mine = next((turns[mode] for mode in turns if not _difference(chosen, mode)), None)
    limits = f" ({measured.cut_short})" if measured.cut_short else ""
    if mine is None:
        return f"not measured{limits}"
    others = ", ".join(shown) or "nothing else tried"
    return f"a turn of {SPEAKERS} took {mine:.0f} ms, {others}{limits}"


def _difference(chosen: Tuned, mode: Mode) -> str:
    """What is otherwise in the mode; empty when nothing is."""
    others = []
    if mode.threads != chosen.threads:
        others.append(f"threads {mode.threads}")
    if mode.kv_mode != chosen.kv_mode:
        others.append(mode.kv_mode)
    if mode.flash_attention != chosen.flash_attention:
        others.append(f"flash attention {mode.flash_attention}")
    return " and ".join(others)


def known(digest: str, settings: Settings) -> Measurement | None:
    """What was measured of the model with this SHA-256; None when nothing was."""
    return _measurements(settings).get(machine_key(digest, settings.n_gpu_layers))


def tried_out(path: Path, digest: str, settings: Settings) -> Measurement | None:
    """What is known of the model, which a child process loads and measures when nothing is.

    Nothing is measured when everything is set. Raises ModelUnusable when the model crashes the
    child.
    """
    measured = known(digest, settings)
    if measured is None and _is_open(settings):
        return measure_anew(path, digest, settings, BUDGET_S)
    survivors = Survivors(settings.data_dir / "survived")
    if not survivors.has(digest, settings.n_gpu_layers):
        probe(path, n_gpu_layers=settings.n_gpu_layers, threads=settings.threads)
        survivors.add(digest, settings.n_gpu_layers)
    return measured


def measure_anew(path: Path, digest: str, settings: Settings, budget_s: float) -> Measurement:
    """What a child process measures now in at most so many seconds, kept for the next start.

    Raises ModelUnusable when the model crashes the child.
    """
    measured = probe(
        path,
        n_gpu_layers=settings.n_gpu_layers,
        threads=settings.threads,
        measure_s=budget_s,
    )
    logger.info("measured how %s runs best: %d modes tried", path.name, len(measured.trials))
    Survivors(settings.data_dir / "survived").add(digest, settings.n_gpu_layers)
    _measurements(settings).put(machine_key(digest, settings.n_gpu_layers), measured)
    return measured


def _is_open(settings: Settings) -> bool:
    """Whether a measurement could still decide something."""
    numbers = (settings.threads, settings.batch_tokens)
    return not all(numbers) or "auto" in (settings.kv_mode, settings.flash_attention)


def _measurements(settings: Settings) -> Measurements:
    return Measurements(settings.data_dir / "tuned")
