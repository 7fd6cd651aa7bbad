"""The verbs of quests, for both clients. What they send is `quest_calls.py`.

A world is the id of a bundled one, or the game's own as YAML or JSON.
"""

from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import aclosing, closing

from npcgen.client import quest_calls as calls
from npcgen.client.quest_calls import QuestEvent, QuestProgress, QuestStates, SpecLike
from npcgen.client.verbs import BlockingVerbs, Verbs
from worldgen.quests.generated import Checked, WorldInfo
from worldgen.quests.quest import Quest
from worldgen.quests.tracker import Event, QuestState, Updates

OnProgress = Callable[[QuestProgress], object]


class QuestVerbs(Verbs):
    """The verbs of a client."""

    async def generate_quests(
        self,
        world: str,
        spec: SpecLike = "",
        *,
        prompt: str = "",
        writer: str = "",
        on_progress: OnProgress | None = None,
    ) -> tuple[Quest, ...]:
        """The quests of a spec and, for what that leaves open, a prompt; fewer than they ask for
        where the world has no more.

        `writer` words them: "model" for the server's own, or a model's name; else a grammar.

        Raises InvalidArgument, naming the field of the world or the spec; DeadlineExceeded.
        """
        quests: list[Quest] = []
        async with aclosing(
            self.stream_quests(world, spec, prompt=prompt, writer=writer)
        ) as events:
            async for event in events:
                _take(event, quests, on_progress)
        return tuple(quests)

    def stream_quests(
        self, world: str, spec: SpecLike = "", *, prompt: str = "", writer: str = ""
    ) -> AsyncGenerator[QuestEvent, None]:
        """The same one by one, as they are made, then a report. Leaving it stops the work."""
        return self._stream(calls.generate_quests(world, spec, prompt, writer))

    async def validate_quest(self, quest: Quest, world: str, *, sweep: bool = False) -> Checked:
        """What the verifier says of the quest in its world; `sweep`: also once anybody is killed,
        anything destroyed or any place locked."""
        return await self._unary(calls.validate_quest(quest, world, sweep))

    async def export_quests(
        self, quests: Sequence[Quest], world: str, format: str
    ) -> dict[str, bytes]:
        """The files that the quests become, by name; however many there are."""
        files: dict[str, bytes] = {}
        for call in calls.export_quests(quests, world, format):
            async with aclosing(self._stream(call)) as parts:
                async for part in parts:
                    files[part.file] = files.get(part.file, b"") + part.data
        return files

    def list_quest_worlds(self) -> AsyncGenerator[WorldInfo, None]:
        """The worlds that ship, ordered by id; fetched page by page."""
        return self._paged(calls.list_quest_worlds)

    async def offer_quest(self, play_id: str, quest: Quest, *, world: str = "") -> QuestState:
        """Lets a quest's giver know what to ask; `world` is needed for a play's first one."""
        return await self._unary(calls.offer_quest(play_id, quest, world))

    async def start_quest(
        self, play_id: str, quest: Quest, *, world: str = "", time: int = 0, request_id: str = ""
    ) -> Updates:
        """Begins to follow a quest; `world` is needed for a play's first one."""
        return await self._unary(calls.start_quest(play_id, quest, world, time, request_id))

    async def report_game_event(
        self, play_id: str, *events: Event, settled_before: int = 0
    ) -> Updates:
        """What became of quests, and what the game has to make so.

        What happened before `settled_before` can't be told any more.
        """
        return await self._unary(calls.report_game_events(play_id, events, settled_before))

    async def quest_states(
        self, play_id: str, quest_id: str = "", *, npc_id: str = ""
    ) -> QuestStates:
        """How far a quest, or each of them, has come, and which lines of them an NPC knows."""
        return await self._unary(calls.get_quest_states(play_id, quest_id, npc_id))

    async def save_quests(self, play_id: str) -> bytes:
        """For a save game: the play's quests, and how far they have come."""
        return await self._unary(calls.save_quests(play_id))

    async def load_quests(self, play_id: str, world: str, data: bytes) -> tuple[QuestState, ...]:
        """Rolls a play back to a save. Raises InvalidArgument for one of another world."""
        return await self._unary(calls.load_quests(play_id, world, data))

    async def delete_play(self, play_id: str) -> None:
        """Follows a play no longer."""
        await self._unary(calls.delete_play(play_id))


