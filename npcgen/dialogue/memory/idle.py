"""Work for when nobody speaks: summaries of what left the prompt, and of talks that are over, and
the vectors of memories.

One task a server. A model that is able to write is asked in the background, where players never
wait for it; where it is interrupted, the same is tried again later.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from npcgen.dialogue.able_model import can_write
from npcgen.dialogue.events import EventBody
from npcgen.dialogue.language_model import LanguageModel, completed
from npcgen.dialogue.memory.rows import SUMMARY
from npcgen.dialogue.memory.summaries import Written, extract, read, request_of
from npcgen.dialogue.mind import Said
from npcgen.dialogue.prompt import PastTurn
from npcgen.dialogue.remembered import Memory
from npcgen.dialogue.state import Conversation
from npcgen.errors import NpcgenError, trace_of

logger = logging.getLogger(__name__)

RETRY_S = 5.0
MOST_TRIES = 5
"""Interrupted so often, a summary is put together by rules."""
_FEWEST_TURNS = 2
_SUMMARY_IMPORTANCE = 0.6
_FACT_IMPORTANCE = 0.5


class Shelf(Protocol):
    """Where summaries are kept."""

    async def keep(self, conversation: Conversation, new: Sequence[Memory]) -> None: ...

    async def summary_of(self, conversation: Conversation) -> str: ...

    async def embed(self, conversation: Conversation) -> None:
        """Makes the vectors that its memories lack."""
        ...


@dataclass(slots=True)
class _Waiting:
    """A conversation with turns that no summary has."""

    conversation: Conversation
    due: float
    tries: int = 0


class IdleWork:
    """The summaries of a server. `close` ends it."""

    def __init__(
        self,
        models: Callable[[str], LanguageModel],
        shelf: Shelf,
        *,
        idle_s: float = 60.0,
        retry_s: float = RETRY_S,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`models` as for `Conversations`; `idle_s`: silence after which a talk is summarised.

        `retry_s`: seconds until a model that was interrupted is asked again.
        """
        self._models = models
        self._shelf = shelf
        self._idle_s = idle_s
        self._retry_s = retry_s
        self._clock = clock
        self._waiting: dict[str, _Waiting] = {}
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def reflect(
        self, conversation: Conversation, said: Said
    ) -> AsyncGenerator[EventBody, None]:
        """Tells nothing."""
        self.notice(conversation)
        nothing: tuple[EventBody, ...] = ()
        for body in nothing:
            yield body

    def notice(self, conversation: Conversation) -> None:
        """Something was said: sooner or later that is summarised."""
        is_trimmed = conversation.trimmed_turns > conversation.attention.summarised_turns
        due = time.monotonic() + (0.0 if is_trimmed else self._idle_s)
        self._waiting[conversation.id] = _Waiting(conversation, due)
        self._woken.set()
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="npcgen-idle")

    async def close(self) -> None:
        """Ends what is under way, and the task."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait((self._task,))

    async def _run(self) -> None:
        while True:
            await self._sleep()
            now = time.monotonic()
            for waiting in [each for each in self._waiting.values() if each.due <= now]:
                await self._work(waiting)

    async def _sleep(self) -> None:
        """Until something is due, or something new came."""
        dues = [each.due for each in self._waiting.values()]
        left = max(0.0, min(dues) - time.monotonic()) if dues else None
        try:
            async with asyncio.timeout(left):
                await self._woken.wait()
        except TimeoutError:
            return
        self._woken.clear()

    async def _work(self, waiting: _Waiting) -> None:
        conversation = waiting.conversation
        try:
            is_done = conversation.is_deleted or await self._summarise(waiting)
            if not conversation.is_deleted:
                await self._shelf.embed(conversation)
        except Exception as error:  # noqa: BLE001 (the others' summaries go on)
            logger.error("no summary of %s: %s", conversation.id, trace_of(error))
            is_done = True
        if is_done:
            # What was said meanwhile waits under a new entry.
            if self._waiting.get(conversation.id) is waiting:
                del self._waiting[conversation.id]
        else:
            waiting.tries += 1
            waiting.due = time.monotonic() + self._retry_s

    async def _summarise(self, waiting: _Waiting) -> bool:
        """False where it has to be tried again."""
        conversation = waiting.conversation
        attention = conversation.attention
        if attention.summary is None:
            attention.summary = await self._shelf.summary_of(conversation)
        covered, before = attention.summarised_turns, attention.summary
        is_trimmed = conversation.trimmed_turns > covered
        end = conversation.trimmed_turns if is_trimmed else len(conversation.turns)
        spoken = [turn.past for turn in conversation.turns[covered:end] if not turn.is_authored]
        if len(spoken) < _FEWEST_TURNS:
            return True
        written = await self._written(waiting, before, spoken)
        if written is None:
            return False
        await self._shelf.keep(conversation, self._memories(conversation, written))
        attention.summarised_turns, attention.summary = end, written.summary
        return True

    async def _written(
        self, waiting: _Waiting, before: str, spoken: Sequence[PastTurn]
    ) -> Written | None:
        """None where the model was interrupted."""
        by_rules = Written(extract(before, spoken))
        try:
            model = self._models(waiting.conversation.model)
        except NpcgenError:
            return by_rules
        if not can_write(model.info, "memory") or waiting.tries >= MOST_TRIES:
            return by_rules
        try:
            answer = await _answer(model, waiting.conversation, before, spoken)
        except NpcgenError as error:
            logger.info("a summary waits: %s", error.reason)
            return None
        return read(answer, spoken) or by_rules

    def _memories(self, conversation: Conversation, written: Written) -> list[Memory]:
        name = conversation.player.name or "The player"
        facts = [
            self._memory(conversation, "fact", f'{name} said: "{fact}"', _FACT_IMPORTANCE, "")
            for fact in written.facts
        ]
        subject = SUMMARY + conversation.id
        summary = self._memory(
            conversation, "summary", written.summary, _SUMMARY_IMPORTANCE, subject
        )
        return [*facts, summary]

    def _memory(
        self, conversation: Conversation, kind: str, text: str, importance: float, subject: str
    ) -> Memory:
        return Memory(
            id=secrets.token_urlsafe(9),
            npc_id=conversation.persona.id,
            player_id=conversation.player.id,
            kind="summary" if kind == "summary" else "fact",
            text=text,
            created_at=self._clock(),
            importance=importance,
            source_turn=conversation.turns[-1].id if conversation.turns else "",
            subject=subject,
        )


async def _answer(
    model: LanguageModel, conversation: Conversation, before: str, spoken: Sequence[PastTurn]
) -> str:
    request = request_of(conversation.persona, before, spoken)
    try:
        return (await completed(model.stream(request))).text
    finally:
        # Nobody continues this prompt, and it holds what the player said.
        model.forget(request.messages[1:])
