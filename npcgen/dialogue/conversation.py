"""One turn, end to end: the file to read first.

    player's line -> what it brings to mind -> messages that fit the context -> the engine's tokens
        -> events -> what it does to the NPC -> remembered

Where the engine can't speak in time, an authored line takes the tokens' place (`fallback.py`).
Knows no gRPC. Who holds the conversations and starts them is `conversations.py`.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace

from npcgen.dialogue import fallback
from npcgen.dialogue.events import Completed, DialogueEvent, EventBody, Sentence, Started
from npcgen.dialogue.history import fit_history
from npcgen.dialogue.language_model import LanguageModel
from npcgen.dialogue.mind import MINDLESS, Mind, Said
from npcgen.dialogue.prompt import PastTurn, PlayerLine, one_line, user_text
from npcgen.dialogue.sentences import SentenceCutter
from npcgen.dialogue.spoken_text import SpokenText
from npcgen.dialogue.state import ActiveTurn, Conversation, Turn
from npcgen.dialogue.turn_context import NOTHING, TurnContext
from npcgen.engine import base
from npcgen.errors import (
    DeadlineExceeded,
    FailedPrecondition,
    InternalError,
    InvalidArgument,
    NpcgenError,
)

logger = logging.getLogger(__name__)

MAX_TEXT_CHARS = 4_000
MAX_SCENE_CHARS = 500
_SPOKEN_OUT = (base.FinishReason.STOP, base.FinishReason.LENGTH)

Remember = Callable[[Conversation, Turn], Awaitable[None]]
"""Returns once a turn is kept for good; raises an NpcgenError when it can't be."""


@dataclass(frozen=True, slots=True)
class ReplyOptions:
    """Limits and sampling of one reply, every default filled in."""

    max_tokens: int
    timeout_s: float
    sampling: base.Sampling
    fallback: bool = True
    """Whether an authored line is said where the engine can't say anything in time."""


async def reply(
    conversation: Conversation,
    text: str,
    scene: str | None,
    engine: LanguageModel,
    options: ReplyOptions,
    remember: Remember,
    mind: Mind = MINDLESS,
) -> AsyncGenerator[DialogueEvent, None]:
    """The NPC's answer to `text`, as events; the last one is Completed, once `remember` is done.

    A listener that closes the stream early ends the reply, and the turn is remembered as far as
    it got. Raises InvalidArgument for a bad text or scene, FailedPrecondition when a turn of this
    conversation is under way, whatever the engine raises that no fallback line covers, and, after
    the text, what `remember` raises: then the turn is forgotten.
    """
    began = time.monotonic()
    line = _player_line(conversation, text, scene)
    turn = _begin_turn(conversation, line)
    spoken = SpokenText()
    finish_reason = base.FinishReason.CANCELLED
    exchange = _Exchange(conversation, turn, line, engine, options, mind, began)
    try:
        sequence = 0
        async with aclosing(_bodies(exchange, spoken)) as bodies:
            async for body in bodies:
                if isinstance(body, Started):
                    conversation.scene = line.scene
                if isinstance(body, Completed):
                    finish_reason = body.finish_reason
                    await _end_turn(exchange, spoken, finish_reason, remember)
                yield DialogueEvent(sequence, turn.id, conversation.persona.id, body)
                sequence += 1
    finally:
        if conversation.active is turn:
            await _end_turn(exchange, spoken, finish_reason, remember)
        if conversation.is_deleted:
            engine.forget([base.Message("user", user_text(line))])


async def warm_up(
    conversation: Conversation, engine: LanguageModel, max_tokens: int, timeout_s: float
) -> base.Completed:
    """Computes all of the next prompt but what the player will say.

    Raises whatever the engine raises. A turn under way makes it as good as done.
    """
    line = PlayerLine("", conversation.player.name, conversation.scene)
    began = time.monotonic()
    deadline = began + timeout_s
    request = base.GenerationRequest(
        await _fitted(conversation, line, engine, max_tokens, deadline),
        max_tokens=0,
        deadline=deadline,
        accepted_at=began,
        priority=base.Priority.AMBIENT,
        adapter=conversation.persona.adapter,
    )
    async with aclosing(engine.stream(request)) as stream:
        async for event in stream:
            if isinstance(event, base.Completed):
                return event
    raise InternalError("the engine's stream ended without an end")


