"""Plays as they are kept: in the store all of them, and in memory those in use.

What a call is answered was on disk before: as a lot of what was told, after the save that the play
began with. When lots have grown as large as the save, a new save takes the place of both.
"""

import asyncio
import zlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from npcgen.dialogue.store import plays as rows
from npcgen.dialogue.store.plays import StoredPlay
from npcgen.dialogue.store.store import Store
from npcgen.errors import DataLoss, InvalidArgument, NpcgenError
from worldgen.errors import InvalidSpec, WorldgenError
from worldgen.quests.replanning import replanning
from worldgen.quests.tracker import Replan, Tracker
from worldgen.quests.tracker.lots import Lot, read_lot, written_lot
from worldgen.quests.world import World
from worldgen.quests.worlds import world_in

MOST = 100_000
HELD = 1000
"""Plays in memory, where that many are in use at all."""
MAX_SAVE_BYTES = 64 * 1024 * 1024
"""Of a save, unpacked."""
_WORLDS = 8
"""That are held, filled in; a large one takes some 100 MB."""
_SMALL = 64 * 1024
"""Lots that are no larger don't need a new save."""
Result = TypeVar("Result")


@dataclass(slots=True, eq=False)
class Play:
    """NOTE: it belongs to whoever has it by `KeptPlays.using`."""

    id: str
    world: str
    """As it was given: an id, or YAML."""
    tracker: Tracker
    told: int = 0
    save_bytes: int = 0
    lots_bytes: int = 0
    """Of what was told since the save."""


class KeptPlays:
    """The plays of a store."""

    def __init__(self, store: Store, most: int = MOST, held: int = HELD) -> None:
        """`most`: how many are kept; `held`: how many of them stay in memory."""
        self._store, self._most, self._most_held = store, most, held
        self._held: OrderedDict[str, Play] = OrderedDict()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._doing: set[asyncio.Task[Any]] = set()

    async def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        """What it returns; it is done to its end, also when its caller leaves.

        NOTE: a tracker works on a thread, which nothing can stop.
        """
        task = asyncio.create_task(work, name="npcgen-play")
        self._doing.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Waits for what is being done."""
        await asyncio.gather(*self._doing, return_exceptions=True)

    @asynccontextmanager
    async def using(self, play_id: str) -> AsyncIterator[Play | None]:
        """The play, for one caller at a time; None where there is none. Raises DataLoss."""
        async with self._alone(play_id):
            play = self._held.get(play_id) or await self._found(play_id)
            if play is not None:
                self._held.move_to_end(play_id)
            try:
                yield play
            except (NpcgenError, WorldgenError):
                raise
            except BaseException:
                # A bug of ours: what is on disk is whole.
                self._held.pop(play_id, None)
                raise

    async def put(self, play: Play) -> None:
        """Keeps a play from now on; whoever is `using` its id was given none."""
        save = await asyncio.to_thread(packed, play.tracker)
        row = StoredPlay(play.id, play.world, save)
        play.told = await self._store.write(rows.put, row, self._most)
        play.save_bytes, play.lots_bytes = len(save), 0
        self._hold(play)

    async def replace(self, play: Play) -> None:
        """As `put`, in the place of the one with its id, if any."""
        async with self._alone(play.id):
            await self.put(play)

    async def keep(self, play: Play, lot: Lot) -> None:
        """Returns once what was told is on disk. Where the store raises, it wasn't told."""
        data = zlib.compress(written_lot(lot), 1)
        try:
            if play.lots_bytes + len(data) > max(_SMALL, play.save_bytes):
                save = await asyncio.to_thread(packed, play.tracker)
                await self._store.write(rows.renew, play.id, play.told, save)
                play.save_bytes, play.lots_bytes = len(save), 0
            else:
                await self._store.write(rows.append, play.id, play.told, data)
                play.lots_bytes += len(data)
        except BaseException:
            # The store has the play as it was; whoever asks next gets that.
            self._held.pop(play.id, None)
            raise
        play.told += 1

    async def delete(self, play_id: str) -> bool:
        """Afterwards no file of the store holds it; False where there is none."""
        async with self._alone(play_id):
            self._held.pop(play_id, None)
            return await self._store.erase(rows.delete, play_id)

    def _alone(self, play_id: str) -> asyncio.Lock:
        return self._locks.setdefault(play_id, asyncio.Lock())

    async def _found(self, play_id: str) -> Play | None:
        found = await self._store.read(rows.find, play_id)
        if found is None:
            return None
        play = await asyncio.to_thread(_restored, *found)
        self._hold(play)
        return play

    def _hold(self, play: Play) -> None:
        self._held[play.id] = play
        self._held.move_to_end(play.id)
        spare = len(self._held) - self._most_held
        for each in list(self._held)[: max(0, spare)]:
            if not self._is_used(each):
                del self._held[each]

    def _is_used(self, play_id: str) -> bool:
        lock = self._locks.get(play_id)
        return lock is not None and lock.locked()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        """NOTE: what nobody waits for any more may have failed, too."""
        self._doing.discard(task)
        if not task.cancelled():
            task.exception()


def began(world: str, data: bytes | None = None) -> Tracker:
    """One in which nothing was told, or the one of a save. Raises InvalidArgument, InvalidSpec."""
    place, replan = _place(world)
    if data is None:
        return Tracker(place, replan)
    return Tracker.load(place, _unpacked(data), replan)


@lru_cache(maxsize=_WORLDS)
def _place(world: str) -> tuple[World, Replan]:
    """What all plays in one world share."""
    place = world_in(world)
    return place, replanning(place)


def packed(tracker: Tracker) -> bytes:
    return zlib.compress(tracker.save())


def _unpacked(data: bytes) -> bytes:
    """NOTE: never unpacks more than a save may have."""
    try:
        unpacker = zlib.decompressobj()
        saved = unpacker.decompress(data, MAX_SAVE_BYTES + 1)
    except zlib.error as error:
        raise InvalidArgument.at("data", f"this is no save of quests: {error}") from None
    if len(saved) > MAX_SAVE_BYTES:
        raise InvalidArgument.at("data", f"it unpacks to more than {MAX_SAVE_BYTES} bytes")
    if not unpacker.eof or unpacker.unused_data:
        raise InvalidArgument.at("data", "it is cut off, or longer than it was; take an older one")
    return saved


def _restored(row: StoredPlay, lots: tuple[bytes, ...]) -> Play:
    """Raises DataLoss for what this version can't follow any more."""
    try:
        tracker = began(row.world, row.save)
        for lot in lots:
            tracker.hear(read_lot(zlib.decompress(lot)))
    except (InvalidSpec, InvalidArgument, zlib.error) as error:
        raise DataLoss(
            f"play {row.id!r} can't be followed any more: {error}; LoadQuests puts a save of yours "
            "in its place, DeletePlay forgets it",
            reason="PLAY_UNREADABLE",
        ) from error
    return Play(row.id, row.world, tracker, row.told, len(row.save), sum(map(len, lots)))
