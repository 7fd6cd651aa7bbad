"""What became of the quests of a run, for people and for scripts; the rest is in the report."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from worldgen.quests.folder import Fate, QuestFolder
from worldgen.quests.tally import Tally


@dataclass(slots=True)
class Run:
    asked: int
    made: int = 0
    there: int = 0
    """Quests whose file was there and is what would be made again."""
    repeated: int = 0
    """Left out: an earlier one has the same verbs and nearly the same texts."""
    broken: list[str] = field(default_factory=list)
    """Files that were not written, as the quests don't hold."""
    stuck: list[str] = field(default_factory=list)
    """Files of quests with a state from which they can't be finished."""
    undecided: list[str] = field(default_factory=list)
    """Files of quests of which not everything is proved."""
    others: int = 0
    """Files of the same world and seed that are of no quest of this run; they are left there."""
    remarks: dict[str, int] = field(default_factory=dict)
    """Of the lint, by severity."""
    unfair: int = 0
    """Ways that pay less than one which asks for no more."""
    tally: Tally = field(default_factory=Tally)

    def count(self, fate: Fate) -> None:
        self.made += fate == "made"
        self.there += fate == "there"
        self.repeated += fate == "repeated"

    def finish(self, folder: QuestFolder) -> None:
        survey, self.others = folder.survey, folder.others()
        self.broken, self.stuck = survey.broken, survey.stuck
        self.undecided = survey.undecided
        self.remarks = dict(Counter(remark.severity for remark in survey.remarks()))
        self.unfair = len(survey.unfair())
        self.tally = survey.tally()


def summary(run: Run) -> str:
    """Example: "3 made, 2 there already; 5 different sequences of verbs; 1 warning"."""
    parts = [f"{run.made} made", f"{run.there} there already"]
    short = run.asked - run.tally.quests
    parts += [f"{short} fewer than asked for"] if short > 0 else []
    parts += [f"{run.repeated} repeats left out"] if run.repeated else []
    parts += [f"{run.others} of other runs left there"] if run.others else []
    parts += [f"{len(run.broken)} broken"] if run.broken else []
    parts += [f"{len(run.stuck)} can get stuck"] if run.stuck else []
    parts += [f"{len(run.undecided)} not proved"] if run.undecided else []
    told = f"{', '.join(parts)}; {run.tally.skeletons} different sequences of verbs"
    found = [
        f"{run.remarks[kind]} {kind}{'s' * (run.remarks[kind] != 1)}"
        for kind in ("error", "warning", "note")
        if run.remarks.get(kind)
    ]
    return f"{told}; {', '.join(found)}" if found else told


def told(run: Run) -> dict[str, Any]:
    """For scripts."""
    return asdict(run)
