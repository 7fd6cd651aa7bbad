"""Quests in a model's words: a slot at a time under a grammar, each checked before it is taken.

A model is shown the plain line and who says it, and words it anew. Where nothing comes, or what
comes leaves out a name, names nobody who exists, breaks a guardrail or isn't finished, the plain
line stands, and it is counted why. Structure never depends on it.
"""

import asyncio
import hashlib
import logging
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from npcgen.dialogue.guardrails.output import Facts, OutputGuard
from npcgen.dialogue.guardrails.policy import policy_for
from npcgen.dialogue.language_model import LanguageModel, completed
from npcgen.dialogue.paging import every_item
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.dialogue.prompt import one_line
from npcgen.engine.base import (
    FinishReason,
    GenerationRequest,
    Grammar,
    Message,
    Priority,
)
from npcgen.errors import NpcgenError
from npcgen.levels.failures import told_as_ours
from npcgen.workers.job import Done, Stepped
from worldgen.provenance import WITH_MODEL
from worldgen.quests.generated import Generated, Told, Wording
from worldgen.quests.making import sealed
from worldgen.quests.quest import Quest
from worldgen.quests.verify.words import words as words_that_fail
from worldgen.quests.words import Written, write_words
from worldgen.quests.words.grammar import grammar
from worldgen.quests.words.plain import plain_slots
from worldgen.quests.words.slots import Slot
from worldgen.quests.words.voices import voices_of
from worldgen.quests.world import World
from worldgen.quests.worlds import world_in

logger = logging.getLogger(__name__)

PLAIN = ("", "plain")
DEFAULT_MODEL = "model"
SLOT_S = 20.0
"""Seconds that one text may take at most."""
AT_ONCE = 4
MOST_REASONS = 16
_CHARS_PER_TOKEN = 2
_LINE = 'root ::= [A-Z] rest* [.!?]\nrest ::= [^\\n\\r{}<>*_#`|[\\]"]\n'
_TITLE = 'root ::= [A-Z] rest+\nrest ::= [^\\n\\r{}<>*_#`|[\\]".!?]\n'
_TASK = (
    "You word the lines of a quest in a game. Say what the plain line says in other words, in the "
    "voice of whoever says it. Keep every name and every fact; add no person, place or thing. "
    "Answer with the line alone."
)
Texts = dict[str, str]
"""By the keys of slots."""


class QuestWriter:
    """Words quests for whoever asks. One for a server."""

    def __init__(self, personas: PersonaStore, models: Callable[[str], LanguageModel]) -> None:
        """`models` as for `Conversations`."""
        self._personas = personas
        self._models = models

    def speech(self) -> dict[str, str]:
        """How the people of the server speak, by persona."""
        everybody = every_item(lambda token: self._personas.list(page_token=token))
        return {persona.id: persona.speech_style for persona in everybody}

    async def over(
        self,
        answers: AsyncGenerator[Stepped | Done, None],
        world: str,
        asked: str,
        within_s: float,
    ) -> AsyncGenerator[Stepped | Done, None]:
        """The same, with its quests in the words of whom is asked for, and with a report of it.

        Raises what the model of that name can't be had for.
        """
        async with aclosing(answers):
            writing: Writing | None = None
            if asked not in PLAIN:
                model = self._models("" if asked == DEFAULT_MODEL else asked)
                with told_as_ours():
                    place = await asyncio.to_thread(world_in, world)
                writing = Writing(place, model, self.speech(), time.monotonic() + within_s)
            async for answer in answers:
                yield await writing.worded(answer) if writing else answer


