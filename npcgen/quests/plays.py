"""Games that are being played, and how far their quests have come.

A play is what one player, or one party, does in one world: a tracker, asked one thing at a time.
Planning anew may take a moment, so trackers work on threads. What was told is on disk before a call
is answered (`kept_plays`).
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from npcgen.dialogue.store.store import Store
from npcgen.errors import AlreadyExists, InvalidArgument, NotFound
from npcgen.levels.failures import told_as_ours
from npcgen.quests.kept_plays import HELD, MOST, KeptPlays, Play, began, packed
from worldgen.quests.dialogue_side import Note, notes
from worldgen.quests.facts import Fact
from worldgen.quests.quest import Quest
from worldgen.quests.tracker import Event, QuestState, Tracker, Updates
from worldgen.quests.tracker.lots import Lot
from worldgen.quests.tracker.telling import Start

MAX_ID_CHARS = 64
MAX_EVENTS = 1000
"""Of one call."""
Result = TypeVar("Result")
Change = Callable[[Tracker], tuple[Result, Lot]]
"""What it answers, and what was told that wasn't known before."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a play stands."""

    world: str
    """As it was given: an id, or YAML."""
    facts: frozenset[Fact]
    """What is so by now."""
    quests: tuple[Quest, ...]
    """Those that are open, with who gives them by now."""


class Plays:
    """The plays of one server."""

    def __init__(self, store: Store, most: int = MOST, held: int = HELD) -> None:
        """`most`: how many are kept; `held`: how many of them stay in memory."""
        self._kept = KeptPlays(store, most, held)

    async def start(self, play_id: str, world: str, quest: Quest, time: int) -> Updates:
        """Follows a quest; a play's first one says in which world.

        Raises InvalidArgument, AlreadyExists for a play in another world, Overloaded, and what the
        store raises.
        """

        def told(tracker: Tracker) -> tuple[Updates, Lot]:
            is_new = quest not in tracker.quests
            updates = tracker.start(quest, time)
            return updates, Lot(starts=[Start(quest, time)] if is_new else [])

        return await self._kept.do(self._first(play_id, world, told))

    async def offer(self, play_id: str, world: str, quest: Quest) -> QuestState:
        """Lets its giver have a quest to ask for. Raises as `start`."""

        def told(tracker: Tracker) -> tuple[QuestState, Lot]:
            is_new = quest not in _all(tracker)
            state = tracker.offer(quest)
            return state, Lot(offers=[quest] if is_new else [])

        return await self._kept.do(self._first(play_id, world, told))

    async def report(self, play_id: str, events: Sequence[Event], settled: int) -> Updates:
        """What came of events; forgets what is settled.

        Raises InvalidArgument, NotFound and what the store raises; then none of it happened.
        """
        if not 1 <= len(events) <= MAX_EVENTS:
            raise InvalidArgument.at("events", f"there are {len(events)}; send 1..{MAX_EVENTS}")

        def told(tracker: Tracker) -> tuple[Updates, Lot]:
            fresh = tracker.unknown(events)
            updates = tracker.report_all(events)
            tracker.settle(settled)
            return updates, Lot(events=fresh, settled=settled)

        return await self._kept.do(self._changed(play_id, told))

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

        return await self._kept.do(self._asked(play_id, told))

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

        try:
            return await self._kept.do(self._asked(play_id, told))
        except NotFound:
            return ()

    async def standing(self, play_id: str) -> Standing:
        """Raises NotFound."""
        return await self._kept.do(self._stands(play_id))

    async def save(self, play_id: str) -> bytes:
        """Raises NotFound."""
        return await self._kept.do(self._asked(play_id, packed))

    async def load(self, play_id: str, world: str, data: bytes) -> tuple[QuestState, ...]:
        """Puts a saved play in the place of the one there, if any; its quests.

        Raises InvalidArgument for a save that is damaged, or of another world, and what the store
        raises; then the one there stays.
        """
        return await self._kept.do(self._loaded(play_id, world, data))

    async def delete(self, play_id: str) -> None:
        """Raises NotFound and what the store raises."""
        if not await self._kept.do(self._kept.delete(play_id)):
            raise _not_found(play_id)

    async def close(self) -> None:
        """Waits for what is being done. NOTE: the store is closed after it."""
        await self._kept.close()

    async def _first(self, play_id: str, world: str, change: Change[Result]) -> Result:
        """What a play may begin with."""
        _check_id(play_id)
        async with self._kept.using(play_id) as play:
            if play is None:
                play = await _begun(play_id, world)
                result, _ = await _worked(change, play)
                await self._kept.put(play)
                return result
            if world and world != play.world:
                raise AlreadyExists(
                    f"play {play_id!r} is in another world; take another id, or DeletePlay it"
                )
            return await self._told(play, change)

    async def _changed(self, play_id: str, change: Change[Result]) -> Result:
        async with self._kept.using(play_id) as play:
            if play is None:
                raise _not_found(play_id)
            return await self._told(play, change)

    async def _told(self, play: Play, change: Change[Result]) -> Result:
        result, lot = await _worked(change, play)
        if lot:
            lot = replace(lot, plans=play.tracker.new_plans())
            await self._kept.keep(play, lot)
        return result

    async def _asked(self, play_id: str, work: Callable[[Tracker], Result]) -> Result:
        async with self._kept.using(play_id) as play:
            if play is None:
                raise _not_found(play_id)
            return await _worked(work, play)

    async def _stands(self, play_id: str) -> Standing:
        async with self._kept.using(play_id) as play:
            if play is None:
                raise _not_found(play_id)
            return Standing(play.world, play.tracker.facts, tuple(_open(play.tracker)))

    async def _loaded(self, play_id: str, world: str, data: bytes) -> tuple[QuestState, ...]:
        _check_id(play_id)
        play = await _begun(play_id, world, data)
        tracker = play.tracker
        states = tuple(tracker.state(quest.id) for quest in _all(tracker))
        await self._kept.replace(play)
        return states


async def _worked(work: Callable[[Tracker], Result], play: Play) -> Result:
    with told_as_ours():
        return await asyncio.to_thread(work, play.tracker)


async def _begun(play_id: str, world: str, data: bytes | None = None) -> Play:
    if not world:
        raise InvalidArgument.at(
            "world", "this is missing; a play's first quest says in which world it is"
        )
    with told_as_ours():
        return Play(play_id, world, await asyncio.to_thread(began, world, data))


def _check_id(play_id: str) -> None:
    if not 1 <= len(play_id) <= MAX_ID_CHARS:
        raise InvalidArgument.at(
            "play_id", f"it has {len(play_id)} characters; send 1..{MAX_ID_CHARS}"
        )


def _not_found(play_id: str) -> NotFound:
    return NotFound(
        f"no play {play_id[:MAX_ID_CHARS]!r} is followed here; StartQuest begins one, "
        "LoadQuests brings one back",
        reason="PLAY_NOT_FOUND",
    )


def _open(tracker: Tracker) -> Iterator[Quest]:
    for quest in tracker.quests:
        state = tracker.state(quest.id)
        if state.status == "open":
            yield replace(quest, giver=state.giver)


def _all(tracker: Tracker) -> list[Quest]:
    """Those that were started, and those on offer, ordered by id."""
    return sorted((*tracker.quests, *tracker.offers), key=lambda quest: quest.id)
