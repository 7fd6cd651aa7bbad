"""Checks a quest against its world, and shares no code with what makes either.

`check` plays every branch from the world's facts by the schema's actions; `sweep` kills, destroys
and locks after every step, and looks for a way on. They know no planner: the quest may come from
anybody. What they call stuck is proved to be; what they can't decide they say.
"""

from worldgen.quests.verify.check import check
from worldgen.quests.verify.finishing import sweep
from worldgen.quests.verify.judge import judge
from worldgen.quests.verify.mishaps import Mishap, bundled_mishaps, read_mishaps
from worldgen.quests.verify.report import Finding, Report
from worldgen.quests.verify.rules import Rules

__all__ = [
    "Finding",
    "Mishap",
    "Report",
    "Rules",
    "bundled_mishaps",
    "check",
    "judge",
    "read_mishaps",
    "sweep",
]
