"""Quests as they come from the server; those that were made lately are kept, for a reload."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from npcgen.client import Client, GeneratedQuests, QuestProgress
from npcgen.errors import InvalidArgument
from npcgen.preview.pages.quests.asked import Asked
from worldgen.errors import WorldgenError
from worldgen.quests.quest import Quest
from worldgen.quests.world import World
from worldgen.quests.worlds import world_in

_MOST = 12
"""Batches that are kept."""


@dataclass(slots=True)
class Batch:
    """The quests of one world, spec and seed, as far as they are made."""

    asked: Asked
    world: World
    quests: list[Quest] = field(default_factory=list)
    report: GeneratedQuests | None = None
    """None while some are still to come, and where somebody stopped it."""

    def find(self, ident: str) -> Quest | None:
        return next((quest for quest in self.quests if quest.id == ident), None)


class Kept:
    """Whole batches. NOTE: the same request has the same quests, so whoever asks may have them."""

    def __init__(self) -> None:
        self._batches: OrderedDict[Asked, Batch] = OrderedDict()

    def get(self, asked: Asked) -> Batch | None:
        batch = self._batches.get(asked.batch)
        if batch is not None:
            self._batches.move_to_end(asked.batch)
        return batch

    def put(self, batch: Batch) -> None:
        self._batches[batch.asked] = batch
        while len(self._batches) > _MOST:
            self._batches.popitem(last=False)


async def read_world(source: str) -> World:
    """The world of an id, or of YAML. Raises InvalidArgument with the field that is wrong."""
    try:
        return await asyncio.to_thread(world_in, source)
    except WorldgenError as error:
        raise InvalidArgument(f"That world can't be read. {error}") from None


async def fill(
    client: Client, batch: Batch, on_progress: Callable[[QuestProgress], Awaitable[None]]
) -> None:
    """Adds the quests as they come; `on_progress` hears of each. Leaving it stops the server."""
    asked = batch.asked
    told = QuestProgress("", 0.0)
    async with aclosing(
        client.stream_quests(asked.source, asked.spec, prompt=asked.words)
    ) as events:
        async for event in events:
            if isinstance(event, QuestProgress):
                told = event
            elif isinstance(event, Quest):
                batch.quests.append(event)
            else:
                batch.report = event
            await on_progress(told)
