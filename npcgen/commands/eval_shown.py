"""How the marks of an exam are shown: a table, verdicts, two models side by side."""

from collections.abc import Iterator

from npcgen.evaluation.marking import Marks
from npcgen.evaluation.report import TARGETS, Report
from npcgen.evaluation.verdict import Verdict
from npcgen.evaluation.wilson import Share
from npcgen.terminal import output, plain, print_columns


def show(report: Report) -> None:
    """The table with counts and intervals, then the verdicts."""
    console = output()
    console.print(plain(f"{report.model}: {report.description}; {report.sampling}"))
    rows = [("section", "right", "share", "95 %", "pocket's target")]
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


def show_beside(one: Report, other: Report) -> None:
    """The difference in points, section by section."""
    theirs = {marks.section: marks.total for marks in other.sections}
    rows = [("section", one.model, other.model, "points")]
    for marks in one.sections:
        mine, its = marks.total.value, theirs[marks.section].value
        rows.append((marks.section, f"{mine:.1%}", f"{its:.1%}", f"{100 * (mine - its):+.1f}"))
    print_columns(output(), rows)
