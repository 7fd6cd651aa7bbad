"""All that was told, sorted by its time, and what is so because of it.

What comes late is put where it belongs: what came after is taken back, and happens again.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from typing import Protocol

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Branch, Quest
from worldgen.quests.tracker.events import Event
from worldgen.quests.tracker.following import Following
from worldgen.quests.tracker.states import Record
from worldgen.quests.tracker.telling import Start, Told, facts_sha256
from worldgen.quests.tracker.watching import Watching
from worldgen.quests.world import World


class Replan(Protocol):
    """Plans anew where nothing known leads on.

    NOTE: the same question has to have the same answer, and it mustn't raise.
    """

    def __call__(
        self, quest: Quest, goal: tuple[Literal, ...], facts: frozenset[Fact]
    ) -> Branch | None:
        """A branch that leads to the goal, with an id that the quest hasn't; None: there is none.

        `goal` is the quest's, on behalf of whoever gives it now.
        """
        ...


class History:
    """`plans`: answers of `replan` that are known already."""

    def __init__(
        self,
        world: World,
        facts: Collection[Fact],
        replan: Replan | None,
        plans: dict[str, Branch | None],
    ) -> None:
        may_replan = replan is not None or bool(plans)
        self._watching = Watching(world.schema, set(facts), may_replan)
        self._replan, self._plans = replan, plans
        self._new_plans: dict[str, Branch | None] = {}
        self._told: list[Told] = []
        self._paused: dict[str, Following] = {}
        """Those whose start was taken back, until it happens again."""
        self.following: dict[str, Following] = {}

    @property
    def facts(self) -> frozenset[Fact]:
        return frozenset(self._watching.facts)

    @property
    def plans(self) -> dict[str, Branch | None]:
        """Those that what is remembered depends on, sorted."""
        used = {key: plan for told in self._told for key, plan in told.plans.items()}
        return dict(sorted(used.items()))

    @property
    def events(self) -> list[Event]:
        """Those that are remembered, by their time."""
        return [told.what for told in self._told if isinstance(told.what, Event)]

    def learn(self, plans: Mapping[str, Branch | None]) -> None:
        """Answers of `replan` that needn't be asked for."""
        self._plans |= plans
        self._watching.may_replan |= bool(plans)

    def new_plans(self) -> dict[str, Branch | None]:
        """Those that were made since this was last asked."""
        made, self._new_plans = self._new_plans, {}
        return made

    def follow(self, quest: Quest, record: Record) -> None:
        """A quest as it was before anything that is remembered."""
        paused = self._paused.pop(quest.id, None)
        following = paused or Following(quest, self._watching, record)
        following.put(record)
        following.look()
        self.following[quest.id] = following

    def tell(self, fresh: list[Told]) -> set[str]:
        """Puts it where it belongs; gives back the quests that it may have changed."""
        touched: set[str] = set()
        if len(fresh) == 1 and self._slipped_in(fresh[0]):
            return touched
        fresh.sort(key=lambda told: told.key)
        later: list[Told] = []
        while self._told and fresh and self._told[-1].key > fresh[0].key:
            later.append(self._told.pop())
            self._take_back(later[-1], touched)
        if later:
            self._look(touched)
            fresh = sorted((*later, *fresh), key=lambda told: told.key)
        for told in fresh:
            self._happen(told, touched)
            self._told.append(told)
        return touched

    def forget_before(self, time: int) -> list[str]:
        """How it came about before that time; gives back the ids of what was forgotten."""
        past = bisect_left(self._told, time, key=lambda told: told.key[0])
        forgotten = [told.key[2] for told in self._told[:past] if isinstance(told.what, Event)]
        del self._told[:past]
        return forgotten

    def beginning(self) -> tuple[set[Fact], dict[str, Record]]:
        """What was so before anything that is remembered, and how each quest stood then."""
        facts = set(self._watching.facts)
        records = {name: following.record for name, following in self.following.items()}
        for told in reversed(self._told):
            facts ^= told.net()
            for name, record in reversed(told.records):
                if record is None:
                    del records[name]
                else:
                    records[name] = record
        return facts, records

    def _slipped_in(self, told: Told) -> bool:
        """Puts what concerns no quest where it belongs, as if it were told last.

        NOTE: it can be where what came after has to do with other things, and nobody planned anew:
        what a plan depends on is all that is so.
        """
        what, watching = told.what, self._watching
        if isinstance(what, Start) or what.refuses or watching.is_asked(what.literals):
            return False
        at = bisect_left(self._told, told.key, key=lambda other: other.key)
        later = self._told[at:]
        families = told.families(watching.family)
        if any(
            other.has_planned or not families.isdisjoint(other.families(watching.family))
            for other in later
        ):
            return False
        told.turned += watching.make(what.literals)
        self._told.insert(at, told)
        return True

    def _happen(self, told: Told, touched: set[str]) -> None:
        what, dirty = told.what, self._watching.dirty
        if isinstance(what, Start):
            told.records.append((what.quest.id, None))
            self.follow(what.quest, Record(what.quest.giver))
            self.following[what.quest.id].begin(what.time)
            dirty.add(what.quest.id)
        else:
            told.turned += self._watching.make(what.literals)
            if what.refuses and what.quest in self.following:
                self._refuse(told, self.following[what.quest], touched)
        while dirty:
            names = sorted(dirty)
            dirty.clear()
            touched.update(names)
            for name in names:
                if name in self.following:
                    self._advance(told, self.following[name])

    def _advance(self, told: Told, following: Following) -> None:
        before = following.record

        def plan_anew(quest: Quest, goal: tuple[Literal, ...]) -> Branch | None:
            return self._planned(told, quest, goal)

        effects = following.advance(told.key[0], told.turned, plan_anew)
        told.turned += self._watching.make(effects)
        if following.record is not before:
            told.records.append((following.quest.id, before))
            self._watching.dirty.add(following.quest.id)

    def _refuse(self, told: Told, following: Following, touched: set[str]) -> None:
        before = following.record
        if before.status == "open":
            told.records.append((following.quest.id, before))
            told.turned += self._watching.make(following.refuse(told.key[0]))
            touched.add(following.quest.id)

    def _planned(self, told: Told, quest: Quest, goal: tuple[Literal, ...]) -> Branch | None:
        if self._replan is None and not self._plans:
            return None
        told.has_planned = True
        key = facts_sha256(quest.id, goal, self._watching.facts)
        if key not in self._plans:
            if self._replan is None:
                return None
            self.learn({key: self._replan(quest, goal, self.facts)})
            self._new_plans[key] = self._plans[key]
        told.plans[key] = self._plans[key]
        return self._plans[key]

    def _take_back(self, told: Told, touched: set[str]) -> None:
        for fact in reversed(told.turned):
            self._watching.turn(fact)
        for name, record in reversed(told.records):
            touched.add(name)
            if record is None:
                self._paused[name] = self.following.pop(name)
            else:
                self.following[name].put(record)
        told.clear()

    def _look(self, touched: set[str]) -> None:
        """Once all is taken back that has to be."""
        for name in self._watching.dirty:
            if name in self.following:
                self.following[name].look()
        touched |= self._watching.dirty
        self._watching.dirty.clear()
