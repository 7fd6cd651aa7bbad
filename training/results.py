"""The evaluation as a page: marks beside their targets, replies to be read by people."""

from collections.abc import Iterator, Mapping, Sequence

from npcgen.evaluation.examinee import Answered
from npcgen.evaluation.judge.facts import holds
from npcgen.evaluation.report import TARGETS, Report, Sample
from npcgen.evaluation.wilson import Share

HEAD = """# Results

Written by `python -m training evaluate`; not edited by hand.

The questions are those of `npcgen eval`: names, trades, places, goods, wishes and wordings that
the training never saw, put to the file through npcgen's own engine. Behind each share stands its
95 % interval by Wilson. What a right reply is, and what judges it, says
`docs/guides/evaluation.md`.
"""
_COLUMNS = ("as served", "greedy", "f16, greedy")


def page(facts: Mapping[str, str], reports: Sequence[Report], bundled: Sequence[Answered]) -> str:
    """The whole of RESULTS.md. `reports` are those of `evaluate.reports_of`."""
    served = reports[0]
    lines = [HEAD, *(f"- {label}: {text}" for label, text in facts.items())]
    lines += [f"- as served: {served.sampling}", ""]
    lines += ["## Marks", "", *marks_table(reports), "", *_quantisation(reports)]
    lines += ["## What it is good for", "", *_verdicts(served), ""]
    lines += ["## The bundled personas, as served", "", *bundled_table(bundled), ""]
    lines += ["## Replies, as served", "", *samples_table(served.samples)]
    return "\n".join(lines) + "\n"


def marks_table(reports: Sequence[Report]) -> Iterator[str]:
    """Each section, and each of its parts, a column for each report."""
    columns = _COLUMNS[: len(reports)]
    yield f"| asked or judged | target | {' | '.join(columns)} |"
    yield "|---|---|" + "---|" * len(columns)
    for index, marks in enumerate(reports[0].sections):
        same = [report.sections[index] for report in reports]
        target = TARGETS.get(marks.section)
        shown = f"{target:.0%}" if target else ""
        cells = " | ".join(f"**{_share(each.total)}**" for each in same)
        yield f"| **{marks.section}** ({marks.counted}) | {shown} | {cells} |"
        for part in marks.parts:
            cells = " | ".join(_share(each.parts[part]) for each in same)
            yield f"| {part} | | {cells} |"
        for name in marks.measures:
            cells = " | ".join(f"{each.measures[name]:.3g}" for each in same)
            yield f"| {name} | | {cells} |"


def _share(share: Share) -> str:
    low, high = share.interval
    return f"{share.right}/{share.of}, {share.value:.1%} ({low:.0%} to {high:.0%})"


def _quantisation(reports: Sequence[Report]) -> Iterator[str]:
    """What the weights of a byte lost, in points."""
    if len(reports) < len(_COLUMNS):
        yield "f16 wasn't compared: the run's folder has no file of it."
    else:
        yield "What quantisation lost, greedily, in points (target: at most 0.5 each):"
        yield ""
        for quantised, rough in zip(reports[1].sections, reports[2].sections, strict=True):
            lost = 100 * (rough.total.value - quantised.total.value)
            yield f"- {quantised.section}: {lost:+.1f}"
    yield ""


def _verdicts(report: Report) -> Iterator[str]:
    for verdict in report.verdicts:
        yield f"- {verdict.use}: **{verdict.good_for}**, for {verdict.because}"


def bundled_table(answered: Sequence[Answered]) -> Iterator[str]:
    """Each reply; those that had to hold a fact say whether they did."""
    judged = [each for each in answered if each.question.turns[0].right.holds]
    right = sum(map(_is_held, judged))
    yield f"Name, trade, place and one fact each: {_share(Share(right, len(judged)))} right."
    yield ""
    yield "| who | asked | said | holds it |"
    yield "|---|---|---|---|"
    for each in answered:
        [turn], [reply] = each.question.turns, each.replies
        held = ("yes" if _is_held(each) else "**no**") if turn.right.holds else ""
        yield f"| {each.question.kind} | {turn.right.about} | {_cell(reply.text)} | {held} |"


def _is_held(answered: Answered) -> bool:
    [turn], [reply] = answered.question.turns, answered.replies
    return all(holds(reply.text, fact) for fact in turn.right.holds)


def samples_table(samples: Sequence[Sample]) -> Iterator[str]:
    """Some of each section, wrong ones first."""
    yield "| question | asked | said | a right one | right |"
    yield "|---|---|---|---|---|"
    for each in samples:
        right = {True: "yes", False: "**no**", None: ""}[each.right]
        cells = (each.asked, each.said, each.reference)
        yield f"| {each.id} | {' | '.join(map(_cell, cells))} | {right} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")[:400]
