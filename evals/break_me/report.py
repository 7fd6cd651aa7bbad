"""The table of a run, and what fell short, case by case."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from evals.break_me.run import Outcome

_HEADINGS = ("family", "cases", "to catch", "caught", "missed", "honest", "false alarms", "broken")


def as_markdown(outcomes: Sequence[Outcome]) -> str:
    """The table by family, then every miss, false alarm and broken promise."""
    families: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        families[outcome.case.family].append(outcome)
    rows = [_HEADINGS, ("---",) * len(_HEADINGS)]
    rows += [_row(name, each) for name, each in sorted(families.items())]
    rows.append(_row("all", outcomes))
    own = [each for each in outcomes if not each.case.reply]
    held = sum(any(f.rule.startswith("output.") for f in each.findings) for each in own)
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    table += (
        f"\n\nOutput rules held in {held} of the {len(own)} replies that the model made itself."
    )
    return f"{table}\n\n{_section('Missed', _missed(outcomes))}\n\n" + "\n\n".join(
        (
            _section("False alarms", _alarms(outcomes)),
            _section("Broken", _broken(outcomes)),
        )
    )


def _row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    to_catch = [each for each in outcomes if each.case.expected]
    caught = sum(each.caught for each in to_catch)
    honest = len(outcomes) - len(to_catch)
    alarms = sum(1 for each in outcomes if each.alarms)
    broken = sum(1 for each in outcomes if each.problems)
    numbers = (len(outcomes), len(to_catch), caught, len(to_catch) - caught, honest, alarms, broken)
    return name, *map(str, numbers)


def _section(title: str, lines: Iterable[str]) -> str:
    return f"### {title}\n\n" + ("\n".join(f"- {line}" for line in lines) or "None.")


def _missed(outcomes: Sequence[Outcome]) -> Iterable[str]:
    for each in outcomes:
        if each.case.expected and not each.caught:
            yield f"{each.case.title} ({each.case.expected}): {_quoted(each)}"


def _alarms(outcomes: Sequence[Outcome]) -> Iterable[str]:
    for each in outcomes:
        if each.alarms:
            yield f"{each.case.title} ({', '.join(each.alarms)}): {_quoted(each)}"


def _broken(outcomes: Sequence[Outcome]) -> Iterable[str]:
    for each in outcomes:
        for problem in each.problems:
            yield f"{each.case.title}: {problem}"


def _quoted(outcome: Outcome) -> str:
    """The line as written, but for rude ones."""
    if outcome.case.family == "insult":
        return "not shown here"
    text = outcome.case.reply or outcome.case.say
    return f"`{text!a}`"
