"""What is known of a set of quests: counts of all of them, and details of the first ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from worldgen.quests.export.sayings import one_line
from worldgen.quests.quest import Quest
from worldgen.quests.spec import QuestSpec
from worldgen.quests.survey import lint
from worldgen.quests.survey.economy import Paid, paid, unfair
from worldgen.quests.survey.remarks import Remark, bundled_limits
from worldgen.quests.survey.together import never, too_alike, too_few
from worldgen.quests.tally import Counted, Tally, skeleton_of
from worldgen.quests.verify.report import Finding
from worldgen.quests.words.variety import Variety, variety_of
from worldgen.quests.world import World

MOST_ROWS = 1000
"""Quests in the table."""
MOST_WAYS = 2000
"""Of which each is weighed against each."""
MOST_WORDED = 200
"""Quests whose texts are compared."""
MOST_REMARKS = 1000
MOST_REPEATED = 20
MOST_DRAWN = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A quest, in the table of them."""

    file: str
    title: str
    giver: str
    """For people."""
    motive: str
    steps: int
    """As minutes, difficulty and what it pays: of its first way."""
    minutes: float
    branches: int
    endings: int
    difficulty: str
    pays: float
    """In money, with what its items are worth."""
    experience: int
    remarks: int


class Survey:
    """Filled quest by quest. But for a title and a few verbs each, of bounded size."""

    def __init__(self, world: World, spec: QuestSpec) -> None:
        self.world, self.spec = world, spec
        self.repeats = 0
        """Left out, as they tell what an earlier one told."""
        self.repeated: list[tuple[str, str]] = []
        """Titles of the first of them, each with the file of that earlier one."""
        self.broken: list[str] = []
        """Files of those that were left out, as they don't hold."""
        self.stuck: list[str] = []
        """Files of those that can get stuck."""
        self.undecided: list[str] = []
        """Files of those of which not everything is proved."""
        self.why_few: tuple[str, ...] = ()
        """Why there are no more, where there are fewer than asked for."""
        self.endings: Counter[int] = Counter()
        self.minutes: Counter[int] = Counter()
        self.difficulties: Counter[str] = Counter()
        self.skeletons: Counter[tuple[str, ...]] = Counter()
        self.rules: Counter[str] = Counter()
        """How often each rule of the lint was broken by a quest."""
        self.rows: list[Row] = []
        self.ways: list[Paid] = []
        self._richest: dict[str, tuple[Row, Quest]] = {}
        self._counted = Counted()
        self._common: dict[str, Counter[str]] = {
            name: Counter() for name in ("giver", "motive", "title", "cast")
        }
        self._first_skeletons = 0
        self._texts: list[tuple[str, str]] = []
        self._remarks: list[Remark] = []
        self._limits = bundled_limits()

    def add(
        self,
        quest: Quest,
        file: str,
        stuck: Sequence[Finding] = (),
        undecided: Sequence[Finding] = (),
    ) -> None:
        """One that is kept; `stuck` are states from which it can't be finished, `undecided` what
        may be wrong with it."""
        remarks = list(lint.lint(self.world, quest, file, self._limits))
        if stuck:
            self.stuck.append(file)
            remarks.append(lint.stuck(file, stuck))
        if undecided:
            self.undecided.append(file)
            remarks.append(lint.undecided(file, undecided))
        self._remember(remarks)
        self._counted.add(quest)
        self._count(quest)
        row = self._row(quest, file, len(remarks))
        if len(self.rows) < MOST_ROWS:
            self.rows.append(row)
        if len(self.ways) < MOST_WAYS:
            self.ways += paid(self.world, quest, file)
        if self._counted.quests <= MOST_WORDED:
            self._texts += [(line.role, line.text) for line in quest.lines]
        richest = self._richest.setdefault(quest.motive, (row, quest))
        if row.branches > richest[0].branches:
            self._richest[quest.motive] = row, quest

    def repeat(self, title: str, earlier: str) -> None:
        """One that tells what the quest of the earlier file told."""
        self.repeats += 1
        if len(self.repeated) < MOST_REPEATED:
            self.repeated.append((title, earlier))

    def left_out(self, file: str, flaws: Sequence[Finding]) -> None:
        """One that was made and doesn't hold."""
        self.broken.append(file)
        self._remember([lint.left_out(file, flaws)])

    def flawed(self, file: str, flaws: Sequence[Finding]) -> None:
        """One that somebody wrote and that doesn't hold."""
        self.broken.append(file)
        self._remember([lint.flawed(file, flaws)])

    @property
    def worded(self) -> int:
        """How many quests `variety` is about."""
        return min(self._counted.quests, MOST_WORDED)

    @property
    def drawn(self) -> list[tuple[Row, Quest]]:
        """Those with the most ways, each of another motive."""
        ordered = sorted(self._richest.values(), key=lambda each: -each[0].branches)
        return ordered[:MOST_DRAWN]

    def tally(self) -> Tally:
        return self._counted.tally()

    def variety(self) -> Mapping[str, Variety]:
        """How much alike texts are, by their role; of the first quests."""
        return variety_of(self._texts)

    def unfair(self) -> list[tuple[Paid, Paid]]:
        """Ways that pay less than one which asks for no more, each with that one."""
        return list(unfair(self.ways))

    def remarks(self) -> list[Remark]:
        """Errors first; about the set, then about each quest."""
        kept, common, limits = self._counted.quests, self._common, self._limits
        every = [
            *too_few(self.spec.count - len(self.broken), kept, self.repeats, self.why_few, limits),
            *too_alike(common, self._first_skeletons, kept, limits),
            *never(self.world, common["cast"], common["motive"], limits),
            *self._remarks,
        ]
        order = ("error", "warning", "note")
        return sorted(every, key=lambda remark: order.index(remark.severity))

    def _remember(self, remarks: Sequence[Remark]) -> None:
        self.rules.update(remark.rule for remark in remarks)
        self._remarks += remarks[: max(0, MOST_REMARKS - len(self._remarks))]

    def _count(self, quest: Quest) -> None:
        self.endings[lint.endings_of(quest)] += 1
        self.minutes[round(self._minutes(quest))] += 1
        self.difficulties[str(quest.properties.get("difficulty", "unknown"))] += 1
        self.skeletons[skeleton_of(quest)] += 1
        if self._counted.quests <= 100:
            self._first_skeletons = len(self.skeletons)
        self._common["giver"][quest.giver] += 1
        self._common["motive"][quest.motive] += 1
        self._common["title"][title_of(quest)] += 1
        self._common["cast"].update(quest.cast)

    def _row(self, quest: Quest, file: str, remarks: int) -> Row:
        first = next(paid(self.world, quest, file), None)
        return Row(
            file,
            title_of(quest),
            self.world.called(quest.giver),
            quest.motive,
            len(skeleton_of(quest)),
            self._minutes(quest),
            len(quest.branches),
            lint.endings_of(quest),
            str(quest.properties.get("difficulty", "")),
            first.pays if first else 0.0,
            first.experience if first else 0,
            remarks,
        )

    def _minutes(self, quest: Quest) -> float:
        return lint.minutes_of(self.world, quest.branches[0]) if quest.branches else 0.0


def title_of(quest: Quest) -> str:
    """Its title; its id where it has none."""
    titles = (line.text for line in quest.lines if line.role == "title" and not line.node)
    return one_line(next(titles, quest.id))
