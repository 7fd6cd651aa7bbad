"""Quests while they are played: events in, what became of objectives out.

    Tracker.start(quest) -> report(event) -> Updates -> save() -> bytes

What has become of a quest depends on what happened and when, not on the order in which it was told:
late and repeated events end in the same state. Whoever can plan passes a `Replan`; this can't.
"""

from worldgen.quests.tracker.events import Event, Updates
from worldgen.quests.tracker.history import Replan
from worldgen.quests.tracker.knowledge import knowledge, offered
from worldgen.quests.tracker.states import Entry, Objective, QuestState
from worldgen.quests.tracker.tracker import Tracker

__all__ = [
    "Entry",
    "Event",
    "Objective",
    "QuestState",
    "Replan",
    "Tracker",
    "Updates",
    "knowledge",
    "offered",
]
