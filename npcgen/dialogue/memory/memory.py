"""What NPCs remember of players, from turn to turn: the part of a mind that remembers them.

Every key is the pair of NPC and player: nothing here reads or writes another pair's memories.
"""

import secrets
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence

from npcgen.dialogue.events import EventBody
from npcgen.dialogue.memory import rows
from npcgen.dialogue.memory.attention import Attention, Noting
from npcgen.dialogue.memory.facts import Noted, note, told_name
from npcgen.dialogue.memory.meaning import MemoryMeanings
from npcgen.dialogue.memory.recall import STANDING, Recollection, found_among, query_of, recalled
from npcgen.dialogue.mind import Said
from npcgen.dialogue.prompt import DEFAULT_PLAYER_NAME, PlayerLine
from npcgen.dialogue.remembered import Memory
from npcgen.dialogue.state import Conversation
from npcgen.dialogue.store.store import Store
from npcgen.dialogue.turn_context import Recalled


class MemoryRecall:
    """Remembers, before the NPC speaks and afterwards. One for all NPCs of a server."""

    def __init__(
        self,
        store: Store,
        *,
        time_scale: float = 1.0,
        clock: Callable[[], float] = time.time,
        meanings: MemoryMeanings | None = None,
    ) -> None:
        """`time_scale`: seconds that pass in the game in one second; 0 and nothing fades.
        `meanings` None: memories are found by their words alone.
        """
        self._store = store
        self._meanings = meanings
        self._time_scale = time_scale
        self._clock = clock

    async def recall(
        self, conversation: Conversation, line: PlayerLine, standing: object = None
    ) -> tuple[Recalled, ...]:
        """What of the player, and of what was said before, comes to mind. Changes nothing kept.

        Whatever else decides what an NPC may know has no say: these memories are its own.
        """
        attention = _attention(conversation)
        text = " ".join([line.text, *(each.text for each in line.noticed)])
        query = query_of(text)
        player_id = conversation.player.id
        if player_id:
            found = await self._store.read(
                rows.recollect,
                conversation.persona.id,
                player_id,
                conversation.id,
                query,
                is_trimmed=conversation.trimmed_turns > 0,
                meaning=await self._meanings.of_line(text) if self._meanings else None,
            )
        else:
            found = _recollect_loose(conversation, query)
        attention.player_name = next(
            (told_name(each.text) for each in found.standing if each.subject == "player.name"), ""
        )
        return recalled(found, self._clock(), self._time_scale)

    async def reflect(
        self, conversation: Conversation, said: Said
    ) -> AsyncGenerator[EventBody, None]:
        """Notes what the player told, in this turn and in those that nobody reflected upon.

        These ended before their time, with an authored line, or were told again since. Only what a
        guardrail kept from the NPC is never noted.

        NOTE: it is kept with the turn, in one transaction: neither is ever there alone.
        """
        self._note(conversation, said)
        nothing: tuple[EventBody, ...] = ()
        for body in nothing:
            yield body

    async def keep(self, conversation: Conversation, new: Sequence[Memory]) -> None:
        """Keeps memories of the conversation's pair; of a deleted conversation, none."""
        if conversation.is_deleted:
            return
        if not conversation.player.id:
            conversation.attention.keep_loose(new)
        elif new:
            await self._store.write(rows.keep, new, (), self._clock())

    async def summary_of(self, conversation: Conversation) -> str:
        """What was written of the conversation before; "" for nothing."""
        pair = conversation.persona.id, conversation.player.id
        if not conversation.player.id:
            return conversation.attention.summary or ""
        return await self._store.read(rows.summary_of, *pair, conversation.id)

    async def embed(self, conversation: Conversation) -> None:
        """Makes the vectors that the pair's memories lack."""
        if self._meanings and conversation.player.id:
            await self._meanings.make(conversation.persona.id, conversation.player.id)

    def _note(self, conversation: Conversation, said: Said) -> None:
        attention = _attention(conversation)
        noted_turns = attention.noted_turns or 0
        lines = [
            (turn.id, turn.past.line)
            for turn in conversation.turns
            if _number(turn.id) > noted_turns and not turn.past.line.caught
        ]
        new = [
            self._memory(conversation, noted, turn_id)
            for turn_id, line in [*lines, (said.turn_id, said.line)]
            for noted in _noted(line, attention)
        ]
        brought = (each.id for each in said.context.recalled if each.kind in ("memory", "summary"))
        attention.noting = Noting(said.turn_id, tuple(new), tuple(brought), self._clock())

    def _memory(self, conversation: Conversation, noted: Noted, turn_id: str) -> Memory:
        return Memory(
            id=secrets.token_urlsafe(9),
            npc_id=conversation.persona.id,
            player_id=conversation.player.id,
            kind=noted.kind,
            text=noted.text,
            created_at=self._clock(),
            importance=noted.importance,
            source_turn=turn_id,
            subject=noted.subject,
        )


def _attention(conversation: Conversation) -> Attention:
    """NOTE: what was said before the conversation came into memory was noted then."""
    attention = conversation.attention
    if attention.noted_turns is None:
        attention.noted_turns = max(0, conversation.turns_begun - 1)
    return attention


def _recollect_loose(conversation: Conversation, query: str) -> Recollection:
    kept = tuple(conversation.attention.loose.values())
    standing = tuple(memory for memory in kept if memory.subject in STANDING)
    summaries = (each for each in kept if each.kind == "summary")
    summary = next(summaries, None) if conversation.trimmed_turns else None
    others = tuple(memory for memory in kept if memory.kind != "summary")
    return Recollection(standing, found_among(others, query), summary)


def _noted(line: PlayerLine, attention: Attention) -> Iterator[Noted]:
    """Of the player's own words, those said to others in the NPC's hearing too."""
    name = attention.player_name or line.player_name or DEFAULT_PLAYER_NAME
    if line.from_npc:
        return
    spoken = [each.text for each in line.noticed if each.speaker == line.player_name]
    for text in (*spoken, line.text):
        for noted in note(text, name):
            name = noted.name or name
            yield noted
    attention.player_name = name


def _number(turn_id: str) -> int:
    return int(turn_id.rpartition(".")[2])
