"""One quest, followed: which steps are done, which branches lead on, and how it ends."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Branch, Outcome, Quest, Repair, Step
from worldgen.quests.schema import PLAYER
from worldgen.quests.tracker.asking import Asking
from worldgen.quests.tracker.stages import bundled_stages
from worldgen.quests.tracker.states import Entry, Record, Status
from worldgen.quests.tracker.watching import Watching
from worldgen.quests.tracker.ways import Way

Stage = tuple[tuple[int | None, ...], tuple[bool, ...]]
"""The step that is to be done on each way, and which extras hold."""
PlanAnew = Callable[[Quest, tuple[Literal, ...]], Branch | None]


class Following:
    """NOTE: all but `record` follows from what is so now."""

    def __init__(self, quest: Quest, watching: Watching, record: Record) -> None:
        self.quest, self.record = quest, record
        self._watching = watching
        self._asking = Asking(quest, record.giver, record.detours, watching)
        self._others = {(record.giver, _ids(record.detours)): self._asking}
        """What it asks for with other givers and detours, too."""
        self._listens = False
        self._listen()

    @property
    def ways(self) -> tuple[Way, ...]:
        """None once it is over."""
        return self._asking.ways if self._listens else ()

    @property
    def stage(self) -> Stage:
        """All that is shown of it depends on this and its record."""
        if not self._listens:
            return (), ()
        held = tuple([not each.unmet for each in self._asking.extras.values()])
        return tuple([way.at for way in self._asking.ways]), held

    def is_so(self, extra: Branch) -> bool:
        """Whether it would count now; of a quest that is over, never."""
        return self._listens and self._asking.extras[extra.id].holds

    def put(self, record: Record) -> None:
        """Goes on, or back, from another record."""
        former, self.record = self.record, record
        if _watched(former) != _watched(record):
            self.forget()
            self._listen()
        elif former.done != record.done and self._listens:
            self._asking.await_deeds(record.done)
        if record.stuck and self._watching.may_replan:
            self._asking.hurry()
        else:
            self._asking.rest()

    def forget(self) -> None:
        if self._listens:
            self._asking.forget()
        self._listens = False

    def look(self) -> None:
        """Makes its ways follow what is so."""
        if self._listens:
            self._asking.look(self.record.done)

    def begin(self, time: int) -> None:
        self.put(self._with_journal(self.record, time, ""))

    def refuse(self, time: int) -> tuple[Literal, ...]:
        """What is so when the player gives it up."""
        return self._end(time, "refused", self.quest.refusal)

    def advance(
        self, time: int, turned: Collection[Fact], plan_anew: PlanAnew
    ) -> tuple[Literal, ...]:
        """One change of the record, if any is due; gives back what is to be made so for it."""
        if self.record.status != "open":
            return ()
        self.look()
        self._note_done(time, turned)
        if not self._asking.goal.unmet:
            return self._succeed(time)
        for failure, condition in self._asking.failures:
            if not condition.unmet:
                return self._end(time, "failed", failure)
        for repair, condition in self._asking.repairs:
            if not condition.unmet and repair.id not in self.record.repairs:
                return self._mend(time, repair)
        self._look_for_a_way(plan_anew)
        return ()

    def _listen(self) -> None:
        record = self.record
        if record.status != "open":
            return
        key = record.giver, _ids(record.detours)
        if key not in self._others:
            asking = Asking(self.quest, record.giver, record.detours, self._watching)
            self._others[key] = asking
        self._asking, self._listens = self._others[key], True
        self._asking.listen(record.done)

    def _note_done(self, time: int, turned: Collection[Fact]) -> None:
        """NOTE: of two deeds with the same effects, one of which has more, that one was done."""
        deeds = self._asking.deeds
        found = {name for name in self._asking.done_by(turned) if deeds[name].holds}
        if found.issubset(self.record.done):
            return
        fresh = {step.id: step for step in self._passed() if step.id in found}
        for step in fresh.values():
            if step.id not in self.record.done and not any(
                set(step.does) < set(other.does) for other in fresh.values()
            ):
                record = replace(self.record, done=(*self.record.done, step.id))
                self.put(self._with_journal(record, time, step.id))

    def _passed(self) -> Iterator[Step]:
        """Steps whose effects a branch has behind it, and all that may be done besides."""
        for way in self.ways:
            yield from way.branch.steps[: way.at or 0]
        for extra in self.quest.extras:
            undone = [step for step in extra.steps if step.id not in self.record.done]
            yield from (step for step in undone if step is undone[0] or not self._only_moves(step))

    def _only_moves(self, step: Step) -> bool:
        """Whether only the player is elsewhere then: no sign that anything was meant by it."""
        single = self._watching.schema.facts
        return all(
            literal.fact.of[:1] == (PLAYER,) and single[literal.fact.name].single
            for literal in step.does
        )

    def _taken(self) -> Branch:
        """That of which the largest part was done; the first of several."""
        return max((way.branch for way in self.ways), key=self.share_done)

    def share_done(self, branch: Branch) -> float:
        done = sum(step.id in self.record.done for step in branch.steps)
        return done / max(1, len(branch.steps))

    def _end(self, time: int, status: Status, outcome: Outcome) -> tuple[Literal, ...]:
        record = replace(self.record, status=status, outcome=outcome.id, stuck=False)
        self.put(self._with_journal(record, time, outcome.id))
        return outcome.effects

    def _succeed(self, time: int) -> tuple[Literal, ...]:
        """By the branch that was taken, with the extras that hold by now."""
        came = [extra.outcome for extra in self.quest.extras if self.is_so(extra)]
        effects = self._end(time, "succeeded", self._taken().outcome)
        for outcome in came:
            record = replace(self.record, extras=(*self.record.extras, outcome.id))
            self.put(self._with_journal(record, time, outcome.id))
            effects += outcome.effects
        return effects

    def _mend(self, time: int, repair: Repair) -> tuple[Literal, ...]:
        giver = repair.giver or self.record.giver
        repairs = (*self.record.repairs, repair.id)
        record = replace(self.record, giver=giver, repairs=repairs)
        self.put(self._with_journal(record, time, repair.id))
        return repair.grants

    def _look_for_a_way(self, plan_anew: PlanAnew) -> None:
        if self._asking.leads_on:
            if self.record.stuck:
                self.put(replace(self.record, stuck=False))
            return
        branch = plan_anew(self.quest, self._asking.wanted)
        known = {way.branch.id for way in self.ways}
        if branch is not None and branch.id not in known:
            self.put(replace(self.record, detours=(*self.record.detours, branch), stuck=False))
        elif not self.record.stuck:
            self.put(replace(self.record, stuck=True))

    def _with_journal(self, record: Record, time: int, node: str) -> Record:
        roles = bundled_stages().journal
        keys = (line.key for line in self.quest.lines if line.node == node and line.role in roles)
        return replace(record, journal=(*record.journal, *(Entry(time, key) for key in keys)))


def _watched(record: Record) -> tuple[object, ...]:
    """What the conditions depend on."""
    return record.status == "open", record.giver, record.detours


def _ids(branches: tuple[Branch, ...]) -> tuple[str, ...]:
    return tuple(branch.id for branch in branches)
