"""`python -m training [STEP ...]`: every step of the pocket model, or the named ones, in order."""

import argparse
from collections.abc import Callable
from pathlib import Path

from tokenizers import Tokenizer

from training.averaging import averaged_weights
from training.beside import agreement
from training.evaluate import bundled_replies, reports_of
from training.export import export, quantise
from training.results import page
from training.settings import Settings, read_settings
from training.tokeniser import train_tokeniser
from training.train import TOKENISER_FILE, log, train

RESULTS = Path(__file__).with_name("RESULTS.md")
COMPARED = 24
"""Questions that PyTorch is asked, too."""
ROUGH_FILE = "pocket-f16.gguf"
"""The export before it is quantised, in the run's folder."""


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
    rough = settings.run / ROUGH_FILE
    weights = averaged_weights(settings.run, settings.averaged)
    export(weights, settings.shape, tokeniser_of(settings), rough)
    quantise(rough, settings.model_file)


def run_evaluation(settings: Settings) -> None:
    """The exam, as served and greedily; in f16 too where the run left such a file."""
    file, rough = settings.model_file, settings.run / ROUGH_FILE
    reports = reports_of(file, rough if rough.exists() else None, settings.seed)
    facts = {
        "file": f"`{file}`, {file.stat().st_size / 1e6:.1f} MB, {reports[0].description}",
        "sha256": reports[0].sha256,
        "training steps": f"{settings.steps:,}, about {settings.tokens / 1e6:.0f} million tokens",
        "seed": str(settings.seed),
    }
    beside = agreement(file, COMPARED)
    facts["PyTorch and llama.cpp, greedily"] = (
        f"the same reply to {beside.replies.right} of {beside.replies.of} questions; "
        f"{beside.tokens.value:.1%} of the tokens stand before the first that differs"
    )
    text = page(facts, reports, bundled_replies(file, settings.seed))
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
