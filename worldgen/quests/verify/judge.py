"""Both checks of a quest in one report."""

from worldgen.quests.quest import Quest
from worldgen.quests.verify.check import check
from worldgen.quests.verify.finishing import sweep
from worldgen.quests.verify.report import Report
from worldgen.quests.verify.rules import Rules
from worldgen.quests.world import World


def judge(world: World, quest: Quest, rules: Rules | None = None, *, sweeps: bool) -> Report:
    """What `check` says, and of a quest that holds what `sweep` says, where it is asked."""
    rules = rules or Rules(world)
    report = check(world, quest, rules=rules)
    if not sweeps or not report.holds:
        return report
    swept = sweep(world, quest, rules=rules)
    return Report(swept.findings, (*report.undecided, *swept.undecided))
