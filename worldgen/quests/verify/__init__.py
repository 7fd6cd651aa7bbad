"""Checks a quest against its world, and shares no code with what makes either.

`check` plays every branch from the world's facts by the schema's actions; `sweep` kills, destroys
and locks after every step, and looks for a way on. They know no planner: the quest may come from
anybody. Slow and plain where that is clearer.
"""

from worldgen.quests.verify.check import check
from worldgen.quests.verify.finishing import sweep
from worldgen.quests.verify.mishaps import Mishap, bundled_mishaps, read_mishaps
from worldgen.quests.verify.report import Finding, Report

__all__ = ["Finding", "Mishap", "Report", "bundled_mishaps", "check", "read_mishaps", "sweep"]
