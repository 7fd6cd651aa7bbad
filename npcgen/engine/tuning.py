"""How a model runs fastest on this machine: what was measured of it, and what follows from that.

A child process measures once (`backends/llama_cpp/tuning.py`); a file for each model keeps its
figures, and not the choice, which is made anew at every start. Knows no llama.cpp.
"""

import contextlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

KvMode = Literal["split", "unified"]
FlashAttention = Literal["off", "on"]

SPEAKERS = 8
"""So many speak at once while it is measured."""
PROBE_TOKENS = 64
"""Of one prompt, in the step that stands for cold prompts."""
BUDGET_S = 5.0
"""For a measurement at a start; nothing more is begun after that."""

MOST_SLICE_MS = 500.0
"""A cancel waits for a slice. Where others wait too, `slices.py` makes it shorter."""

_VERSION = 1
_COLD_STEPS = 8
_COLD_SHARE = 0.2
_REPLY_TOKENS = 24
_CLEARLY = 0.95
_NEARLY_AS_FAST = 0.95


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of running a model."""

    threads: int
    kv_mode: KvMode
    flash_attention: FlashAttention


@dataclass(frozen=True, slots=True)
class Trial:
    """What a mode took, in milliseconds, each with some hundred tokens computed before it."""

    mode: Mode
    cold_ms: float
    """PROBE_TOKENS of one prompt."""
    warm_ms: float
    """The players' new lines to SPEAKERS characters, in one step."""
    step_ms: float
    """One token of each speaker's."""

    @property
    def turn_ms(self) -> float:
        """A typical turn of all speakers: every fifth is with somebody new, of 500 tokens."""
        cold_ms = _COLD_SHARE * _COLD_STEPS * self.cold_ms
        return cold_ms + self.warm_ms + _REPLY_TOKENS * self.step_ms

    def least(self, other: "Trial") -> "Trial":
        """The smaller figures of both: what disturbs a measurement only ever adds to it."""
        return Trial(
            self.mode,
            min(self.cold_ms, other.cold_ms),
            min(self.warm_ms, other.warm_ms),
            min(self.step_ms, other.step_ms),
        )


@dataclass(frozen=True, slots=True)
class Slice:
    """What a step takes that computes so many tokens of one prompt."""

    tokens: int
    ms: float


@dataclass(frozen=True, slots=True)
class Measurement:
    """What is known of one model on this machine."""

    trials: tuple[Trial, ...] = ()
    """One for each mode that was tried."""
    slices: tuple[Slice, ...] = ()
    cut_short: str = ""
    """Why not everything was tried; empty when it was."""

    def with_trial(self, trial: Trial) -> "Measurement":
        """With one more trial; of two with the same mode, the smaller figures."""
        others = {each.mode: each for each in self.trials}
        known = others.get(trial.mode)
        others[trial.mode] = trial.least(known) if known else trial
        return replace(self, trials=tuple(others.values()))

    def with_slice(self, found: Slice) -> "Measurement":
        """With one more slice; of two with as many tokens, the shorter time."""
        others = {each.tokens: each for each in self.slices}
        known = others.get(found.tokens, found)
        others[found.tokens] = min(found, known, key=lambda each: each.ms)
        return replace(self, slices=tuple(others.values()))

    def best_mode(
        self,
        default: Mode,
        *,
        threads: int = 0,
        kv_mode: str = "auto",
        flash_attention: str = "auto",
    ) -> Mode:
        """The fastest of the modes that have what is given; what wasn't tried is the default's.

        The default stays unless another one is clearly (5 %) faster.
        """
        wanted = {"kv_mode": kv_mode, "flash_attention": flash_attention}
        given: dict[str, Any] = {name: value for name, value in wanted.items() if value != "auto"}
        if threads:
            given["threads"] = threads
        start = replace(default, **given)
        fitting = [trial for trial in self.trials if _has(trial.mode, given)]
        if not fitting:  # So many threads weren't tried: the rest is judged by other trials.
            given.pop("threads", None)
            fitting = [trial for trial in self.trials if _has(trial.mode, given)]
        chosen = _fastest(fitting, start)
        return replace(chosen, threads=threads or chosen.threads)

    def best_slice(self, default: int) -> int:
        """The shortest slice that computes prompts nearly as fast as any, in tokens.

        None that takes longer than MOST_SLICE_MS, where there is a shorter one.
        """
        short = [each for each in self.slices if each.ms <= MOST_SLICE_MS] or self.slices[:1]
        if not short:
            return default
        fastest = max(each.tokens / each.ms for each in short)
        fast = [each for each in short if each.tokens / each.ms >= _NEARLY_AS_FAST * fastest]
        return min(each.tokens for each in fast)


def default_mode(threads: int) -> Mode:
    """How a model runs while nothing is known of it."""
    return Mode(threads, "split", "off")


def _has(mode: Mode, given: dict[str, Any]) -> bool:
    return all(getattr(mode, name) == value for name, value in given.items())


def _fastest(trials: Sequence[Trial], start: Mode) -> Mode:
    if not trials:
        return start
    best = min(trials, key=lambda trial: trial.turn_ms)
    usual = next((trial for trial in trials if trial.mode == start), None)
    is_clear = usual is None or best.turn_ms < _CLEARLY * usual.turn_ms
    return best.mode if is_clear else start


class Measurements:
    """The measurements kept in one folder, each under the name of what it depends on.

    A damaged file, or one of another version, is none; a folder that can't be written costs only
    that the next start measures again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> Measurement | None:
        try:
            return from_json(json.loads(self._path(name).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return None

    def put(self, name: str, measured: Measurement) -> None:
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = self._path(name).with_suffix(".part")
            unfinished.write_text(json.dumps(to_json(measured)), encoding="utf-8")
            unfinished.replace(self._path(name))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"


def to_json(measured: Measurement) -> dict[str, object]:
    return {"version": _VERSION, **asdict(measured)}


def from_json(data: Any) -> Measurement:
    """What `to_json` made. Raises ValueError when it is anything else."""
    try:
        if data["version"] != _VERSION:
            raise ValueError(f"version {data['version']!r}, not {_VERSION}")
        trials = tuple(trial_from_json(each) for each in data["trials"])
        slices = tuple(Slice(int(each["tokens"]), float(each["ms"])) for each in data["slices"])
        return Measurement(trials, slices, str(data["cut_short"]))
    except (KeyError, TypeError) as error:
        raise ValueError(f"no measurement: {error!r}") from None


def trial_from_json(data: Any) -> Trial:
    """Raises ValueError, KeyError or TypeError when it is none."""
    mode = data["mode"]
    if mode["kv_mode"] not in ("split", "unified") or mode["flash_attention"] not in ("off", "on"):
        raise ValueError(f"no mode: {mode!r}")
    return Trial(
        Mode(int(mode["threads"]), mode["kv_mode"], mode["flash_attention"]),
        *(float(data[name]) for name in ("cold_ms", "warm_ms", "step_ms")),
    )
