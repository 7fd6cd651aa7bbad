"""The verbs of quests, for both clients. What they send is `quest_calls.py`.

A world is the id of a bundled one, or the game's own as YAML or JSON.
"""

from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import aclosing, closing

from npcgen.client import quest_calls as calls
from npcgen.client.quest_calls import QuestEvent, QuestProgress, SpecLike
from npcgen.client.verbs import BlockingVerbs, Verbs
from worldgen.quests.generated import Checked, WorldInfo
from worldgen.quests.quest import Quest

OnProgress = Callable[[QuestProgress], object]


class QuestVerbs(Verbs):
    """The verbs of a client."""

    async def generate_quests(
        self, world: str, spec: SpecLike = "", *, on_progress: OnProgress | None = None
    ) -> tuple[Quest, ...]:
        """The quests of a spec; fewer than it asks for where the world has no more.

        Raises InvalidArgument, naming the field of the world or the spec; DeadlineExceeded.
        """
        quests: list[Quest] = []
        async with aclosing(self.stream_quests(world, spec)) as events:
            async for event in events:
                _take(event, quests, on_progress)
        return tuple(quests)

    def stream_quests(self, world: str, spec: SpecLike = "") -> AsyncGenerator[QuestEvent, None]:
        """The same one by one, as they are made, then a report. Leaving it stops the work."""
        return self._stream(calls.generate_quests(world, spec))

    async def validate_quest(self, quest: Quest, world: str) -> Checked:
        """What the verifier says of the quest in its world."""
        return await self._unary(calls.validate_quest(quest, world))

    async def export_quests(
        self, quests: Sequence[Quest], world: str, format: str
    ) -> dict[str, bytes]:
        """The files that the quests become, by name."""
        files: dict[str, bytes] = {}
        async with aclosing(self._stream(calls.export_quests(quests, world, format))) as parts:
            async for part in parts:
                files[part.file] = files.get(part.file, b"") + part.data
        return files

    async def list_quest_worlds(self) -> tuple[WorldInfo, ...]:
        """The worlds that ship, by id."""
        return await self._unary(calls.list_quest_worlds())


class BlockingQuestVerbs(BlockingVerbs):
    """The same for a blocking client."""

    def generate_quests(
        self, world: str, spec: SpecLike = "", *, on_progress: OnProgress | None = None
    ) -> tuple[Quest, ...]:
        """The quests of a spec; fewer than it asks for where the world has no more.

        Raises InvalidArgument, naming the field of the world or the spec; DeadlineExceeded.
        """
        quests: list[Quest] = []
        with closing(self.stream_quests(world, spec)) as events:
            for event in events:
                _take(event, quests, on_progress)
        return tuple(quests)

    def stream_quests(self, world: str, spec: SpecLike = "") -> Generator[QuestEvent, None, None]:
        """The same one by one, as they are made, then a report. Leaving it stops the work."""
        return self._stream(calls.generate_quests(world, spec))

    def validate_quest(self, quest: Quest, world: str) -> Checked:
        """What the verifier says of the quest in its world."""
        return self._unary(calls.validate_quest(quest, world))

    def export_quests(self, quests: Sequence[Quest], world: str, format: str) -> dict[str, bytes]:
        """The files that the quests become, by name."""
        files: dict[str, bytes] = {}
        for part in self._stream(calls.export_quests(quests, world, format)):
            files[part.file] = files.get(part.file, b"") + part.data
        return files

    def list_quest_worlds(self) -> tuple[WorldInfo, ...]:
        """The worlds that ship, by id."""
        return self._unary(calls.list_quest_worlds())


def _take(event: QuestEvent, quests: list[Quest], on_progress: OnProgress | None) -> None:
    if isinstance(event, Quest):
        quests.append(event)
    elif isinstance(event, QuestProgress) and on_progress is not None:
        on_progress(event)
