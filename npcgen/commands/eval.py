"""`npcgen eval` and `npcgen models check`: what a model is good for, by the exam that ships."""

import json as json_text
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from npcgen.commands.eval_shown import show, show_beside, verdict_lines
from npcgen.commands.options import DataDir, Json, ModelName, settings_with
from npcgen.errors import ConfigError
from npcgen.evaluation.exam import SECTIONS
from npcgen.evaluation.report import Report, as_dict
from npcgen.evaluation.run import Plan, Progress, evaluate, plan_of
from npcgen.settings import Settings
from npcgen.terminal import notes, output, plain, print_json

Wanted = Annotated[
    str | None,
    typer.Argument(metavar="[NAME|FILE]", help="The same as --model.", show_default=False),
]
Sections = Annotated[
    list[str] | None,
    typer.Option(
        "--sections",
        metavar="NAME",
        help=f"Only this one; may be given again. Of: {', '.join(SECTIONS)}.",
        show_default=False,
    ),
]
Limit = Annotated[
    int, typer.Option("--limit", metavar="N", help="Questions a section, for a quick look; 0 all.")
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Of the sampling.")]
Greedy = Annotated[
    bool, typer.Option("--greedy", help="Take the likeliest token, not the served sampling.")
]
JsonFile = Annotated[
    Path | None,
    typer.Option("--json", metavar="FILE", help="Write all of it there.", show_default=False),
]
Checked = Annotated[
    str, typer.Argument(metavar="NAME|FILE", help="A name in the catalogue, or a GGUF file.")
]
_A_QUICK_LOOK = 40
"""Questions a section: enough to tell good from bad within some ten points."""
Against = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="NAME|FILE",
        help="Ask this one too, and compare section by section.",
        show_default=False,
    ),
]


def evaluate_model(
    file: Wanted = None,
    data_dir: DataDir = None,
    model: ModelName = None,
    sections: Sections = None,
    limit: Limit = 0,
    seed: Seed = 0,
    greedy: Greedy = False,
    against: Against = None,
    json: JsonFile = None,
) -> None:
    """Put the exam to a model and say what it is good for.

    About two thousand questions; --limit 20 takes a quick look.
    """
    if file and model:
        raise ConfigError(f"two models were given, {file!r} and {model!r}; give one")
    plan = plan_of(sections or (), limit, seed, greedy=greedy)
    settings = settings_with(data_dir=data_dir, model=file or model, backend="llama_cpp")
    reports = [_examined(settings, plan)]
    if against:
        other = settings_with(data_dir=data_dir, model=against, backend="llama_cpp")
        reports.append(_examined(other, plan))
    for report in reports:
        show(report)
    if against:
        show_beside(*reports)
    if json is not None:
        found = [as_dict(report) for report in reports]
        json.write_text(json_text.dumps(found if against else found[0], indent=1) + "\n", "utf-8")


def check_model(
    name: Checked,
    data_dir: DataDir = None,
    limit: Limit = _A_QUICK_LOOK,
    json: Json = False,
) -> None:
    """Put a part of the exam to a model and say what it is good for; `npcgen eval` tells more."""
    settings = settings_with(data_dir=data_dir, model=name, backend="llama_cpp")
    report = _examined(settings, plan_of((), limit, 0, greedy=False))
    if json:
        verdicts = [asdict(verdict) for verdict in report.verdicts]
        print_json({"model": report.model, "sha256": report.sha256, "verdicts": verdicts})
        return
    for line in verdict_lines(report):
        output().print(plain(line))


def _examined(settings: Settings, plan: Plan) -> Report:
    with _progress() as told:
        return evaluate(settings, plan, told)


@contextmanager
def _progress() -> Iterator[Progress]:
    """One changing line on a terminal, else a line for each section."""
    console = notes()
    with console.status("loading") as status:

        def told(what: str, done: int, of: int) -> None:
            status.update(plain(f"{what}: {done} of {of}"))
            if not console.is_terminal and not done:
                console.print(plain(f"{what}: {of} questions"))

        yield told
