"""A folder of quests and its report: what many runs fill, however often they were stopped.

Whether a quest repeats an earlier one is decided in the order of the seed; so who adds them in that
order ends with the same files, whoever made them.
"""

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from os import PathLike
from pathlib import Path
from typing import Any, Self
from typing import Literal as OneOf

from worldgen.quests.files import QuestFiles, write_whole
from worldgen.quests.making import Made
from worldgen.quests.quest import Quest
from worldgen.quests.repeats import Repeats
from worldgen.quests.spec import QuestSpec, read_spec
from worldgen.quests.survey import Survey, page, title_of
from worldgen.quests.world import World
from worldgen.quests.worlds import world_in

REPORT = "report.html"
MOST_TRIES = 1_000_000
Fate = OneOf["made", "there", "repeated", "broken"]
"""Written now; written before; left out, as an earlier one tells the same; left out as flawed."""


class QuestFolder:
    """NOTE: but for about a kilobyte a quest, of bounded size."""

    def __init__(self, folder: Path, world: World, spec: QuestSpec) -> None:
        """Makes the folder. Raises OSError."""
        self.files = QuestFiles(folder, world.id, spec.seed)
        self.files.tidy()
        self.survey = Survey(world, spec)
        self.world, self.spec = world, spec
        self._repeats = Repeats()
        self._ids: list[str] = []

    @classmethod
    def of(
        cls, folder: str | PathLike[str], world: str, spec: str | Mapping[str, Any] = ""
    ) -> Self:
        """Of a bundled world's id or a world as text, and a spec as text or fields."""
        return cls(Path(folder), world_in(world), read_spec(spec or {}))

    @property
    def tries(self) -> QuestSpec:
        """What to ask for: some more than shall be kept, as some are left out."""
        count = self.spec.count
        return self.spec.model_copy(update={"count": min(MOST_TRIES, count + count // 2 + 20)})

    @property
    def is_full(self) -> bool:
        """Whether as many are kept as the spec asks for."""
        return self.kept >= self.spec.count

    @property
    def kept(self) -> int:
        return len(self._ids)

    def add(self, given: Made | Quest) -> Fate:
        """Writes its file, unless that is there, or the quest is left out. Raises OSError."""
        made = Made(given) if isinstance(given, Quest) else given
        quest = made.quest
        if made.flaws:
            self.survey.left_out(self.files.name(quest.id), made.flaws)
            return "broken"
        if earlier := self._repeats.earlier(quest):
            self.survey.repeat(title_of(quest), self.files.name(earlier))
            return "repeated"
        self._ids.append(quest.id)
        self.survey.add(quest, self.files.name(quest.id), made.stuck, made.undecided)
        if made.was_known or self.files.read(quest.id) == quest:
            return "there"
        self.files.write(self.world, quest)
        return "made"

    def fill(self, told: Generator[object, None, object]) -> Iterator[Fate]:
        """Adds the quests among what a generation tells, and ends it when there are enough."""
        with closing(told):
            for each in told:
                if isinstance(each, Made | Quest):
                    yield self.add(each)
                if self.is_full:
                    return

    def quests(self) -> Iterator[Quest]:
        """Those that are kept, read anew, in the order of the seed."""
        for quest_id in self._ids:
            if (quest := self.files.read(quest_id)) is not None:
                yield quest

    def others(self) -> int:
        """Files of the same world and seed that were not added: of another state of the world, or
        spec, or of a run that made more."""
        names = {self.files.name(quest_id) for quest_id in self._ids}
        there = self.files.folder.glob(self.files.name("*"))
        return sum(file.name not in names for file in there)

    def report(self) -> Path:
        """Writes the report; where it is. The same for the same files."""
        path = self.files.folder / REPORT
        write_whole(path, page(self.survey).encode())
        return path
