"""Makes a conversation fit the model's context.

The oldest turns go first, and several at once: a prompt that loses one turn every time has no
prefix left to reuse, one that loses a chunk now and then keeps it for many turns.
"""

from dataclasses import dataclass, replace

from npcgen.dialogue.language_model import LanguageModel
from npcgen.dialogue.prompt import PlayerLine, compile_prompt, system_text
from npcgen.dialogue.state import Conversation, Turn
from npcgen.dialogue.turn_context import NOTHING, TurnContext
from npcgen.engine.base import Message
from npcgen.errors import ContextTooSmall, InvalidArgument

KEEP_AFTER_TRIM = 0.6
"""The share of the prompt's room that the prompt fills at most after a trim."""


@dataclass(frozen=True, slots=True)
class FittedPrompt:
    """A prompt that leaves room for a reply."""

    messages: tuple[Message, ...]
    context: TurnContext
    """What of it there was room for: the first things recalled."""
    tokens: int


async def fit_prompt(
    conversation: Conversation,
    line: PlayerLine,
    engine: LanguageModel,
    max_tokens: int,
    context: TurnContext = NOTHING,
    replacing: Turn | None = None,
) -> FittedPrompt:
    """The prompt for `line`, without the turn that it replaces.

    What is recalled has to fit beside the persona and the line; after that the oldest turns go,
    and `conversation.trimmed_turns` moves on. Raises ContextTooSmall when the persona alone is too
    long, InvalidArgument when the line is.
    """
    room = prompt_room(engine.info.context_tokens, max_tokens)
    trimmed = conversation.trimmed_turns
    messages = _compile(conversation, line, trimmed, context, replacing)
    tokens = await engine.count_tokens(messages)
    if tokens > room and context.recalled:
        context = await _fit_context(conversation, line, engine, room, context)
        messages = _compile(conversation, line, trimmed, context, replacing)
        tokens = await engine.count_tokens(messages)
    if tokens <= room:
        return FittedPrompt(messages, context, tokens)
    while tokens > room * KEEP_AFTER_TRIM and trimmed < len(conversation.turns):
        trimmed += 1
        messages = _compile(conversation, line, trimmed, context, replacing)
        tokens = await engine.count_tokens(messages)
    if tokens > room:
        await check_persona_fits(conversation, engine)
        raise InvalidArgument.at(
            "text",
            f"makes a prompt of {tokens} tokens, and the model has room for {room}; send less text",
            reason="TEXT_TOO_LONG",
        )
    conversation.trimmed_turns = trimmed
    return FittedPrompt(messages, context, tokens)


async def _fit_context(
    conversation: Conversation,
    line: PlayerLine,
    engine: LanguageModel,
    room: int,
    context: TurnContext,
) -> TurnContext:
    while context.recalled:
        messages = compile_prompt(conversation.persona, conversation.world, (), line, context)
        if await engine.count_tokens(messages) <= room:
            break
        context = replace(context, recalled=context.recalled[:-1])
    return context


def prompt_room(context_tokens: int, max_tokens: int) -> int:
    """Tokens a prompt may take: the context less the reply, which gets at most a quarter of it."""
    return context_tokens - min(max_tokens, context_tokens // 4)


async def check_persona_fits(conversation: Conversation, engine: LanguageModel) -> None:
    """Raises ContextTooSmall when the persona leaves no room to talk, with the numbers."""
    system = Message("system", system_text(conversation.persona, conversation.world))
    tokens = await engine.count_tokens((system, Message("user", "?")))
    context = engine.info.context_tokens
    if tokens > context * 3 // 4:
        raise ContextTooSmall(
            f"persona '{conversation.persona.id}' takes {tokens} tokens, and the model's context "
            f"is {context}, of which a quarter is for the reply; shorten the persona, raise "
            "context_tokens, or use a model with a longer context",
            metadata={"persona_tokens": str(tokens), "context_tokens": str(context)},
        )


def _compile(
    conversation: Conversation,
    line: PlayerLine,
    trimmed: int,
    context: TurnContext,
    replacing: Turn | None,
) -> tuple[Message, ...]:
    history = [
        turn.past
        for turn in conversation.turns[trimmed:]
        if not turn.is_outside and turn is not replacing
    ]
    return compile_prompt(conversation.persona, conversation.world, history, line, context)
