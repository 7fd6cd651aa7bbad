"""Games that are being played, and how far their quests have come. In memory only.

A play is what one player, or one party, does in one world: a tracker, asked one thing at a time.
Planning anew may take a moment, so trackers work on threads.
"""

import asyncio
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from npcgen.errors import AlreadyExists, InvalidArgument, NotFound, Overloaded
from npcgen.levels.failures import told_as_ours
from worldgen.quests.dialogue_side import Note, notes
from worldgen.quests.quest import Quest
from worldgen.quests.replanning import replanning
from worldgen.quests.tracker import Event, QuestState, Tracker, Updates
from worldgen.quests.worlds import world_in

MAX_PLAYS = 1000
MAX_ID_CHARS = 64
MAX_EVENTS = 1000
"""Of one call."""
MAX_SAVE_BYTES = 64 * 1024 * 1024
"""Of a save, unpacked."""
Result = TypeVar("Result")


@dataclass(slots=True, eq=False)
class _Play:
    world: str
    """As it was given: an id, or YAML."""
    tracker: Tracker
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def do(self, work: Callable[[Tracker], Result]) -> Result:
        async with self.lock:
            with told_as_ours():
                return await asyncio.to_thread(work, self.tracker)


class Plays:
    """The plays of one server."""

    def __init__(self, most: int = MAX_PLAYS) -> None:
        self._most = most
        self._plays: dict[str, _Play] = {}
        # NOTE: of two first quests of one play, the second would end in a play that nobody finds.
        self._beginning = asyncio.Lock()

    async def start(self, play_id: str, world: str, quest: Quest, time: int) -> Updates:
        """Follows a quest; a play's first one says in which world.

        Raises InvalidArgument, AlreadyExists for a play in another world, and Overloaded.
        """
        return await self._first(play_id, world, lambda tracker: tracker.start(quest, time))

    async def offer(self, play_id: str, world: str, quest: Quest) -> QuestState:
        """Lets its giver have a quest to ask for. Raises as `start`."""
        return await self._first(play_id, world, lambda tracker: tracker.offer(quest))

    async def report(self, play_id: str, events: Sequence[Event], settled: int) -> Updates:
        """What came of events; forgets what is settled. Raises InvalidArgument and NotFound."""
        if not 1 <= len(events) <= MAX_EVENTS:
            raise InvalidArgument.at("events", f"there are {len(events)}; send 1..{MAX_EVENTS}")

        def told(tracker: Tracker) -> Updates:
            updates = tracker.report_all(events)
            if settled:
                tracker.settle(settled)
            return updates

        return await self._play(play_id).do(told)

    async def states(
        self, play_id: str, quest_id: str = "", npc: str = ""
    ) -> tuple[tuple[QuestState, ...], tuple[str, ...]]:
        """How far a quest, or each of them, has come; and keys of the lines that `npc` knows."""

        def told(tracker: Tracker) -> tuple[tuple[QuestState, ...], tuple[str, ...]]:
            if npc and npc not in tracker.world.entities:
                raise InvalidArgument.at("npc_id", f"there is no {npc!r} in this world")
            names = [quest_id] if quest_id else [quest.id for quest in _all(tracker)]
            states = tuple(tracker.state(name) for name in names)
            known = [key for name in names if npc for key in tracker.knowledge(name, npc)]
            return states, tuple(known)

        return await self._play(play_id).do(told)

    async def notes(self, play_id: str, persona: str) -> tuple[tuple[Note, QuestState], ...]:
        """What whoever speaks with that persona is told of each quest; nothing without the play."""

        def told(tracker: Tracker) -> tuple[tuple[Note, QuestState], ...]:
            world = tracker.world
            people = [npc for npc, given in world.entities.items() if given.persona == persona]
            return tuple(
                (note, state)
                for quest in _all(tracker)
                for state in [tracker.state(quest.id)]
                for npc in people
                for note in notes(world, quest, state, npc)
            )

        play = self._plays.get(play_id)
        return await play.do(told) if play else ()

    async def save(self, play_id: str) -> bytes:
        """Raises NotFound."""
        return await self._play(play_id).do(lambda tracker: zlib.compress(tracker.save()))

    async def load(self, play_id: str, world: str, data: bytes) -> tuple[QuestState, ...]:
        """Puts a saved play in the place of the one there, if any; its quests.

        Raises InvalidArgument for a save that is damaged, or of another world.
        """
        async with self._beginning:
            self._plays[play_id] = await self._begun(play_id, world, data)
        return (await self.states(play_id))[0]

    def delete(self, play_id: str) -> None:
        """Raises NotFound."""
        self._play(play_id)
        del self._plays[play_id]

    async def _first(self, play_id: str, world: str, work: Callable[[Tracker], Result]) -> Result:
        """What a play may begin with."""
        async with self._beginning:
            play = self._plays.get(play_id) or await self._begun(play_id, world)
            if world and world != play.world:
                raise AlreadyExists(
                    f"play {play_id!r} is in another world; take another id, or DeletePlay it"
                )
            result = await play.do(work)
            self._plays[play_id] = play
            return result

    def _play(self, play_id: str) -> _Play:
        play = self._plays.get(play_id)
        if play is None:
            raise NotFound(
                f"no play {play_id[:MAX_ID_CHARS]!r} is followed here; StartQuest begins one, "
                "LoadQuests brings one back",
                reason="PLAY_NOT_FOUND",
            )
        return play

    async def _begun(self, play_id: str, world: str, data: bytes | None = None) -> _Play:
        if not 1 <= len(play_id) <= MAX_ID_CHARS:
            raise InvalidArgument.at(
                "play_id", f"it has {len(play_id)} characters; send 1..{MAX_ID_CHARS}"
            )
        if play_id not in self._plays and len(self._plays) >= self._most:
            raise Overloaded(
                f"{self._most} plays are followed already; save those that ended and DeletePlay",
                reason="TOO_MANY_PLAYS",
            )
        if not world:
            raise InvalidArgument.at(
                "world", "this is missing; a play's first quest says in which world it is"
            )
        with told_as_ours():
            return _Play(world, await asyncio.to_thread(_tracker, world, data))


def _all(tracker: Tracker) -> list[Quest]:
    """Those that were started, and those on offer, ordered by id."""
    return sorted((*tracker.quests, *tracker.offers), key=lambda quest: quest.id)


def _tracker(world: str, data: bytes | None) -> Tracker:
    place = world_in(world)
    if data is None:
        return Tracker(place, replanning(place))
    return Tracker.load(place, _unpacked(data), replanning(place))


def _unpacked(data: bytes) -> bytes:
    """NOTE: never unpacks more than a save may have."""
    try:
        saved = zlib.decompressobj().decompress(data, MAX_SAVE_BYTES + 1)
    except zlib.error as error:
        raise InvalidArgument.at("data", f"this is no save of quests: {error}") from None
    if len(saved) > MAX_SAVE_BYTES:
        raise InvalidArgument.at("data", f"it unpacks to more than {MAX_SAVE_BYTES} bytes")
    return saved
