"""Situation and offered actions -> the action that the reply has promised, or none.

The prompt is that of `npcgen/dialogue/actions/choose.py`: the talk, the reply, the offer.
"""

import json
import random
from typing import Any

from npcgen.dialogue.actions.choose import AGAIN
from npcgen.dialogue.actions.declared import Declared
from npcgen.dialogue.actions.plausible import plausible
from npcgen.dialogue.actions.repertoire import NONE, Repertoire, repertoire
from npcgen.dialogue.prompt import PastTurn, PlayerLine, compile_prompt
from npcgen.engine.base import Message
from training.corpus.cast import Cast, draw_cast
from training.corpus.jobs.deeds import Deed, DeedMaker
from training.corpus.jobs.phrasing import phrases
from training.corpus.jobs.sample import Sample
from training.corpus.lexicon import Split, choose
from training.corpus.talk import Talk
from training.corpus.turn import Draft

_REFUSED, _CHAT, _NOT_OFFERED = 0.12, 0.15, 0.06
"""Shares of samples in which nothing is to be done."""
_IN_MANNER = 0.6
"""The share of deeds that are promised as the NPC's style promises anything."""
_GATED = 0.6
"""The share in which only what the exchange names is offered, as to small models."""
_AGAIN = 0.15
"""The share of done deeds after which one more is asked for, and there is none."""
_MOST_BESIDES = 4


class ActionRounds:
    """Exchanges with one NPC, each with what could be done and what was."""

    def __init__(self, rng: random.Random, split: Split) -> None:
        self._rng, self._split = rng, split
        self._cast = draw_cast(rng, split)

    def draw(self) -> Sample:
        return _exchanged(self._rng, self._split, self._cast)


def _exchanged(rng: random.Random, split: Split, cast: Cast) -> Sample:
    talk = Talk(rng, cast, split)
    history = [talk.turn().past for _ in range(rng.choice((0, 0, 1, 2)))]
    maker = DeedMaker(rng, split, talk.player)
    deed = maker.deed()
    line, reply, chosen = _exchange(rng, split, talk, deed)
    is_offered = chosen == NONE or rng.random() > _NOT_OFFERED
    actions = [*maker.others(deed, rng.randint(1, _MOST_BESIDES)), *[deed.action] * is_offered]
    rng.shuffle(actions)
    declared = Declared(tuple(actions), maker.objects(), maker.characters())
    offered = _offered(rng, declared, line, reply, deed if chosen != NONE and is_offered else None)
    chosen = chosen if is_offered else NONE
    messages = [
        *compile_prompt(cast.persona, cast.world, history, line),
        Message("assistant", reply),
        Message("user", offered.offer()),
    ]
    if chosen != NONE and rng.random() < _AGAIN:
        messages += [Message("assistant", json.dumps(chosen)), Message("user", AGAIN)]
        chosen = NONE
    return Sample("action", tuple(messages), json.dumps(chosen), offered.grammar)


def _exchange(
    rng: random.Random, split: Split, talk: Talk, deed: Deed
) -> tuple[PlayerLine, str, dict[str, Any]]:
    """What is said, what is answered, and what follows of it."""
    fate = rng.random()
    if fate < _CHAT:
        past: PastTurn = talk.turn().past
        return past.line, past.reply, NONE
    line = PlayerLine(deed.ask, talk.player)
    if fate < _CHAT + _REFUSED:
        refusal = choose(rng, phrases("action"), "refusals", split)
        return line, deed.phrasing.alternative(refusal), NONE
    reply = deed.reply
    if deed.infinitive and rng.random() < _IN_MANNER:
        reply, _ = talk.reply(Draft(deed.ask, "comply", deed.told))
    return line, reply, {"action": deed.action.name, "arguments": deed.arguments}


def _offered(
    rng: random.Random, declared: Declared, line: PlayerLine, reply: str, deed: Deed | None
) -> Repertoire:
    """What the server offers: all, or what the gate lets through if that holds the right one."""
    every = repertoire(declared)
    if rng.random() > _GATED:
        return every
    gated = repertoire(plausible(declared, line, reply))
    if not gated.choices or (deed and not _takes(gated, deed)):
        return every
    return gated


def _takes(offered: Repertoire, deed: Deed) -> bool:
    text = json.dumps({"action": deed.action.name, "arguments": deed.arguments})
    return offered.read(text) is not None
