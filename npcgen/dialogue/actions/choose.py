"""What an NPC does after its last word: legal actions, or none.

The prompt goes on from the one that the reply was made of, so that only its tail is computed.
Decoding is greedy, under the grammar of what is possible. Nothing that goes wrong here takes the
spoken words back: the NPC then does nothing, and the log says why.
"""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from npcgen.dialogue.actions.declared import Declared
from npcgen.dialogue.actions.plausible import Gate, is_gated, plausible
from npcgen.dialogue.actions.repertoire import Repertoire, repertoire
from npcgen.dialogue.events import ActionChosen
from npcgen.dialogue.language_model import completed
from npcgen.dialogue.mind import Said
from npcgen.dialogue.state import ActiveTurn
from npcgen.engine import base
from npcgen.engine.grammars import check_grammar
from npcgen.errors import NpcgenError

logger = logging.getLogger(__name__)

MAX_TOKENS = 192
AGAIN = "[Actions: one more of them, or none.]"


@dataclass(frozen=True, slots=True)
class Chooser:
    """Who chooses, after which exchange."""

    turn: ActiveTurn
    messages: tuple[base.Message, ...]
    """The prompt that the reply answers."""
    said: Said
    adapter: str
    gate: Gate
    earlier: int = 0
    """Actions that the turn had before it was told again."""


async def choose(declared: Declared, chooser: Chooser) -> AsyncGenerator[ActionChosen, None]:
    """The actions, one after the other, at most `declared.most` and never one twice."""
    if not declared.actions:
        return
    offered = await asyncio.to_thread(_offered, declared, chooser)
    if not offered.choices:
        return
    messages = (*chooser.messages, base.Message("assistant", chooser.said.reply))
    question = offered.offer()
    done: list[tuple[str, object]] = []
    while len(done) < declared.most:
        messages = (*messages, base.Message("user", question))
        text = await _decided(messages, offered, chooser)
        chosen = offered.read(text)
        if chosen is None or chosen in done:
            return
        done.append(chosen)
        name, arguments = chosen
        action_id = f"{chooser.turn.id}.a{chooser.earlier + len(done)}"
        yield ActionChosen(action_id, name, json.dumps(arguments, ensure_ascii=False))
        messages, question = (*messages, base.Message("assistant", text)), AGAIN


def _offered(declared: Declared, chooser: Chooser) -> Repertoire:
    """NOTE: off the event loop, for a grammar of many ids takes a while to compile."""
    said = chooser.said
    if is_gated(chooser.gate, said.model.info):
        declared = plausible(declared, said.line, said.reply)
    offered = repertoire(declared)
    if offered.choices:
        check_grammar(offered.grammar)
    return offered


async def _decided(
    messages: tuple[base.Message, ...], offered: Repertoire, chooser: Chooser
) -> str:
    """What the model decided, as JSON; empty when it came to no decision."""
    turn, said = chooser.turn, chooser.said
    request = base.GenerationRequest(
        messages,
        base.Sampling(temperature=0.0),
        MAX_TOKENS,
        deadline=said.deadline,
        grammar=offered.grammar,
        adapter=chooser.adapter,
    )
    try:
        generation = said.model.stream(request)
        turn.generates(generation.cancel)
        event = await completed(generation)
    except NpcgenError as error:
        logger.warning("turn %s: no action, for %s", turn.id, error.message)
        return ""
    return event.text if event.finish_reason is base.FinishReason.STOP else ""
