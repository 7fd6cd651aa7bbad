"""`python -m training [STEP ...]`: every step of the pocket model, or the named ones, in order."""

import argparse
from collections.abc import Callable
from pathlib import Path

from tokenizers import Tokenizer

from training.evaluate import Trial, bundled_replies, run_trial
from training.export import export, quantise, weights_of
from training.model import parameters
from training.report import page
from training.settings import Settings, read_settings
from training.speaker import GREEDY, PENALISED, SAMPLED, Speaker
from training.tokeniser import train_tokeniser
from training.train import CHECKPOINT_FILE, TOKENISER_FILE, log, train

RESULTS = Path(__file__).with_name("RESULTS.md")
EVALUATED_EACH = 14
"""Questions an intent; a multiple of the number of styles."""


def main() -> None:
    steps: dict[str, Callable[[Settings], None]] = {
        "tokenise": make_tokeniser,
        "train": run_training,
        "export": run_export,
        "evaluate": run_evaluation,
    }
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("steps", nargs="*", help=f"any of: {', '.join(steps)}; all when none")
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("pocket.toml"))
    options = parser.parse_args()
    settings = read_settings(options.config)
    settings.run.mkdir(parents=True, exist_ok=True)
    if unknown := sorted(set(options.steps) - set(steps)):
        parser.error(f"no step {', '.join(unknown)}; choose from {', '.join(steps)}")
    for name in options.steps or steps:
        log(f"== {name}")
        steps[name](settings)


def make_tokeniser(settings: Settings) -> None:
    size = settings.shape.vocabulary
    tokeniser = train_tokeniser(settings.seed, settings.tokeniser_samples, size)
    tokeniser.save(str(settings.run / TOKENISER_FILE))


def run_training(settings: Settings) -> None:
    train(settings, tokeniser_of(settings))


def tokeniser_of(settings: Settings) -> Tokenizer:
    return Tokenizer.from_file(str(settings.run / TOKENISER_FILE))


def run_export(settings: Settings) -> None:
    """float16 in the run's folder, Q8_0 where the package ships it."""
    rough = settings.run / "pocket-f16.gguf"
    weights = weights_of(settings.run / CHECKPOINT_FILE)
    export(weights, settings.shape, tokeniser_of(settings), rough)
    quantise(rough, settings.model_file)


def run_evaluation(settings: Settings) -> None:
    speaker = Speaker(settings.model_file, tokeniser_of(settings))
    trials = (
        Trial("training", GREEDY),
        Trial("held_out", GREEDY),
        Trial("training", SAMPLED),
        Trial("training", PENALISED),
    )
    tables = {t: run_trial(speaker, t, settings.seed, EVALUATED_EACH) for t in trials}
    bundled = {manner: bundled_replies(speaker, manner) for manner in (GREEDY, SAMPLED)}
    facts = {
        "file": f"`{settings.model_file}`, {settings.model_file.stat().st_size / 1e6:.1f} MB, Q8_0",
        "parameters": f"{parameters(settings.shape):,}",
        "training steps": f"{settings.steps:,}, about {settings.tokens / 1e6:.0f} million tokens",
        "seed": str(settings.seed),
    }
    RESULTS.write_text(page(facts, tables, bundled), encoding="utf-8")


if __name__ == "__main__":
    main()
