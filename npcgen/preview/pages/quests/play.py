"""One quest, played on the server: what happened in it so far, and how it stands."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from npcgen.client import Client
from npcgen.errors import NpcgenError
from npcgen.preview.pages.quests.deeds import BEGIN, Deed, deed_in
from npcgen.preview.pages.quests.story import Story
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Line, Quest
from worldgen.quests.schema import PLAYER
from worldgen.quests.tracker import Event, QuestState, Updates, offered
from worldgen.quests.world import World

logger = logging.getLogger(__name__)
_SAID_NOW = {
    "offered": ("offer", "besides", "accept", "refuse"),
    "open": ("stand_in", "remind", "said", "besides", "rumour"),
    "succeeded": ("thanks", "praise"),
    "failed": ("lament",),
    "refused": ("refuse",),
}
"""Roles of the lines that fit a status, the most fitting first."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened, and what it made of the quest."""

    deed: Deed
    before: QuestState
    after: QuestState
    effects: tuple[Literal, ...]
    """What the server asked the game to make so."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody would say now."""

    speaker: str
    lines: tuple[Line, ...]


class Play:
    """NOTE: each is a play of its own on the server, which `end` deletes."""

    def __init__(self, client: Client, source: str, world: World, quest: Quest) -> None:
        self._client, self._source = client, source
        self._world, self._quest = world, quest
        self._id = f"room-{uuid4().hex}"
        self._busy = asyncio.Lock()
        self.moments: list[Moment] = []
        self.facts: set[Fact] = set(world.facts)
        """What is so by now."""

    @property
    def state(self) -> QuestState:
        return self.moments[-1].after if self.moments else offered(self._quest)

    @property
    def story(self) -> Story:
        return Story(self._world, self._quest, self.state)

    @property
    def deeds(self) -> tuple[str, ...]:
        """The codes of what happened."""
        return tuple(moment.deed.code for moment in self.moments)

    @property
    def is_over(self) -> bool:
        return self.state.status not in ("offered", "open")

    async def open(self) -> None:
        """Offers the quest, so that the server knows who says what of it."""
        await self._client.offer_quest(self._id, self._quest, world=self._source)

    async def happen(self, *deeds: Deed) -> None:
        """Makes it so. The quest is taken on first where it wasn't: nothing befalls an offer."""
        async with self._busy:
            for deed in deeds:
                if not self.moments and deed is not BEGIN:
                    await self._happen(BEGIN)
                await self._happen(deed)

    async def repeat(self, codes: Sequence[str]) -> None:
        """What a link says. Raises InvalidArgument at the first that can't be; the rest stands."""
        for code in codes:
            await self.happen(deed_in(code, self.story, self.facts))

    async def end(self) -> None:
        """Forgets it, on the server, too."""
        try:
            await self._client.delete_play(self._id)
        except NpcgenError as error:
            logger.info("a play of the room stays on the server: %s", error.reason)

    async def voices(self) -> list[Voice]:
        """What those who are alive would say now, whoever asks first."""
        state = self.state
        speakers = {line.speaker for line in self._quest.lines} | {state.giver}
        alive = [name for name in sorted(speakers) if Fact("alive", (name,)) in self.facts]
        alive = [name for name in alive if name != PLAYER]
        alive.sort(key=lambda name: name != state.giver)
        known = await asyncio.gather(*map(self._known_by, alive))
        voices = (self._voice(name, keys) for name, keys in zip(alive, known, strict=True))
        return [voice for voice in voices if voice.lines]

    async def _known_by(self, npc: str) -> tuple[str, ...]:
        states = await self._client.quest_states(self._id, self._quest.id, npc_id=npc)
        return states.known_line_keys

    def _voice(self, name: str, keys: Iterable[str]) -> Voice:
        known, order = set(keys), _SAID_NOW[self.state.status]
        lines = [each for each in self._quest.lines if each.key in known and each.speaker == name]
        return Voice(name, tuple(line for role in order for line in lines if line.role == role))

    async def _happen(self, deed: Deed) -> None:
        before, time = self.state, len(self.moments)
        if deed is BEGIN:
            if self.moments:
                return
            updates = await self._client.start_quest(
                self._id, self._quest, world=self._source, time=time
            )
        else:
            event = Event(
                f"{time}",
                time,
                deed.literals,
                quest=self._quest.id if deed.refuses else "",
                refuses=deed.refuses,
            )
            updates = await self._client.report_game_event(self._id, event)
        self._make((*deed.literals, *updates.effects))
        self.moments.append(Moment(deed, before, _state(updates, before), updates.effects))

    def _make(self, literals: Iterable[Literal]) -> None:
        for fact, holds in literals:
            if holds and self._world.schema.facts[fact.name].single:
                self.facts -= {
                    known
                    for known in self.facts
                    if known.name == fact.name and known.of[0] == fact.of[0]
                }
            self.facts = self.facts | {fact} if holds else self.facts - {fact}


def _state(updates: Updates, before: QuestState) -> QuestState:
    """NOTE: the answer has only quests that changed."""
    return next((state for state in updates.after if state.quest == before.quest), before)
