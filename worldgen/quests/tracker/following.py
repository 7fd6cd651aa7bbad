"""One quest, followed: which steps are done, which branches lead on, and how it ends."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Branch, Outcome, Quest, Repair, Step
from worldgen.quests.schema import PLAYER
from worldgen.quests.tracker.kernels import kernels
from worldgen.quests.tracker.stages import bundled_stages
from worldgen.quests.tracker.states import Entry, Record, Status
from worldgen.quests.tracker.watching import Condition, Ear, Held, Watching
from worldgen.quests.tracker.ways import Way, way_of

Stage = tuple[Record, tuple[int | None, ...], tuple[bool, ...]]
"""What is kept of the past, the step that is to be done on each way, and which extras hold."""
Heard = TypeVar("Heard", bound=Condition)
PlanAnew = Callable[[Quest, tuple[Literal, ...]], Branch | None]


@dataclass(slots=True, eq=False)
class Deed(Condition):
    """The effects of a step: whoever follows it looks when it may have been done."""

    step: Step = field(kw_only=True)
    following: "Following" = field(kw_only=True)

    def hear(self, is_met: bool) -> bool:
        self.unmet += -1 if is_met else 1
        return not self.unmet and self.following.may_be_done(self.step)


class Following:
    """NOTE: all but `record` follows from what is so now."""

    def __init__(self, quest: Quest, watching: Watching, record: Record) -> None:
        self.quest, self.record = quest, record
        self._watching = watching
        self._ears: list[Ear] = []
        self.ways: tuple[Way, ...] = ()
        self._before: dict[str, list[tuple[Way, int]]] = {}
        """By step: where it stands on which ways."""
        self._extras: dict[str, Condition] = {}
        self._asked = quest.goal
        """What is wanted; where somebody took the giver's place, on their behalf."""
        self._watch()

    @property
    def stage(self) -> Stage:
        """All that is shown of it depends on this."""
        held = tuple(condition.holds for condition in self._extras.values())
        return self.record, tuple(way.at for way in self.ways), held

    def is_so(self, extra: Branch) -> bool:
        """Whether it would count now; of a quest that is over, never."""
        return extra.id in self._extras and self._extras[extra.id].holds

    def put(self, record: Record) -> None:
        """Goes on, or back, from another record."""
        former, self.record = self.record, record
        if _watched(former) != _watched(record):
            self.forget()
            self._watch()
        if record.stuck and self._watching.may_replan:
            self._watching.eager.add(self.quest.id)
        else:
            self._watching.eager.discard(self.quest.id)

    def forget(self) -> None:
        self._watching.forget(self._ears)
        self._watching.eager.discard(self.quest.id)
        self._ears = []
        self.ways = ()
        self._extras = {}

    def look(self) -> None:
        """Makes its ways follow what is so."""
        for way in self.ways:
            way.look()

    def may_be_done(self, step: Step) -> bool:
        """Whether it counts as done when its effects come about, as far as its ways are known."""
        if step.id in self.record.done:
            return False
        places = self._before.get(step.id)
        return places is None or any(number < (way.at or 0) for way, number in places)

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
        if self._goal.holds:
            return self._succeed(time)
        for failure, condition in self._failures:
            if condition.holds:
                return self._end(time, "failed", failure)
        for repair, condition in self._repairs:
            if condition.holds and repair.id not in self.record.repairs:
                return self._mend(time, repair)
        self._look_for_a_way(plan_anew)
        return ()

    def _watch(self) -> None:
        if self.record.status != "open":
            return
        quest, giver = self.quest, self.record.giver
        goal = tuple(_instead(literal, quest.giver, giver) for literal in quest.goal)
        self._asked = goal
        self._goal = self._condition(goal)
        self._failures = [(each, self._condition(each.when)) for each in quest.failures]
        self._repairs = [(each, self._condition(each.when)) for each in quest.repairs]
        branches = (*quest.branches, *self.record.detours)
        self.ways = tuple(self._way(branch, goal) for branch in branches)
        self._extras = {
            each.id: self._heard(Held(quest.id, _each_once(each.outcome.when)))
            for each in quest.extras
        }
        self._before = {}
        for way in self.ways:
            for number, step in enumerate(way.branch.steps):
                self._before.setdefault(step.id, []).append((way, number))
        steps = [step for branch in (*branches, *quest.extras) for step in branch.steps]
        self._effects = {
            step.id: self._heard(Deed(quest.id, _each_once(step.does), step=step, following=self))
            for step in steps
        }

    def _way(self, branch: Branch, goal: tuple[Literal, ...]) -> Way:
        found = kernels(self._watching.schema, branch.steps, goal)
        way = way_of(self._watching, self.quest.id, branch, found)
        self._ears += way.rungs
        return way

    def _condition(self, literals: tuple[Literal, ...]) -> Condition:
        return self._heard(Condition(self.quest.id, _each_once(literals)))

    def _heard(self, condition: Heard) -> Heard:
        self._watching.watch(condition)
        self._ears.append(condition)
        return condition

    def _note_done(self, time: int, turned: Collection[Fact]) -> None:
        """NOTE: of two deeds with the same effects, one of which has more, that one was done."""
        fresh = {
            step.id: step
            for step in self._passed()
            if self._effects[step.id].holds and any(literal.fact in turned for literal in step.does)
        }
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
        if any(way.at is not None for way in self.ways):
            if self.record.stuck:
                self.put(replace(self.record, stuck=False))
            return
        branch = plan_anew(self.quest, self._asked)
        known = {way.branch.id for way in self.ways}
        if branch is not None and branch.id not in known:
            self.put(replace(self.record, detours=(*self.record.detours, branch), stuck=False))
        elif not self.record.stuck:
            self.put(replace(self.record, stuck=True))

    def _with_journal(self, record: Record, time: int, node: str) -> Record:
        roles = bundled_stages().journal
        keys = (line.key for line in self.quest.lines if line.node == node and line.role in roles)
        return replace(record, journal=(*record.journal, *(Entry(time, key) for key in keys)))


def _each_once(literals: tuple[Literal, ...]) -> tuple[Literal, ...]:
    return tuple(dict.fromkeys(literals))


def _watched(record: Record) -> tuple[object, ...]:
    """What the conditions depend on."""
    return record.status == "open", record.giver, record.detours


def _instead(literal: Literal, former: str, giver: str) -> Literal:
    of = tuple(giver if entity == former else entity for entity in literal.fact.of)
    return Literal(Fact(literal.fact.name, of), literal.holds)