class BlockingQuestVerbs(BlockingVerbs):
    """The same for a blocking client."""

    def generate_quests(
        self,
        world: str,
        spec: SpecLike = "",
        *,
        prompt: str = "",
        writer: str = "",
        on_progress: OnProgress | None = None,
    ) -> tuple[Quest, ...]:
        """The quests of a spec and, for what that leaves open, a prompt; fewer than they ask for
        where the world has no more.

        `writer` words them: "model" for the server's own, or a model's name; else a grammar.

        Raises InvalidArgument, naming the field of the world or the spec; DeadlineExceeded.
        """
        quests: list[Quest] = []
        with closing(self.stream_quests(world, spec, prompt=prompt, writer=writer)) as events:
            for event in events:
                _take(event, quests, on_progress)
        return tuple(quests)

    def stream_quests(
        self, world: str, spec: SpecLike = "", *, prompt: str = "", writer: str = ""
    ) -> Generator[QuestEvent, None, None]:
        """The same one by one, as they are made, then a report. Leaving it stops the work."""
        return self._stream(calls.generate_quests(world, spec, prompt, writer))

    def validate_quest(self, quest: Quest, world: str, *, sweep: bool = False) -> Checked:
        """What the verifier says of the quest in its world; `sweep`: also once anybody is killed,
        anything destroyed or any place locked."""
        return self._unary(calls.validate_quest(quest, world, sweep))

    def export_quests(self, quests: Sequence[Quest], world: str, format: str) -> dict[str, bytes]:
        """The files that the quests become, by name; however many there are."""
        files: dict[str, bytes] = {}
        for call in calls.export_quests(quests, world, format):
            for part in self._stream(call):
                files[part.file] = files.get(part.file, b"") + part.data
        return files

    def list_quest_worlds(self) -> Generator[WorldInfo, None, None]:
        """The worlds that ship, ordered by id; fetched page by page."""
        return self._paged(calls.list_quest_worlds)

    def offer_quest(self, play_id: str, quest: Quest, *, world: str = "") -> QuestState:
        """Lets a quest's giver know what to ask; `world` is needed for a play's first one."""
        return self._unary(calls.offer_quest(play_id, quest, world))

    def start_quest(
        self, play_id: str, quest: Quest, *, world: str = "", time: int = 0, request_id: str = ""
    ) -> Updates:
        """Begins to follow a quest; `world` is needed for a play's first one."""
        return self._unary(calls.start_quest(play_id, quest, world, time, request_id))

    def report_game_event(self, play_id: str, *events: Event, settled_before: int = 0) -> Updates:
        """What became of quests, and what the game has to make so.

        What happened before `settled_before` can't be told any more.
        """
        return self._unary(calls.report_game_events(play_id, events, settled_before))

    def quest_states(self, play_id: str, quest_id: str = "", *, npc_id: str = "") -> QuestStates:
        """How far a quest, or each of them, has come, and which lines of them an NPC knows."""
        return self._unary(calls.get_quest_states(play_id, quest_id, npc_id))

    def save_quests(self, play_id: str) -> bytes:
        """For a save game: the play's quests, and how far they have come."""
        return self._unary(calls.save_quests(play_id))

    def load_quests(self, play_id: str, world: str, data: bytes) -> tuple[QuestState, ...]:
        """Rolls a play back to a save. Raises InvalidArgument for one of another world."""
        return self._unary(calls.load_quests(play_id, world, data))

    def delete_play(self, play_id: str) -> None:
        """Follows a play no longer."""
        self._unary(calls.delete_play(play_id))


def _take(event: QuestEvent, quests: list[Quest], on_progress: OnProgress | None) -> None:
    if isinstance(event, Quest):
        quests.append(event)
    elif isinstance(event, QuestProgress) and on_progress is not None:
        on_progress(event)
