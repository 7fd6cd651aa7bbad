"""protobuf <-> quests while they are played."""

from npcgen.errors import InvalidArgument
from npcgen.v1 import quest_pb2 as pb
from npcgen.wire.quests import branch_from, branch_to, literal_from, literal_to
from worldgen.quests.tracker import Entry, Event, Objective, QuestState, Updates
from worldgen.quests.tracker.events import MAX_TIME
from worldgen.quests.tracker.states import ObjectiveStatus, Status

_STATUSES: dict[str, Status] = {
    "offered": "offered",
    "open": "open",
    "succeeded": "succeeded",
    "failed": "failed",
    "refused": "refused",
}
_OBJECTIVES: dict[str, ObjectiveStatus] = {
    "done": "done",
    "skipped": "skipped",
    "current": "current",
    "later": "later",
    "closed": "closed",
}


def event_to(event: Event) -> pb.GameEvent:
    return pb.GameEvent(
        id=event.id,
        time=event.time,
        literals=map(literal_to, event.literals),
        quest_id=event.quest,
        refuses=event.refuses,
    )


def event_from(message: pb.GameEvent, path: str) -> Event:
    """Raises InvalidArgument for a time that can't be."""
    return Event(
        message.id,
        time_from(message.time, f"{path}.time"),
        tuple(map(literal_from, message.literals)),
        message.quest_id,
        message.refuses,
    )


def time_from(value: float, path: str) -> int:
    """NOTE: JSON clients would get 64-bit integers as texts, so times are doubles on the wire."""
    if not float(value).is_integer():
        raise InvalidArgument.at(path, f"{value:g} is no whole number; count in a smaller unit")
    if not 0 <= value <= MAX_TIME:
        raise InvalidArgument.at(path, f"{value:g} is not in 0..2^53")
    return int(value)


def state_to(state: QuestState) -> pb.QuestState:
    return pb.QuestState(
        quest_id=state.quest,
        status=state.status,
        giver=state.giver,
        branch_id=state.branch,
        objectives=[
            pb.QuestObjective(branch_id=it.branch, step_id=it.step, status=it.status)
            for it in state.objectives
        ],
        outcome_id=state.outcome,
        repair_ids=state.repairs,
        journal=[pb.QuestJournalEntry(time=it.time, key=it.key) for it in state.journal],
        stuck=state.stuck,
        extra_ids=state.extras,
        detours=map(branch_to, state.detours),
    )


def state_from(message: pb.QuestState) -> QuestState:
    """What only a newer server knows reads as open, or later."""
    return QuestState(
        message.quest_id,
        _STATUSES.get(message.status, "open"),
        message.giver,
        message.branch_id,
        tuple(
            Objective(it.branch_id, it.step_id, _OBJECTIVES.get(it.status, "later"))
            for it in message.objectives
        ),
        message.outcome_id,
        tuple(message.repair_ids),
        tuple(Entry(int(it.time), it.key) for it in message.journal),
        message.stuck,
        tuple(message.extra_ids),
        tuple(branch_from(way, f"detours[{at}]") for at, way in enumerate(message.detours)),
    )


def updates_to(updates: Updates) -> pb.QuestUpdates:
    return pb.QuestUpdates(
        states=map(state_to, updates.after),
        effects=map(literal_to, updates.effects),
        settled_event_ids=updates.settled,
    )


def updates_from(message: pb.QuestUpdates) -> Updates:
    """What was before isn't sent."""
    return Updates(
        (),
        tuple(map(state_from, message.states)),
        tuple(map(literal_from, message.effects)),
        tuple(message.settled_event_ids),
    )
