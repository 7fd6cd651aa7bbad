"""Training rows of a writer's plain lines, in prompts as the server makes them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import DEFAULT_PLAYER_NAME, PlayerLine, compile_prompt, system_text
from npcgen.dialogue.turn_context import NOTHING
from npcgen.dialogue.world import World
from npcgen.engine.base import Message
from training.corpus import names
from training.corpus.cast import draw_world, scene
from training.corpus.context import Mind, draw_context
from training.corpus.lexicon import capital, fill, lexicon, slots
from training.corpus.roughen import roughened
from training.corpus.words import Words
from training.drills import Row
from training.own_lines import OwnLine
from training.recast import recast
from training.say import read, say
from training.tokeniser import message_tokens

RECAST, IN_A_WORLD, BRINGS_TO_MIND = 0.5, 0.5, 0.5
"""Shares of the rows, of the rows, and of the turns."""
SMALL_TALK = ("greet", "smalltalk", "chat", "help", "praise")
"""What a line answers that doesn't say what was asked."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line, and who says it."""

    persona: Persona
    line: OwnLine


@dataclass(frozen=True, slots=True)
class Stage:
    """Who speaks with whom in one row."""

    persona: Persona
    world: World | None
    mind: Mind
    renamed: Callable[[str], str]
    """A line as the persona says it under its name of this row."""

    @property
    def rng(self) -> random.Random:
        return self.mind.words.rng


def own_row(
    rng: random.Random, tokeniser: Tokenizer, said: Said, others: Sequence[Said], length: int
) -> Row:
    """A prompt and `said`, now and then after one or two of `others`, where they leave room."""
    stage = set_stage(rng, said.persona)
    row = opening(tokeniser, stage.persona, stage.world)
    spoken = [other for other in others if other.persona is said.persona and not other.line.about]
    for before in rng.sample(spoken, min(len(spoken), rng.choice((0, 0, 1, 2)))):
        if len(row.tokens) < length // 2:
            add_turn(row, tokeniser, stage, before.line)
    add_turn(row, tokeniser, stage, said.line)
    return row


def bare_row(rng: random.Random, tokeniser: Tokenizer, said: Said) -> Row:
    """The persona as it is, asked and answering once: what a line is judged by."""
    stage = Stage(said.persona, None, mind_of(rng), str)
    row = opening(tokeniser, stage.persona, None)
    add_turn(row, tokeniser, stage, said.line, bare=True)
    return row


def set_stage(rng: random.Random, persona: Persona) -> Stage:
    renamed: Callable[[str], str] = str
    if rng.random() < RECAST:
        persona, renamed = recast(rng, persona)
    mind = mind_of(rng)
    world = draw_world(mind.words)[0] if rng.random() < IN_A_WORLD else None
    return Stage(persona, world, mind, renamed)


def mind_of(rng: random.Random) -> Mind:
    words = Words(rng, "training", rng.choice(list(lexicon().genres)))
    return Mind(words, names.player(rng, "training"))


def opening(tokeniser: Tokenizer, persona: Persona, world: World | None) -> Row:
    row = Row([], [])
    read(row, tokeniser, Message("system", system_text(persona, world)))
    return row


def add_turn(
    row: Row, tokeniser: Tokenizer, stage: Stage, line: OwnLine, *, bare: bool = False
) -> None:
    """`bare`: with no scene, and with nothing that comes to mind."""
    rng, called, npc = stage.rng, stage.mind.called, stage.persona.name
    if "player" in slots(line.npc) and called == DEFAULT_PLAYER_NAME:
        called = names.first_name(rng, "training")
    values = {"player": called, "npc": npc}
    asked = line.player or rng.choice(small_talk(called))
    asked = capital(stage.renamed(fill(asked, values.__getitem__)))
    around, context = "", NOTHING
    if not bare:
        asked = roughened(rng, asked, npc, "training")
        around = scene(stage.mind.words, called, npc)
    if not bare and rng.random() < BRINGS_TO_MIND:
        context = draw_context(stage.mind, None, (), (), many=False)
    heard = PlayerLine(asked, called, around)
    read(row, tokeniser, compile_prompt(stage.persona, stage.world, (), heard, context)[-1])
    reply = stage.renamed(fill(line.npc, values.__getitem__))
    say(row, tokeniser, reply, copied=(called, *told_of(stage.persona)))


def told_of(persona: Persona) -> list[str]:
    """What a reply has from the prompt, if it says it: a name or a part of it, a trade, a place."""
    return [text for text in (*persona.name.split(), persona.role, persona.place) if text]


def small_talk(called: str) -> list[str]:
    """Ways to say something of no weight."""
    known = {"npc"} if called == DEFAULT_PLAYER_NAME else {"npc", "player"}
    asks = [ask for intent in SMALL_TALK for ask in lexicon().asks(intent, "training")]
    return [ask for ask in asks if slots(ask) <= known]


def fewest_tokens(tokeniser: Tokenizer, said: Said) -> int:
    """How long the line's prompt and reply are at least."""
    messages = compile_prompt(said.persona, None, (), PlayerLine(said.line.player))
    reply = Message("assistant", said.line.npc)
    return sum(len(message_tokens(tokeniser, message)) for message in (*messages, reply))
