"""What a prompt would be, part by part, and why each is in it. For designers.

The same functions make it as make the real one; the parts are those of its messages, in order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.history import fit_prompt
from npcgen.dialogue.language_model import LanguageModel
from npcgen.dialogue.mind import Mind
from npcgen.dialogue.prompt import PlayerLine, context_lines, system_parts, user_text
from npcgen.dialogue.state import Conversation
from npcgen.dialogue.turn_context import TurnContext
from npcgen.dialogue.turns import player_line
from npcgen.engine.base import Message


@dataclass(frozen=True, slots=True)
class PromptPart:
    """A part of a prompt."""

    origin: str
    """rules, world, persona, examples, history, the kind of what was recalled, feeling, news, scene
    or player.
    """
    text: str
    why: str = ""
    id: str = ""
    """Of the entry, the memory or the turn."""
    tokens: int = 0
    """Of the text on its own, about."""


@dataclass(frozen=True, slots=True)
class PromptPreview:
    """A prompt; `prompt_tokens` is all of it, with what the chat template adds."""

    parts: tuple[PromptPart, ...]
    prompt_tokens: int
    trimmed_turns: int


async def preview(
    conversation: Conversation,
    text: str,
    state: GameState | None,
    engine: LanguageModel,
    mind: Mind,
    max_tokens: int,
) -> PromptPreview:
    """The prompt for the player's `text`. `state` None takes what the game last said.

    Raises InvalidArgument for a bad text, ContextTooSmall.
    """
    said = player_line(conversation, text, None)
    line = replace(said, noticed=tuple(conversation.noticed))
    copy = replace(conversation, game_state=state or conversation.game_state)
    recalled = await mind.recall(copy, line)
    fitted = await fit_prompt(copy, line, engine, max_tokens, recalled)
    parts = [*_system(copy), *_history(fitted.messages), *_now(line, fitted.context)]
    return PromptPreview(
        tuple([replace(part, tokens=await _tokens(engine, part.text)) for part in parts]),
        fitted.tokens,
        copy.trimmed_turns,
    )


def _system(conversation: Conversation) -> Iterator[PromptPart]:
    for origin, text in system_parts(conversation.persona, conversation.world):
        yield PromptPart(origin, text, "the same in every prompt of the conversation")


def _history(messages: tuple[Message, ...]) -> Iterator[PromptPart]:
    """The messages between the first and the last."""
    for message in messages[1:-1]:
        yield PromptPart("history", message.content, f"said before, by the {message.role}")


def _now(line: PlayerLine, context: TurnContext) -> Iterator[PromptPart]:
    lines = iter(context_lines(context))
    for each in context.recalled:
        yield PromptPart(each.kind, next(lines), each.why, each.id)
    if context.feeling:
        yield PromptPart("feeling", next(lines), "how the NPC feels about the player now")
    *before, speech = user_text(line).split("\n")
    scene, noticed = (before[:1], before[1:]) if line.scene else ([], before)
    for text in lines:
        yield PromptPart("news", text, "happened since the last line")
    for text in scene:
        yield PromptPart("scene", text, "as the game described it")
    for text in noticed:
        yield PromptPart("news", text, "noticed since the NPC last spoke")
    yield PromptPart("player", speech, "what the player says")


async def _tokens(engine: LanguageModel, text: str) -> int:
    """NOTE: a chat template adds to every message, so an empty one is taken off."""
    alone = await engine.count_tokens((Message("user", text),))
    return max(0, alone - await engine.count_tokens((Message("user", ""),)))
