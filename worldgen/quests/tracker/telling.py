"""One thing that was told, and what it changed, so that it can be taken back."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Branch, Quest
from worldgen.quests.tracker.events import Event
from worldgen.quests.tracker.states import Record
from worldgen.quests.tracker.watching import Family


@dataclass(frozen=True, slots=True)
class Start:
    """The player takes a quest on."""

    quest: Quest
    time: int


@dataclass(slots=True)
class Told:
    """NOTE: of the same time, quests start before events happen; then ids decide."""

    key: tuple[int, int, str]
    what: Start | Event
    turned: list[Fact] = field(default_factory=list)
    """Facts that became so, or ceased to be, in order."""
    records: list[tuple[str, Record | None]] = field(default_factory=list)
    """Quests as they were before each change; None before the first."""
    plans: dict[str, Branch | None] = field(default_factory=dict)
    has_planned: bool = False
    """Whether somebody asked for a plan, whatever the answer."""
    _families: frozenset[Family] | None = None

    @classmethod
    def of(cls, what: Start | Event) -> "Told":
        if isinstance(what, Start):
            return cls((what.time, 0, what.quest.id), what)
        return cls((what.time, 1, what.id), what)

    def net(self) -> set[Fact]:
        """Facts that turned an odd number of times."""
        return {fact for fact, times in Counter(self.turned).items() if times % 2}

    def families(self, of: Callable[[Fact], Family]) -> frozenset[Family]:
        """Of all facts that it has to do with, whether they turned or not."""
        if self._families is None:
            literals = self.what.literals if isinstance(self.what, Event) else ()
            facts = (*(literal.fact for literal in literals), *self.turned)
            self._families = frozenset([of(fact) for fact in facts])
        return self._families

    def clear(self) -> None:
        self.turned, self.records, self.plans = [], [], {}
        self.has_planned, self._families = False, None


def facts_sha256(quest_id: str, goal: Iterable[Literal], facts: Iterable[Fact]) -> str:
    """What a plan depends on, in hexadecimal."""
    told = "\n".join([quest_id, *map(str, goal), "", *sorted(map(str, facts))])
    return hashlib.sha256(told.encode()).hexdigest()
