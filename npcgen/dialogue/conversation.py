"""One turn, end to end: the file to read first.

    player's line -> what may be heard of it -> what it brings to mind -> messages that fit the
        context -> the engine's tokens -> what may be shown -> events -> what it does to the NPC
        -> remembered

Where the engine can't speak in time (`fallback.py`), or a guardrail holds (`guards.py`), an
authored line takes the tokens' place. What the turn does to the NPC is `afterwards.py`.
Knows no gRPC. Who holds the conversations and starts them is `conversations.py`.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import replace

from npcgen.dialogue import fallback, turns
from npcgen.dialogue.afterwards import afterwards
from npcgen.dialogue.events import (
    Completed,
    DialogueEvent,
    EventBody,
    Sentence,
    Started,
)
from npcgen.dialogue.exchange import Exchange
from npcgen.dialogue.guards import NO_GUARDS, Guards, ShownPiece, Speaker
from npcgen.dialogue.history import FittedPrompt, fit_prompt
from npcgen.dialogue.language_model import LanguageModel, completed
from npcgen.dialogue.mind import MINDLESS, Mind
from npcgen.dialogue.prompt import PlayerLine, user_text
from npcgen.dialogue.reply_options import ReplyOptions
from npcgen.dialogue.sentences import SentenceCutter
from npcgen.dialogue.spoken_text import SpokenText
from npcgen.dialogue.state import Conversation, Turn
from npcgen.dialogue.turn_context import NOTHING, TurnContext
from npcgen.engine import base
from npcgen.errors import DeadlineExceeded, NpcgenError

logger = logging.getLogger(__name__)

_SPOKEN_OUT = (base.FinishReason.STOP, base.FinishReason.LENGTH)


async def reply(
    conversation: Conversation,
    line: PlayerLine,
    engine: LanguageModel,
    options: ReplyOptions,
    keeper: turns.Keeper,
    mind: Mind = MINDLESS,
    guards: Guards = NO_GUARDS,
) -> AsyncGenerator[DialogueEvent, None]:
    """The NPC's answer to `line`, as events; the last one is Completed, once the turn is kept.

    A listener that closes the stream early ends the reply, and the turn is remembered as far as
    it got. Raises FailedPrecondition when a turn of this conversation is under way, whatever the
    engine raises that no fallback line covers, and, after the text, what `keeper` raises: then
    the turn is forgotten.
    """
    began = time.monotonic()
    turns.check_free(conversation, options.group)
    turn_id = turns.next_id(conversation, options.replacing)
    speaker = Speaker(conversation, turn_id, engine.info.name, options.sampling.seed)
    heard = guards.hear(speaker, line)
    turn, line = turns.begin(conversation, heard.line, options.replacing, options.group)
    spoken = SpokenText()
    finish_reason = base.FinishReason.CANCELLED
    heard = replace(heard, line=line)
    exchange = Exchange(conversation, turn, engine, options, mind, guards, heard, began)
    speak = _deflection if heard.deflection else _bodies
    try:
        sequence = 0
        async with aclosing(speak(exchange, spoken)) as bodies:
            async for body in bodies:
                if isinstance(body, Started):
                    conversation.scene = line.scene
                if isinstance(body, Completed):
                    finish_reason = body.finish_reason
                    await turns.end(conversation, exchange.ending(spoken, finish_reason), keeper)
                yield DialogueEvent(sequence, turn.id, conversation.persona.id, body)
                sequence += 1
    finally:
        if conversation.active is turn:
            await turns.end(conversation, exchange.ending(spoken, finish_reason), keeper)
        if conversation.is_deleted:
            engine.forget([base.Message("user", user_text(line))])


async def warm_up(
    conversation: Conversation, engine: LanguageModel, max_tokens: int, timeout_s: float
) -> base.Completed:
    """Computes all of the next prompt but what the player will say.

    Raises whatever the engine raises. A turn under way makes it as good as done.
    """
    noticed = tuple(conversation.noticed)
    line = PlayerLine("", conversation.player_name, conversation.scene, noticed)
    if noticed and user_text(line) not in conversation.unanswered:
        conversation.unanswered.append(user_text(line))
    began = time.monotonic()
    deadline = began + timeout_s
    fitted = await _fitted(conversation, line, engine, max_tokens, deadline)
    request = base.GenerationRequest(
        fitted.messages,
        max_tokens=0,
        deadline=deadline,
        accepted_at=began,
        priority=base.Priority.AMBIENT,
        adapter=conversation.persona.adapter,
    )
    return await completed(engine.stream(request))


async def _fitted(
    conversation: Conversation,
    line: PlayerLine,
    engine: LanguageModel,
    max_tokens: int,
    deadline: float,
    context: TurnContext = NOTHING,
    replacing: Turn | None = None,
) -> FittedPrompt:
    try:
        async with asyncio.timeout(deadline - time.monotonic()):
            return await fit_prompt(conversation, line, engine, max_tokens, context, replacing)
    except TimeoutError:
        raise DeadlineExceeded("the deadline passed before the prompt was ready") from None


async def _bodies(exchange: Exchange, spoken: SpokenText) -> AsyncGenerator[EventBody, None]:
    """What the engine says; a fallback line where it fails before it said anything."""
    cutter = SentenceCutter()
    turn = exchange.turn
    is_started = False
    context = NOTHING
    try:
        context = await exchange.mind.recall(exchange.conversation, exchange.line)
        fitted = await _fitted_reply(exchange, context)
        context, request = fitted.context, exchange.request(fitted.messages)
        guard = exchange.guards.over_reply(exchange.speaker, exchange.line)
        async with aclosing(exchange.engine.stream(request)) as stream:
            turn.generates(stream.cancel)
            async for event in stream:
                match event:
                    case base.Started():
                        yield exchange.started(event, context)
                        is_started = True
                        for safety in exchange.heard.safety:
                            yield safety
                    case base.TextDelta():
                        shown = guard.feed(event.text)
                        for body in _shown_bodies(shown, spoken, cutter):
                            yield body
                        if shown.stopped:
                            stream.cancel()
                    case base.Completed():
                        for body in _shown_bodies(guard.flush(), spoken, cutter):
                            yield body
                        if guard.stopped:
                            event = replace(event, finish_reason=base.FinishReason.GUARDRAIL)
                        _check_said(event, spoken, exchange.options)
                        for sentence in cutter.finish():
                            yield sentence
                        if spoken.text and event.finish_reason in _SPOKEN_OUT:
                            words = exchange.said(context, spoken)
                            async with aclosing(afterwards(exchange, request, words)) as after:
                                async for consequence in after:
                                    yield consequence
                        yield replace(event, text=spoken.text)
    except NpcgenError as error:
        if spoken.text or not exchange.options.fallback or not fallback.covers(error):
            raise
        if not is_started:
            yield exchange.started(base.Started(0, 0), context)
        for said in _fallback(exchange, spoken, error):
            yield said


async def _deflection(exchange: Exchange, spoken: SpokenText) -> AsyncGenerator[EventBody, None]:
    """An authored answer to what no model gets to hear."""
    yield exchange.started(base.Started(0, 0), NOTHING)
    line = ShownPiece(exchange.heard.deflection, exchange.heard.safety)
    for body in _authored(exchange, spoken, line, base.FinishReason.GUARDRAIL):
        yield body


def _fallback(exchange: Exchange, spoken: SpokenText, error: NpcgenError) -> Iterator[EventBody]:
    conversation = exchange.conversation
    logger.warning("turn %s: a fallback line, for %s", exchange.turn.id, error.reason)
    line = ShownPiece(fallback.line_of(conversation.persona, conversation.turns_begun - 1))
    return _authored(exchange, spoken, line, base.FinishReason.FALLBACK, error.reason)


def _authored(
    exchange: Exchange,
    spoken: SpokenText,
    line: ShownPiece,
    reason: base.FinishReason,
    fallback_reason: str = "",
) -> Iterator[EventBody]:
    """The events of an authored line, said all at once."""
    cutter = SentenceCutter()
    yield from _shown_bodies(line, spoken, cutter)
    yield from cutter.finish()
    timings = base.Timings(total_ms=(time.monotonic() - exchange.began) * 1000)
    yield Completed(spoken.text, reason, base.Usage(), timings, fallback_reason)


def _shown_bodies(
    shown: ShownPiece, spoken: SpokenText, cutter: SentenceCutter
) -> Iterator[EventBody]:
    yield from shown.safety
    yield from _spoken_bodies(spoken.feed(shown.text), cutter)


def _check_said(event: base.Completed, spoken: SpokenText, options: ReplyOptions) -> None:
    """Raises DeadlineExceeded, where a fallback line covers it, for tokens that made no word."""
    is_late = event.finish_reason is base.FinishReason.DEADLINE
    if is_late and options.fallback and not spoken.text:
        raise DeadlineExceeded("the deadline passed before the first word")


async def _fitted_reply(exchange: Exchange, context: TurnContext) -> FittedPrompt:
    return await _fitted(
        exchange.conversation,
        exchange.line,
        exchange.engine,
        exchange.options.max_tokens,
        exchange.deadline,
        context,
        exchange.options.replacing,
    )


def _spoken_bodies(text: str, cutter: SentenceCutter) -> Iterator[base.TextDelta | Sentence]:
    if text:
        yield base.TextDelta(text)
        yield from cutter.feed(text)
