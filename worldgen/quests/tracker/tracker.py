"""Follows the quests of one world through all that is told of it."""

from collections.abc import Iterable
from typing import Self

from worldgen.errors import InvalidSpec, UnknownQuest
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Branch, Quest
from worldgen.quests.tracker.events import MAX_TIME, Event, Updates, check_event
from worldgen.quests.tracker.following import Stage
from worldgen.quests.tracker.history import History, Replan
from worldgen.quests.tracker.knowledge import knowledge, offered
from worldgen.quests.tracker.lots import Lot
from worldgen.quests.tracker.saving import Saved, read_saved, written
from worldgen.quests.tracker.shown import Stages, shown
from worldgen.quests.tracker.states import QuestState, Record
from worldgen.quests.tracker.telling import Start, Told
from worldgen.quests.verify.names import names
from worldgen.quests.world import World


class Tracker:
    """Not safe to call from several threads at once."""

    def __init__(self, world: World, replan: Replan | None = None) -> None:
        self.world = world
        self._history = History(world, world.facts, replan, {})
        self._starts: dict[str, Start] = {}
        self._offers: dict[str, Quest] = {}
        self._events: dict[str, Event] = {}
        self._settled = 0
        self._shown: dict[str, QuestState] = {}
        self._stages: dict[str, tuple[Record, Stage]] = {}
        self._seen: dict[str, Stages] = {}

    @property
    def facts(self) -> frozenset[Fact]:
        """What is so now, as far as it was told."""
        return self._history.facts

    @property
    def quests(self) -> tuple[Quest, ...]:
        """Those that were started, sorted by id."""
        return tuple(self._starts[name].quest for name in sorted(self._starts))

    @property
    def offers(self) -> tuple[Quest, ...]:
        """Those that wait to be taken on, sorted by id, as long as what they came of is so."""
        standing = (self._offers[name] for name in sorted(self._offers))
        return tuple(quest for quest in standing if self.facts.issuperset(quest.cites))

    def offer(self, quest: Quest) -> QuestState:
        """Lets its giver have a quest to ask for, until it starts; then nothing changes.

        Raises InvalidSpec for a quest of another world, or another quest of the same id.
        """
        start = self._starts.get(quest.id)
        known = self._offers.get(quest.id) if start is None else start.quest
        self._check(quest, known)
        if start is not None:
            return self.state(quest.id)
        self._offers[quest.id] = quest
        return offered(quest)

    def start(self, quest: Quest, time: int = 0) -> Updates:
        """Begins to follow a quest, from that time on; the same once more changes nothing.

        Raises InvalidSpec for a quest of another world, or another quest of the same id.
        """
        start = Start(quest, time)
        if (known := self._starts.get(quest.id)) is not None:
            if known.quest != quest:
                told = f"another quest {quest.id!r} was started; give this one its own id"
                raise InvalidSpec.at("quest.id", told)
            if known != start:
                told = f"quest {quest.id!r} was started at {known.time}, not at {time}; say that"
                raise InvalidSpec.at("time", told)
            return Updates()
        self._check(quest, self._offers.get(quest.id))
        if not self._settled <= time <= MAX_TIME:
            raise InvalidSpec.at("time", f"{time} is not in {self._settled} (settled) .. 2^53")
        self._starts[quest.id] = start
        self._offers.pop(quest.id, None)
        return self._tell([Told.of(start)])

    def report(self, event: Event) -> Updates:
        """What the event changes. Raises InvalidSpec, and UnknownQuest where it names one."""
        return self.report_all((event,))

    def report_all(self, events: Iterable[Event]) -> Updates:
        """As if reported one after the other; much faster where they come in no order.

        Where one of them raises, none is taken.
        """
        fresh: dict[str, Event] = {}
        settled: list[str] = []
        for at, event in enumerate(events):
            known = fresh.get(event.id) or self._events.get(event.id)
            if known is None:
                check_event(self.world, event, f"events[{at}]")
                if event.quest and event.quest not in self._starts:
                    raise UnknownQuest.of(event.quest)
                if event.time < self._settled:
                    settled.append(event.id)
                else:
                    fresh[event.id] = event
            elif known != event:
                told = f"{event.id!r} was another event before; give each its own id"
                raise InvalidSpec.at(f"events[{at}].id", told)
        self._events.update(fresh)
        return self._tell([Told.of(event) for event in fresh.values()], tuple(settled))

    def settle(self, time: int) -> None:
        """Ends the time in which what happened before `time` may still be told; frees its memory.

        What is told of that time afterwards changes nothing, and `Updates.settled` says so.
        Raises InvalidSpec.
        """
        if not 0 <= time <= MAX_TIME:
            raise InvalidSpec.at("time", f"{time} is not in 0..2^53")
        self._settled = max(self._settled, time)
        for name in self._history.forget_before(self._settled):
            del self._events[name]

    def hear(self, lot: Lot) -> Updates:
        """As if all of it were told here, in this order; with the plans that were made then.

        Raises as what it is made of; then the tracker is of no use any more.
        """
        self._history.learn(lot.plans)
        for quest in lot.offers:
            self.offer(quest)
        for start in lot.starts:
            self.start(start.quest, start.time)
        updates = self.report_all(lot.events)
        self.settle(lot.settled)
        return updates

    def unknown(self, events: Iterable[Event]) -> list[Event]:
        """Those that would be taken, each once, and weren't."""
        fresh = {event.id: event for event in events if event.time >= self._settled}
        return [event for name, event in fresh.items() if name not in self._events]

    def new_plans(self) -> dict[str, Branch | None]:
        """Those that were made since this was last asked."""
        return self._history.new_plans()

    def state(self, quest_id: str) -> QuestState:
        """Raises UnknownQuest."""
        if quest_id in self._offers:
            return offered(self._offers[quest_id])
        if quest_id not in self._shown:
            raise UnknownQuest.of(quest_id)
        return self._shown[quest_id]

    def knowledge(self, quest_id: str, npc: str) -> tuple[str, ...]:
        """Keys of lines that `npc` knows at this stage. Raises UnknownQuest."""
        state = self.state(quest_id)
        offer = self._offers.get(quest_id)
        return knowledge(offer or self._starts[quest_id].quest, state, npc)

    def save(self) -> bytes:
        """A snapshot; the same state gives the same bytes."""
        facts, records = self._history.beginning()
        saved = Saved(
            settled=self._settled,
            made=sorted(facts - self.world.facts),
            lost=sorted(self.world.facts - facts),
            starts=[self._starts[name] for name in sorted(self._starts)],
            records=dict(sorted(records.items())),
            events=self._history.events,
            plans=self._history.plans,
            offers=[self._offers[name] for name in sorted(self._offers)],
        )
        return written(self.world, saved)

    @classmethod
    def load(cls, world: World, data: bytes, replan: Replan | None = None) -> Self:
        """As it was saved. Raises InvalidSpec where that is damaged, or of another world."""
        saved = read_saved(world, data)
        tracker = cls(world, replan)
        facts = (world.facts | set(saved.made)) - set(saved.lost)
        history = tracker._history = History(world, facts, replan, saved.plans)
        tracker._settled = saved.settled
        tracker._offers = {quest.id: quest for quest in saved.offers}
        tracker._starts = {start.quest.id: start for start in saved.starts}
        for name, record in saved.records.items():
            history.follow(tracker._starts[name].quest, record)
            tracker._shown[name] = shown(history.following[name])
        later = [start for start in saved.starts if start.quest.id not in saved.records]
        tracker._events = {event.id: event for event in saved.events}
        tracker._tell([*map(Told.of, later), *map(Told.of, saved.events)])
        return tracker

    def _check(self, quest: Quest, known: Quest | None) -> None:
        if known is not None and known != quest:
            told = f"another quest {quest.id!r} is known; give this one its own id"
            raise InvalidSpec.at("quest.id", told)
        for finding in names(self.world, quest):
            raise InvalidSpec.at(f"quest.{finding.at}", finding.sentence)

    def _tell(self, fresh: list[Told], settled: tuple[str, ...] = ()) -> Updates:
        before, after, effects = [], [], list[Literal]()
        for name in sorted(self._history.tell(fresh)):
            following = self._history.following[name]
            record, reached = following.record, following.stage
            if (record, reached) == self._stages.get(name):
                continue
            self._stages[name] = record, reached
            stages = self._seen.setdefault(name, Stages())
            former, now = self._shown.get(name), stages.shown(following, reached)
            if now == former:
                continue
            former = former or QuestState(name, "offered", following.quest.giver)
            self._shown[name] = now
            before.append(former)
            after.append(now)
            effects += _effects(following.quest, former, now)
        return Updates(tuple(before), tuple(after), tuple(effects), settled)


def _effects(quest: Quest, before: QuestState, after: QuestState) -> list[Literal]:
    """What came of repairs and outcomes that weren't there before."""
    outcomes = [quest.refusal, *quest.failures, *(branch.outcome for branch in quest.branches)]
    effects: list[Literal] = []
    for repair in quest.repairs:
        if repair.id in after.repairs and repair.id not in before.repairs:
            effects += repair.grants
    for outcome in outcomes:
        if outcome.id == after.outcome != before.outcome:
            effects += outcome.effects
    for extra in quest.extras:
        if extra.outcome.id in after.extras and extra.outcome.id not in before.extras:
            effects += extra.outcome.effects
    return effects
