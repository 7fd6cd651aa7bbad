"""The training run: steps through the stages, saves, resumes, probes."""

import sys
import time
from functools import partial
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from training.averaging import keep_weights
from training.model import PocketModel
from training.optimiser import MasterOptimiser
from training.probe import draw_probes, probe_report
from training.rows import Batch, draw_batch
from training.settings import Settings
from training.wiring import wire_copying

TOKENISER_FILE, CHECKPOINT_FILE = "tokeniser.json", "checkpoint.pt"
LOG_EVERY = 25


def train(settings: Settings, tokeniser: Tokenizer) -> PocketModel:
    """Trains to the last step, from the run's checkpoint if it has one. Logs to stderr."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    model = PocketModel(settings.shape)
    wire_copying(model)
    model.bfloat16()
    optimiser = MasterOptimiser(model, settings.rates)
    checkpoint = settings.run / CHECKPOINT_FILE
    start = load_checkpoint(checkpoint, optimiser) if checkpoint.exists() else 0
    compiled = torch.compile(partial(loss_of, model), dynamic=False)
    probes = draw_probes(tokeniser, settings.seed, 4, "held_out")
    since, tokens_seen = time.monotonic(), 0
    for step in range(start, settings.steps):
        stage = settings.stage_at(step)
        batch = draw_batch(settings.seed, step, stage.rows, tokeniser, stage.mixture, stage.targets)
        loss = compiled(batch)
        loss.backward()
        norm = optimiser.step(settings.height(step))
        tokens_seen += stage.tokens
        if (step + 1) % LOG_EVERY == 0:
            speed = tokens_seen / (time.monotonic() - since)
            place = f"step {step + 1}/{settings.steps}"
            log(f"{place} loss {loss.item():.3f} norm {norm:.2f} {speed:.0f} tokens/s")
            since, tokens_seen = time.monotonic(), 0
        if (step + 1) % settings.probe_every == 0:
            log("  " + probe_report(model, tokeniser, probes))
        if (step + 1) % settings.save_every == 0 or step + 1 == settings.steps:
            save_checkpoint(checkpoint, optimiser, step + 1)
        if step + 1 in settings.averaged:
            keep_weights(settings.run, step + 1, optimiser.masters)
    return model


def loss_of(model: PocketModel, batch: Batch) -> Tensor:
    """The mean cross entropy of the batch's targets, each counted by its weight."""
    logits = model(batch.tokens, batch.picked).float()
    losses = functional.cross_entropy(logits, batch.targets, reduction="none")
    return (losses * batch.weights).sum() / batch.weights.sum()


def save_checkpoint(path: Path, optimiser: MasterOptimiser, step: int) -> None:
    """Writes beside `path` first, so that a broken run leaves the last whole checkpoint."""
    part = path.with_suffix(".part")
    torch.save({"step": step, "optimiser": optimiser.state()}, part)
    part.replace(path)


def load_checkpoint(path: Path, optimiser: MasterOptimiser) -> int:
    """The number of steps done."""
    saved = torch.load(path, weights_only=True)
    optimiser.load(saved["optimiser"])
    log(f"resuming after step {saved['step']}")
    return int(saved["step"])


def log(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)
