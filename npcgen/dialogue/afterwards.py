"""What an NPC does once it has spoken, then what the exchange does to it."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from npcgen.dialogue.actions import acts, choose
from npcgen.dialogue.events import ActionChosen, EventBody
from npcgen.dialogue.exchange import Exchange
from npcgen.dialogue.mind import Said
from npcgen.engine.base import GenerationRequest


async def afterwards(
    exchange: Exchange, request: GenerationRequest, said: Said
) -> AsyncGenerator[EventBody, None]:
    """The events of it; `request` is the one that the reply answered.

    NOTE: a turn that is told again has done that to the NPC already, and what another NPC says
    is nothing of the player's.
    """
    if not exchange.turn.cancelled:
        async with aclosing(_actions(exchange, request, said)) as actions:
            async for action in actions:
                yield action
    is_over = exchange.turn.cancelled or exchange.options.replacing is not None
    if is_over or exchange.line.from_npc:
        return
    async with aclosing(exchange.mind.reflect(exchange.conversation, said)) as bodies:
        async for body in bodies:
            yield body


async def _actions(
    exchange: Exchange, request: GenerationRequest, said: Said
) -> AsyncGenerator[ActionChosen, None]:
    """What the NPC does, and remembers that it chose until the game says what came of it."""
    options, conversation = exchange.options, exchange.conversation
    earlier = sum(act.turn_id == exchange.turn.id for act in conversation.acts)
    adapter = conversation.persona.adapter
    chooser = choose.Chooser(exchange.turn, request.messages, said, adapter, options.gate, earlier)
    async with aclosing(choose.choose(options.declared, chooser)) as chosen:
        async for action in chosen:
            acts.keep(conversation.acts, action, exchange.turn.id, options.declared)
            yield action