class Writing:
    """The texts of one generation."""

    def __init__(
        self, world: World, model: LanguageModel, speech: Mapping[str, str], ends_at: float
    ) -> None:
        """`ends_at` on the clock of `time.monotonic()`: what isn't written by then is plain."""
        self._world, self._model, self._speech = world, model, speech
        self._voices = voices_of(world, speech, grammar())
        self._ends_at = ends_at
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._by_model = self._plain = 0
        self._refused: Counter[str] = Counter()
        self._digest = hashlib.sha256()

    async def worded(self, answer: Stepped | Done) -> Stepped | Done:
        """A quest in the model's words, or the report about all of them."""
        if isinstance(answer, Done):
            return Done(self._report(answer.result))
        told: Told = answer.step
        if told.preview is None:
            return answer
        return Stepped(replace(told, preview=await self._quest(told.preview)))

    async def _quest(self, quest: Quest) -> Quest:
        slots = await asyncio.to_thread(self._slots, quest)
        texts: Texts = {}
        faults: Texts = {}
        async with asyncio.TaskGroup() as tasks:
            for slot in slots:
                tasks.create_task(self._slot(slot, texts, faults))
        written = await asyncio.to_thread(self._checked, quest, texts, faults)
        self._by_model += written.by_writer
        self._plain += len(written.refused)
        self._refused.update(faults.get(each.key, each.reason) for each in written.refused)
        made = _sealed(written)
        self._digest.update(made.provenance.content_sha256.encode() if made.provenance else b"")
        return made

    def _slots(self, quest: Quest) -> list[Slot]:
        return list(plain_slots(self._world, quest, grammar(), self._voices))

    async def _slot(self, slot: Slot, texts: Texts, faults: Texts) -> None:
        """Adds what the model wrote to `texts`, or why it won't do to `faults`."""
        async with self._at_once:
            try:
                texts[slot.key] = await self._text(slot)
            except NpcgenError as error:
                logger.info("no words for %s: %s", slot.role, error)
                faults[slot.key] = f"the model failed: {error.reason or type(error).__name__}"
                return
        if fault := fault_of(slot, texts[slot.key]):
            faults[slot.key] = fault
            del texts[slot.key]

    async def _text(self, slot: Slot) -> str:
        """ "" where it came to no end. Raises what the model raises."""
        messages = self._messages(slot)
        request = GenerationRequest(
            messages,
            replace(self._model.info.sampling, seed=_seed(slot.key)),
            slot.max_characters // _CHARS_PER_TOKEN,
            deadline=min(self._ends_at, time.monotonic() + SLOT_S),
            priority=Priority.AMBIENT,
            grammar=grammar_of(slot.role),
        )
        try:
            event = await completed(self._model.stream(request))
        finally:
            # A prompt that nobody continues.
            self._model.forget(messages[1:])
        return one_line(event.text) if event.finish_reason is FinishReason.STOP else ""

    def _messages(self, slot: Slot) -> tuple[Message, ...]:
        speaker = self._world.called(slot.speaker) if slot.speaker else "the narrator"
        entity = self._world.entities.get(slot.speaker)
        return messages_of(slot, speaker, self._speech.get(entity.persona, "") if entity else "")

    def _checked(self, quest: Quest, texts: Texts, faults: Texts) -> Written:
        """NOTE: what checks shares no code with the checks that the writer's words went through."""
        written = self._written(quest, texts)
        failing = {
            finding.at: str(finding) for finding in words_that_fail(self._world, written.quest)
        }
        wrong = {key: failing[f"lines[{key}]"] for key in texts if f"lines[{key}]" in failing}
        if not wrong:
            return written
        faults.update(wrong)
        return self._written(quest, {key: texts[key] for key in texts if key not in wrong})

    def _written(self, quest: Quest, texts: Texts) -> Written:
        table = _Table(self._model.info.name, texts)
        return write_words(self._world, quest, table, self._voices)

    def _report(self, made: Generated) -> Generated:
        wording = Wording(
            self._by_model, self._plain, dict(self._refused.most_common(MOST_REASONS))
        )
        provenance = replace(made.provenance, content_sha256=self._digest.hexdigest())
        if self._by_model:
            provenance = replace(provenance, digital_source_type=WITH_MODEL)
        return replace(made, wording=wording, provenance=provenance)


@dataclass(frozen=True, slots=True)
class _Table:
    """A `Writer` of what is written already."""

    name: str
    texts: Mapping[str, str]

    def write(self, slots: Sequence[Slot]) -> Mapping[str, str]:
        return self.texts


def messages_of(slot: Slot, speaker: str, speech: str) -> tuple[Message, ...]:
    """What a model is sent for a slot; `speech` says how the speaker talks, empty for nothing."""
    about = [
        f"Speaker: {speaker}",
        f"Speech: {one_line(speech) or slot.style or 'plain'}",
        f"Kind of line: {slot.role.replace('_', ' ')}",
        f"Plain line: {one_line(slot.plain)}",
    ]
    return Message("system", _TASK), Message("user", "\n".join(about))


def grammar_of(role: str) -> Grammar:
    """A title, or whole sentences on one line."""
    return Grammar("gbnf", _TITLE if role == "title" else _LINE)


def fault_of(slot: Slot, text: str) -> str:
    """Why the text won't do, before the names in it are looked at; "" where it may."""
    if not text:
        return "nothing came"
    for name in slot.names:
        bare = name.removeprefix("the ").lower()
        if bare in slot.plain.lower() and bare not in text.lower():
            return f"it leaves out {name}"
    guard = OutputGuard(policy_for("everyone", None), Facts(public=slot.names), lambda category: "")
    guarded = guard.feed(text)
    found = [*guarded.findings]
    if not guarded.stopped:
        found += guard.flush().findings
    return next((f"it breaks {each.rule}" for each in found if each.action != "note"), "")


def _sealed(written: Written) -> Quest:
    quest = written.quest
    if written.by_writer and quest.provenance is not None:
        source = replace(quest.provenance, digital_source_type=WITH_MODEL)
        quest = replace(quest, provenance=source)
    return sealed(quest)


def _seed(key: str) -> int:
    """The same slot is worded the same again, where the model can."""
    return int(key[:8], 16)