async def _fitted(
    conversation: Conversation,
    line: PlayerLine,
    engine: LanguageModel,
    max_tokens: int,
    deadline: float,
    context: TurnContext = NOTHING,
) -> tuple[base.Message, ...]:
    try:
        async with asyncio.timeout(deadline - time.monotonic()):
            return await fit_history(conversation, line, engine, max_tokens, context)
    except TimeoutError:
        raise DeadlineExceeded("the deadline passed before the prompt was ready") from None


@dataclass(frozen=True, slots=True)
class _Exchange:
    """What one turn is made of."""

    conversation: Conversation
    turn: ActiveTurn
    line: PlayerLine
    engine: LanguageModel
    options: ReplyOptions
    mind: Mind
    began: float

    @property
    def deadline(self) -> float:
        return self.began + self.options.timeout_s


async def _bodies(exchange: _Exchange, spoken: SpokenText) -> AsyncGenerator[EventBody, None]:
    """What the engine says; a fallback line where it fails before it said anything."""
    cutter = SentenceCutter()
    turn = exchange.turn
    is_started = False
    context = NOTHING
    try:
        context = await exchange.mind.recall(exchange.conversation, exchange.line)
        request = await _request(exchange, context)
        async with aclosing(exchange.engine.stream(request)) as stream:
            turn.generation = stream.cancel
            if turn.cancelled:
                stream.cancel()
            async for event in stream:
                match event:
                    case base.Started():
                        yield _started(event, exchange, context)
                        is_started = True
                    case base.TextDelta():
                        for body in _spoken_bodies(spoken.feed(event.text), cutter):
                            yield body
                    case base.Completed():
                        _check_said(event, spoken, exchange.options)
                        for sentence in cutter.finish():
                            yield sentence
                        async with aclosing(
                            _reflection(exchange, context, event, spoken)
                        ) as reflected:
                            async for thought in reflected:
                                yield thought
                        yield replace(event, text=spoken.text)
    except NpcgenError as error:
        if spoken.text or not exchange.options.fallback or not fallback.covers(error):
            raise
        if not is_started:
            yield _started(base.Started(0, 0), exchange, context)
        for said in _fallback_bodies(exchange, spoken, error):
            yield said


def _check_said(event: base.Completed, spoken: SpokenText, options: ReplyOptions) -> None:
    """Raises DeadlineExceeded, where a fallback line covers it, for tokens that made no word."""
    is_late = event.finish_reason is base.FinishReason.DEADLINE
    if is_late and options.fallback and not spoken.text:
        raise DeadlineExceeded("the deadline passed before the first word")


async def _reflection(
    exchange: _Exchange, context: TurnContext, event: base.Completed, spoken: SpokenText
) -> AsyncGenerator[EventBody, None]:
    """What the exchange does to the NPC; nothing where it was cut off, or said nothing."""
    if not spoken.text or event.finish_reason not in _SPOKEN_OUT:
        return
    said = Said(
        exchange.turn.id,
        exchange.line,
        spoken.text,
        context,
        exchange.engine,
        exchange.options.sampling,
        exchange.deadline,
    )
    async with aclosing(exchange.mind.reflect(exchange.conversation, said)) as bodies:
        async for body in bodies:
            yield body


async def _request(exchange: _Exchange, context: TurnContext) -> base.GenerationRequest:
    options = exchange.options
    deadline = exchange.deadline
    conversation, line, engine = exchange.conversation, exchange.line, exchange.engine
    return base.GenerationRequest(
        await _fitted(conversation, line, engine, options.max_tokens, deadline, context),
        options.sampling,
        options.max_tokens,
        _stops(conversation),
        deadline,
        accepted_at=exchange.began,
        adapter=conversation.persona.adapter,
    )


