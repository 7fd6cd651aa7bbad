"""The report of a set of quests: one page that any browser shows, without a network or a script.

Whatever a game's world says is text in it, never markup.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from worldgen.quests.assembling import VERSION
from worldgen.quests.export.sayings import literals_text, of_somebody, one_line
from worldgen.quests.quest import Quest
from worldgen.quests.survey.charts import MARKS, Point, bars, binned, legend, scatter
from worldgen.quests.survey.economy import Paid
from worldgen.quests.survey.picture import picture
from worldgen.quests.survey.remarks import Remark
from worldgen.quests.survey.survey import Survey
from worldgen.quests.world import World

_SHOWN = 200
"""Remarks in the table."""
_MOST = 24
"""Bars of one chart."""


def page(survey: Survey) -> str:
    """HTML. The same for the same quests."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_printable, trim_blocks=True
    )
    text = files("worldgen").joinpath("data/quests/report.html").read_text("utf-8")
    return environment.from_string(text).render(_values(survey)) + "\n"


def _values(survey: Survey) -> dict[str, Any]:
    tally, remarks, unfair = survey.tally(), survey.remarks(), survey.unfair()
    return {
        "world": survey.world,
        "spec": survey.spec,
        "version": VERSION,
        "tally": tally,
        "repeats": survey.repeats,
        "repeated": survey.repeated,
        "figures": _figures(survey, remarks),
        "shape": _shape(survey),
        "variety": _variety(survey),
        "wording": survey.variety(),
        "worded": survey.worded,
        "economy": _economy(survey),
        "marks": MARKS,
        "legend": legend,
        "weighed": len(survey.ways),
        "unfair": unfair,
        "remarks": remarks,
        "counts": _counts(remarks),
        "shown": _SHOWN,
        "pictures": [
            {
                "row": row,
                "picture": picture(survey.world, quest, row.title),
                "meanwhile": list(_meanwhile(of_somebody(survey.world), quest)),
            }
            for row, quest in survey.drawn
        ],
        "rows": survey.rows,
    }


def _figures(survey: Survey, remarks: list[Remark]) -> dict[str, object]:
    tally = survey.tally()
    several = sum(count for endings, count in survey.endings.items() if endings > 1)
    found = Counter(remark.severity for remark in remarks)
    return {
        "quests": tally.quests,
        "asked for": survey.spec.count,
        "sequences of verbs": tally.skeletons,
        "motives": len(tally.motives),
        "givers": tally.givers,
        "two endings or more": f"{several / tally.quests:.0%}" if tally.quests else "0%",
        "repeats left out": survey.repeats,
        "broken, left out": len(survey.broken),
        "can get stuck": len(survey.stuck),
        "not proved": len(survey.undecided),
        "errors, warnings": f"{found['error']}, {found['warning']}",
    }


def _shape(survey: Survey) -> dict[str, Markup]:
    tally = survey.tally()
    charts: dict[str, Mapping[Any, int]] = {
        "Steps": binned(tally.steps, 12),
        "Minutes": binned(survey.minutes),
        "Ways to finish": tally.branches,
        "Endings": dict(sorted(survey.endings.items())),
        "Motives": _largest(tally.motives),
        "Difficulty": survey.difficulties,
    }
    return {title: bars(title, counts) for title, counts in charts.items()}


def _variety(survey: Survey) -> dict[str, Markup]:
    verbs: Counter[str] = Counter()
    for skeleton, times in survey.skeletons.items():
        for verb in skeleton:
            verbs[verb] += times
    alike = Counter(min(times, _MOST) for times in survey.skeletons.values())
    shared = {
        (f"{times} quests" if times > 1 else "1 quest")
        if times < _MOST
        else f"{_MOST} or more": alike[times]
        for times in sorted(alike)
    }
    return {
        "Verbs of first ways": bars("Verbs of first ways", _largest(verbs)),
        "Sequences of verbs, by how many quests share them": bars(
            "Sequences of verbs, by how many quests share them", shared
        ),
    }


def _economy(survey: Survey) -> dict[str, Markup]:
    axes = {"cost": "cost", "danger": "danger", "minutes": "minutes", "means": "giver's means"}
    difficulty = survey.spec.economy.difficulty

    def points(axis: str) -> list[Point]:
        return [
            Point(getattr(way, axis), way.pays, difficulty(way.danger), _told(way))
            for way in survey.ways
        ]

    charts = {
        f"Pay and {name}": scatter(f"Pay and {name}", name, "pays", points(axis))
        for axis, name in axes.items()
    }
    earned = [
        Point(way.danger, way.experience, difficulty(way.danger), _told(way)) for way in survey.ways
    ]
    title = "Experience and danger"
    return {**charts, title: scatter(title, "danger", "experience", earned)}


def _told(way: Paid) -> str:
    return (
        f"{way.file}, way {way.way}: cost {way.cost:g}, danger {way.danger:g}, "
        f"{way.minutes:g} minutes; pays {way.pays:g} and {way.experience} experience"
    )


def _counts(remarks: list[Remark]) -> str:
    found = Counter(remark.severity for remark in remarks)
    return ", ".join(f"{found[kind]} {kind}s" for kind in ("error", "warning", "note"))


def _largest(counts: Mapping[str, int]) -> dict[str, int]:
    """The largest ones, and the others as one."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rest = sum(count for _, count in ordered[_MOST:])
    return dict(ordered[:_MOST]) | ({"others": rest} if rest else {})


def _meanwhile(world: World, quest: Quest) -> Iterator[str]:
    """What may happen at any time."""
    for repair in quest.repairs:
        grants = literals_text(world, repair.grants)
        asks = f"{world.called(repair.giver)} asks from then on" if repair.giver else ""
        what = "; ".join(filter(None, (grants, asks)))
        kind = repair.kind.replace("_", " ")
        yield f"When {literals_text(world, repair.when)}: {kind}{f' ({what})' if what else ''}."
    for failure in quest.failures:
        yield f"It fails when {literals_text(world, failure.when)}."


def _printable(value: Any) -> Any:
    """Text on one line, without characters that steer; markup of ours as it is."""
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value
