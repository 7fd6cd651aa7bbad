"""Authored lines, where no model can speak."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from npcgen.dialogue.conversations import Conversations, ReplyLimits
from npcgen.dialogue.events import Completed, DialogueEvent, Sentence, Started
from npcgen.dialogue.fallback import DEFAULT_LINES, covers, line_of
from npcgen.dialogue.state import Conversation, Player
from npcgen.engine.backends.scripted import ScriptedBackend, ScriptedSequence
from npcgen.engine.base import FinishReason, GenerationRequest, Step, TextDelta
from npcgen.engine.pace import Pace
from npcgen.errors import (
    ContextTooSmall,
    DeadlineExceeded,
    FailedPrecondition,
    InternalError,
    InvalidArgument,
    ModelUnusable,
    NotFound,
    NpcgenError,
    Overloaded,
    Unavailable,
)
from tests.dialogue.cast import MILLER, conversations, engine_over, scripted

LINES = ("The wheel is loud. Ask again.", "Later. The flour is wet.")
AUTHORED = MILLER.model_copy(update={"fallback_lines": LINES})
DEFAULTS = ReplyLimits()
BROKEN = Unavailable("out of order", reason="REMOTE_STALLED")


class FailingBackend(ScriptedBackend):
    """Fails each reply after so many words, for as long as it is `sick`."""

    def __init__(self, error: NpcgenError = BROKEN, words: int = 0) -> None:
        super().__init__(["one two three."], tokens_per_s=10_000.0)
        self.error = error
        self.words = words
        self.sick = True
        self.prompts: list[str] = []

    def open(self, request: GenerationRequest) -> ScriptedSequence:
        self.prompts.append(" ".join(message.content for message in request.messages))
        return super().open(request)

    def step(self, sequences: Sequence[ScriptedSequence]) -> list[Step]:
        if self.sick and not self.words:
            return [Step(error=self.error) for _ in sequences]
        self.words -= 1
        return super().step(sequences)


class SilentBackend(ScriptedBackend):
    """Generates white space for ever."""

    def step(self, sequences: Sequence[ScriptedSequence]) -> list[Step]:
        super().step(sequences)
        return [Step(" ", tokens=1) for _ in sequences]


async def began(backend: ScriptedBackend, folder: Path) -> tuple[Conversations, Conversation]:
    talk = conversations(engine_over(backend), folder)
    return talk, await talk.start(AUTHORED, Player())


async def said(
    talk: Conversations, conversation: Conversation, limits: ReplyLimits = DEFAULTS
) -> list[DialogueEvent]:
    return [event async for event in talk.chat(conversation.id, "Hello.", limits=limits)]


async def test_an_engine_that_fails_leaves_the_word_to_the_author(tmp_path: Path) -> None:
    talk, conversation = await began(FailingBackend(), tmp_path)
    events = await said(talk, conversation)
    bodies = [event.body for event in events]
    assert [type(body) for body in bodies] == [Started, TextDelta, Sentence, Sentence, Completed]
    assert [event.sequence for event in events] == [0, 1, 2, 3, 4]
    completed = bodies[-1]
    assert isinstance(completed, Completed)
    assert (completed.text, completed.finish_reason) == (LINES[0], FinishReason.FALLBACK)
    assert completed.fallback_reason == "REMOTE_STALLED"
    assert completed.usage.completion_tokens == 0


async def test_the_lines_come_one_after_the_other(tmp_path: Path) -> None:
    talk, conversation = await began(FailingBackend(), tmp_path)
    for _ in range(3):
        await said(talk, conversation)
    assert [turn.past.reply for turn in conversation.turns] == [LINES[0], LINES[1], LINES[0]]
    assert {turn.finish_reason for turn in conversation.turns} == {FinishReason.FALLBACK}


async def test_the_npc_knows_what_was_said_for_it(tmp_path: Path) -> None:
    backend = FailingBackend()
    talk, conversation = await began(backend, tmp_path)
    await said(talk, conversation)
    backend.sick = False
    await said(talk, conversation)
    first, second = backend.prompts
    assert second == f"{first} {LINES[0]} Player says: Hello."


async def test_after_the_first_word_an_error_stays_an_error(tmp_path: Path) -> None:
    talk, conversation = await began(FailingBackend(words=2), tmp_path)
    with pytest.raises(Unavailable, match="out of order"):
        await said(talk, conversation)
    assert conversation.turns[0].past.reply == "one two"


async def test_a_call_may_want_the_error(tmp_path: Path) -> None:
    talk, conversation = await began(FailingBackend(), tmp_path)
    with pytest.raises(Unavailable, match="out of order"):
        await said(talk, conversation, ReplyLimits(fallback=False))
    assert (conversation.turns, conversation.active) == ([], None)


async def test_a_missed_deadline_is_covered_in_the_queue_too(tmp_path: Path) -> None:
    engine = scripted()
    engine.set_pace(Pace(paused=True))
    talk = conversations(engine, tmp_path)
    conversation = await talk.start(MILLER, Player())
    bodies = [event.body for event in await said(talk, conversation, ReplyLimits(timeout_s=0.1))]
    assert isinstance(bodies[-1], Completed)
    assert (bodies[-1].text, bodies[-1].fallback_reason) == (DEFAULT_LINES[0], "DEADLINE_EXCEEDED")
    assert bodies[-1].timings.total_ms >= 100
    await engine.close()


async def test_tokens_that_make_no_word_are_a_missed_deadline(tmp_path: Path) -> None:
    talk, conversation = await began(SilentBackend(tokens_per_s=100.0), tmp_path)
    body = (await said(talk, conversation, ReplyLimits(timeout_s=0.2)))[-1].body
    assert isinstance(body, Completed)
    assert (body.text, body.finish_reason) == (LINES[0], FinishReason.FALLBACK)


@pytest.mark.parametrize(
    "error",
    [
        DeadlineExceeded("late"),
        InternalError("a bug"),
        Unavailable("gone", reason="REMOTE_UNREACHABLE"),
        NotFound("no model there", reason="REMOTE_NOT_FOUND"),
        FailedPrecondition("no key", reason="REMOTE_KEY_REFUSED"),
        ModelUnusable("broken"),
    ],
)
def test_what_no_caller_can_mend_is_covered(error: NpcgenError) -> None:
    assert covers(error)


@pytest.mark.parametrize(
    "error",
    [
        InvalidArgument("no text"),
        ContextTooSmall("too long"),
        Overloaded("full"),
        Unavailable("loading", reason="MODEL_LOADING"),
        Unavailable("draining", reason="DRAINING"),
        Overloaded("full there", reason="REMOTE_OVERLOADED"),
        NotFound("no adapter", reason="ADAPTER_NOT_FOUND"),
        FailedPrecondition("unloaded", reason="MODEL_NOT_LOADED"),
        FailedPrecondition("busy", reason="TURN_IN_PROGRESS"),
    ],
)
def test_what_a_caller_can_mend_or_wait_for_stays_an_error(error: NpcgenError) -> None:
    assert not covers(error)


def test_a_persona_without_lines_has_ours() -> None:
    assert [line_of(MILLER, turn) for turn in range(4)] == list(DEFAULT_LINES)
    assert line_of(AUTHORED, 5) == LINES[1]
