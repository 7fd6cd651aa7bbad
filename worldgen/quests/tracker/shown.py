"""A quest's state, as it is shown."""

from collections.abc import Iterator

from worldgen.quests.quest import Branch
from worldgen.quests.tracker.following import Following, Stage
from worldgen.quests.tracker.states import Objective, ObjectiveStatus, QuestState, Record

_MOST = 16


class Stages:
    """Of one quest: how its last stages were shown, since its record changed."""

    def __init__(self) -> None:
        self._record: Record | None = None
        self._known: dict[Stage, QuestState] = {}

    def shown(self, following: Following, stage: Stage) -> QuestState:
        """`shown`, which is the same for the same stage."""
        if self._record is not following.record or len(self._known) >= _MOST:
            self._record, self._known = following.record, {}
        if stage not in self._known:
            self._known[stage] = shown(following)
        return self._known[stage]


def shown(following: Following) -> QuestState:
    """NOTE: of a quest that has ended, all that wasn't done is closed."""
    record = following.record
    return QuestState(
        quest=following.quest.id,
        status=record.status,
        giver=record.giver,
        branch=_leading(following),
        objectives=tuple(_objectives(following)),
        outcome=record.outcome,
        repairs=record.repairs,
        journal=record.journal,
        stuck=record.stuck,
        extras=record.extras,
        detours=record.detours,
    )


def _objectives(following: Following) -> Iterator[Objective]:
    record = following.record
    places = {way.branch.id: way.at for way in following.ways}
    for branch in (*following.quest.branches, *record.detours):
        at = places.get(branch.id)
        for number, step in enumerate(branch.steps):
            done = step.id in record.done
            yield Objective(branch.id, step.id, _status(number, at, done))
    for extra in following.quest.extras:
        yield from _besides(following, extra)


def _besides(following: Following, extra: Branch) -> Iterator[Objective]:
    """The next step is the first after all that was done; what is to be kept is one objective."""
    record = following.record
    is_so = following.is_so(extra)
    if not extra.steps:
        status: ObjectiveStatus = "current" if is_so else "closed"
        yield Objective("", extra.id, "done" if extra.outcome.id in record.extras else status)
        return
    done = [at for at, step in enumerate(extra.steps) if step.id in record.done]
    at = (
        len(extra.steps)
        if is_so or extra.outcome.id in record.extras
        else max(done, default=-1) + 1
    )
    for number, step in enumerate(extra.steps):
        if record.status != "open" and step.id not in record.done and number >= at:
            yield Objective("", step.id, "closed")
        else:
            yield Objective("", step.id, _status(number, at, step.id in record.done))


def _status(number: int, at: int | None, done: bool) -> ObjectiveStatus:
    if at is None:
        return "done" if done else "closed"
    if number < at:
        return "done" if done else "skipped"
    return "current" if number == at else "later"


def _leading(following: Following) -> str:
    branches: list[Branch] = [*following.quest.branches, *following.record.detours]
    shares = [following.share_done(branch) for branch in branches]
    most = max(shares, default=0.0)
    leading = [branch.id for branch, share in zip(branches, shares, strict=True) if share == most]
    return leading[0] if most and len(leading) == 1 else ""
