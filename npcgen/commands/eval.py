"""`npcgen eval`: what a model is good for as an NPC, by the questions that the package ships."""

import json as json_text
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from npcgen.commands.options import DataDir, ModelName, settings_with
from npcgen.errors import ConfigError
from npcgen.evaluation.exam import SECTIONS
from npcgen.evaluation.marking import Marks
from npcgen.evaluation.report import TARGETS, Report, as_dict
from npcgen.evaluation.run import Plan, Progress, evaluate, plan_of
from npcgen.evaluation.verdict import Verdict
from npcgen.evaluation.wilson import Share
from npcgen.settings import Settings
from npcgen.terminal import notes, output, plain, print_columns

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
        _show(report)
    if against:
        _show_beside(*reports)
    if json is not None:
        found = [as_dict(report) for report in reports]
        json.write_text(json_text.dumps(found if against else found[0], indent=1) + "\n", "utf-8")


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


def _show(report: Report) -> None:
    console = output()
    console.print(plain(f"{report.model}: {report.description}; {report.sampling}"))
    rows = [("section", "right", "share", "95 %", "target")]
    for marks in report.sections:
        rows += list(_rows(marks))
    print_columns(console, rows)
    if any(marks.section == "style" for marks in report.sections):
        console.print(
            plain(
                f"The judge of style is right about {report.style_bound:.0%} of authored lines "
                "that it has not seen; count on no more."
            )
        )
    for problem, count in report.problems.items():
        console.print(plain(f"{count} could not be asked: {problem}"))
    for line in verdict_lines(report):
        console.print(plain(line))
    console.print(plain(f"{report.seconds:.0f} s"))


def _rows(marks: Marks) -> Iterator[tuple[str, str, str, str, str]]:
    target = TARGETS.get(marks.section)
    shown = f"{target:.0%}" if target else ""
    yield (f"{marks.section} ({marks.counted})", *_cells(marks.total), shown)
    for name, share in marks.parts.items():
        yield (f"  {name}", *_cells(share), "")
    for name, value in marks.measures.items():
        yield (f"  {name}", f"{value:.3g}", "", "", "")


def _cells(share: Share) -> tuple[str, str, str]:
    low, high = share.interval
    return f"{share.right}/{share.of}", f"{share.value:.1%}", f"{low:.1%} to {high:.1%}"


def verdict_lines(report: Report) -> Iterator[str]:
    """What it is good for, what only with care, and what not; with the marks that say so."""
    heads = {"yes": "Good for", "with care": "With care for", "no": "Not for"}
    for good, head in heads.items():
        some = [verdict for verdict in report.verdicts if verdict.good_for == good]
        if some:
            yield f"{head}: {', '.join(each.use for each in some)}."
    yield from (_reason(verdict) for verdict in report.verdicts)


def _reason(verdict: Verdict) -> str:
    return f"  {verdict.use}: {verdict.because}"


def _show_beside(one: Report, other: Report) -> None:
    """The difference in points, section by section."""
    theirs = {marks.section: marks.total for marks in other.sections}
    rows = [("section", one.model, other.model, "points")]
    for marks in one.sections:
        mine, its = marks.total.value, theirs[marks.section].value
        rows.append((marks.section, f"{mine:.1%}", f"{its:.1%}", f"{100 * (mine - its):+.1f}"))
    print_columns(output(), rows)
