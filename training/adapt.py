"""`python -m training.adapt LINES.yaml --out NAME.gguf`: from a writer's lines to an adapter.

Minutes on two cores. Ctrl-C keeps the best so far.
"""

import argparse
import sys
from contextlib import suppress
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from npcgen.engine.adapters import NAME, SUFFIX, describe_adapter
from npcgen.engine.models import bundled_path
from npcgen.errors import AlreadyExists, FailedPrecondition, InvalidArgument, NpcgenError
from npcgen.terminal import make_printable, notes, plain, report
from training.base_model import BaseModel, read_base
from training.export_adapter import Label, export_adapter
from training.fine_tune import FineTuning, Recipe
from training.own_lines import OwnLines, read_own_lines

BY_HEART = (
    "note: no line says what it is `about`, so they may be learned by heart, and what the persona "
    "knows be forgotten; see docs/guides/adapters.md"
)


def main() -> None:
    """Exits with 0, 1 for a failure, 2 for wrong usage."""
    make_printable()
    given = parser().parse_args()
    try:
        adapt(given)
    except NpcgenError as error:
        report(error, as_json=False)
        sys.exit(1)


def parser() -> argparse.ArgumentParser:
    recipe = Recipe()
    made = argparse.ArgumentParser(prog="python -m training.adapt", description=__doc__)
    made.add_argument("lines", type=Path, metavar="LINES.yaml")
    made.add_argument("--out", type=Path, required=True, metavar="NAME.gguf")
    made.add_argument("--model", type=Path, help="a pocket model's GGUF; the bundled one if none")
    for name, kind, default, what in (
        ("steps", int, recipe.steps, "at most so many; it stops when held-out lines say so"),
        ("rank", int, recipe.rank, "how much it can hold"),
        ("rehearsal", float, recipe.rehearsal, "the project's corpus's share of each step (0..1)"),
        ("seed", int, recipe.seed, "the same one gives the same adapter"),
        ("threads", int, 1, "two are slower than one beside other busy programs"),
    ):
        made.add_argument(f"--{name}", type=kind, default=default, help=f"{what} [{default}]")
    return made


def adapt(given: argparse.Namespace) -> None:
    """Trains and writes what the command line asks for. Raises NpcgenError."""
    check_out(given.out)
    recipe = recipe_of(given)
    own, base = read_own_lines(given.lines), read_base(given.model or bundled_path())
    torch.set_num_threads(given.threads)
    tuning, console = FineTuning(base, own, recipe), notes()
    said = f"{len(tuning.training)} lines to learn from, {len(tuning.held_out)} held out"
    console.print(plain(f"{said}; one of those costs {tuning.before:.2f} a token"))
    if not any(line.about for voice in own.voices for line in voice.lines):
        console.print(plain(BY_HEART))
    watch(tuning, console)
    if not tuning.best.number:
        raise FailedPrecondition(
            f"nothing was learned in {tuning.done} steps, so {given.out} isn't written; give it "
            "more --steps, or look whether the lines have anything in common",
            reason="NOTHING_LEARNED",
        )
    export_adapter(tuning.pairs, recipe.alpha, base.model.shape, label(own, base), given.out)
    conclude(tuning, base, given.out, console)


def recipe_of(given: argparse.Namespace) -> Recipe:
    """Raises InvalidArgument for a number that can't work."""
    for name, least, most in (("steps", 1, 100_000), ("rank", 1, 128), ("threads", 1, 512)):
        if not least <= (value := getattr(given, name)) <= most:
            raise InvalidArgument.at(f"--{name}", f"{value} isn't from {least} to {most}")
    if not 0 <= given.rehearsal < 1:
        raise InvalidArgument.at("--rehearsal", f"{given.rehearsal} isn't from 0 to below 1")
    return Recipe(
        steps=given.steps,
        rank=given.rank,
        alpha=2.0 * given.rank,
        rehearsal=given.rehearsal,
        rehearsal_rows=Recipe().rehearsal_rows if given.rehearsal else 0,
        seed=given.seed,
    )


def check_out(path: Path) -> None:
    """Before minutes are spent. Raises AlreadyExists, InvalidArgument."""
    if path.suffix != SUFFIX or not NAME.fullmatch(path.stem):
        raise InvalidArgument.at(
            "--out",
            f"{path.name} is no name that a persona can ask for; use letters, digits, '.', '-' "
            f"and '_', and {SUFFIX} at the end",
        )
    if path.exists():
        raise AlreadyExists(f"{path} is there already; choose another with --out")
    if not path.absolute().parent.is_dir():
        raise InvalidArgument.at("--out", f"there is no folder {path.absolute().parent}; make it")


def watch(tuning: FineTuning, console: Console) -> None:
    """Trains to the end or to Ctrl-C, with a bar, the time that is left and every judgement."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    progress = Progress(*columns, TimeRemainingColumn(), console=console, transient=True)
    with suppress(KeyboardInterrupt), progress:
        bar = progress.add_task("steps", total=tuning.recipe.steps)
        for step in tuning.run():
            progress.update(bar, completed=step.number)
            if step.loss is not None:
                best = "" if step.number == tuning.best.number else ", not better"
                said = f"step {step.number}: held-out lines cost {step.loss:.2f} a token{best}"
                console.print(plain(said))


def label(own: OwnLines, base: BaseModel) -> Label:
    names = ", ".join(dict.fromkeys(voice.persona.name for voice in own.voices))
    said = f"Speaks as {names}, from lines of a game's writer."
    return Label(f"The voice of {names}", said, base.file.text("general.name"))


def conclude(tuning: FineTuning, base: BaseModel, path: Path, console: Console) -> None:
    """Reads the file as a server would, and says what to do with it."""
    written = describe_adapter(path, base.file)
    learned = f"{tuning.before:.2f} -> {tuning.best.loss:.2f} after step {tuning.best.number}"
    size = f"{written.size_bytes / 1e3:.0f} kB, rank {written.rank}"
    console.print(plain(f"{path}: {size}, held-out lines {learned}"))
    console.print(
        plain(
            f"put it into adapters/ in the data folder, start the server again, and write "
            f"`adapter: {written.name}` into the persona"
        )
    )


if __name__ == "__main__":
    main()