def _fallback_bodies(
    exchange: _Exchange, spoken: SpokenText, error: NpcgenError
) -> Iterator[EventBody]:
    """The events of an authored line, said all at once."""
    conversation = exchange.conversation
    logger.warning("turn %s: a fallback line, for %s", exchange.turn.id, error.reason)
    cutter = SentenceCutter()
    line = fallback.line_of(conversation.persona, conversation.turns_begun - 1)
    yield from _spoken_bodies(spoken.feed(line), cutter)
    yield from cutter.finish()
    total_ms = (time.monotonic() - exchange.began) * 1000
    reason = base.FinishReason.FALLBACK
    yield Completed(
        spoken.text, reason, base.Usage(), base.Timings(total_ms=total_ms), error.reason
    )


def _started(event: base.Started, exchange: _Exchange, context: TurnContext) -> Started:
    return Started(
        model=exchange.engine.info.name,
        seed=exchange.options.sampling.seed,
        prompt_tokens=event.prompt_tokens,
        reused_tokens=event.reused_tokens,
        trimmed_turns=exchange.conversation.trimmed_turns,
        recalled=context.recalled,
    )


def _spoken_bodies(text: str, cutter: SentenceCutter) -> Iterator[base.TextDelta | Sentence]:
    if text:
        yield base.TextDelta(text)
        yield from cutter.feed(text)


def _player_line(conversation: Conversation, text: str, scene: str | None) -> PlayerLine:
    text = one_line(text)
    if not text:
        raise InvalidArgument.at("text", "is empty; send what the player says", reason="EMPTY_TEXT")
    if len(text) > MAX_TEXT_CHARS:
        raise InvalidArgument.at(
            "text",
            f"has {len(text)} characters; send at most {MAX_TEXT_CHARS}",
            reason="TEXT_TOO_LONG",
        )
    scene = conversation.scene if scene is None else checked_scene(scene)
    return PlayerLine(text, conversation.player.name, scene)


def checked_scene(scene: str) -> str:
    """The scene on one line; raises InvalidArgument when it is too long."""
    scene = one_line(scene)
    if len(scene) > MAX_SCENE_CHARS:
        raise InvalidArgument.at(
            "scene", f"has {len(scene)} characters; send at most {MAX_SCENE_CHARS}"
        )
    return scene


def _begin_turn(conversation: Conversation, line: PlayerLine) -> ActiveTurn:
    if conversation.active is not None:
        raise FailedPrecondition(
            f"turn {conversation.active.id} of this conversation is still under way; "
            "wait for its completed event, or call Cancel",
            reason="TURN_IN_PROGRESS",
        )
    conversation.heard.append(line)
    conversation.turns_begun += 1
    conversation.active = ActiveTurn(f"{conversation.id}.{conversation.turns_begun}")
    return conversation.active


async def _end_turn(
    exchange: _Exchange, spoken: SpokenText, finish_reason: base.FinishReason, remember: Remember
) -> None:
    """Ends the turn; one in which nothing was said leaves no trace."""
    conversation = exchange.conversation
    turn = Turn(exchange.turn.id, PastTurn(exchange.line, spoken.text), finish_reason)
    try:
        if spoken.text and not conversation.is_deleted:
            # NOTE: first here: whoever leaves while it is being kept doesn't stop that.
            conversation.turns.append(turn)
            await remember(conversation, turn)
    except NpcgenError:
        conversation.turns.remove(turn)
        raise
    finally:
        conversation.active = None


def _stops(conversation: Conversation) -> tuple[str, ...]:
    """Where the model begins to write the player's next line, its reply is over."""
    player_name = one_line(conversation.player.name) or "Player"
    return ("\n[Scene:", f"\n{player_name} says:", f"\n{player_name}:")
