"""What one run is made of, read from a TOML file."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from training.model import Shape
from training.optimiser import Rates
from training.rows import Mixture

PREDICTED = 0.3
"""The share of a step's positions that are predicted: the replies, and some of what is read."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Some steps on one mixture."""

    steps: int
    rows: int
    mixture: Mixture

    @property
    def tokens(self) -> int:
        """How many tokens a step reads."""
        return self.rows * self.mixture.length

    @property
    def targets(self) -> int:
        """How many of them a step predicts."""
        return int(self.tokens * PREDICTED)


@dataclass(frozen=True, slots=True)
class Settings:
    seed: int
    run: Path
    """Where checkpoints, logs and exports of the run go."""
    model_file: Path
    """Where the finished GGUF goes."""
    tokeniser_samples: int
    threads: int
    shape: Shape
    rates: Rates
    warm_up: int
    """Steps until the rates are at full height."""
    falls: tuple[tuple[int, int], ...]
    """Between which steps the rates fall to zero; after each fall they are up again."""
    averaged: dict[int, float]
    """Steps after which the weights are kept, and the share of each in the finished model."""
    save_every: int
    probe_every: int
    stages: tuple[Stage, ...]

    @property
    def steps(self) -> int:
        return sum(stage.steps for stage in self.stages)

    @property
    def tokens(self) -> int:
        """How many tokens the run reads."""
        return sum(stage.steps * stage.tokens for stage in self.stages)

    def stage_at(self, step: int) -> Stage:
        """The stage that `step` (from 0) belongs to."""
        for stage in self.stages:
            if step < stage.steps:
                return stage
            step -= stage.steps
        raise IndexError(f"the run has {self.steps} steps; none is numbered {step + self.steps}")

    def height(self, step: int) -> float:
        """The rates' height (0..1) at `step`."""
        for first, last in self.falls:
            if first <= step < last:
                return (last - step) / (last - first)
        return min(1.0, (step + 1) / self.warm_up)


def read_settings(path: Path) -> Settings:
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    run = values["run"]
    return Settings(
        seed=run["seed"],
        run=Path(run["folder"]),
        model_file=Path(run["model_file"]),
        tokeniser_samples=run["tokeniser_samples"],
        threads=run["threads"],
        shape=Shape(**values["shape"]),
        rates=Rates(**values["rates"]),
        warm_up=run["warm_up"],
        falls=tuple((first, last) for first, last in run["falls"]),
        averaged={part["step"]: part["share"] for part in values["averaged"]},
        save_every=run["save_every"],
        probe_every=run["probe_every"],
        stages=tuple(
            Stage(stage.pop("steps"), stage.pop("rows"), Mixture(**stage))
            for stage in values["stages"]
        ),
    )
