"""Whole dialogues: the messages of the corpus, rendered by the code that serves them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from npcgen.dialogue import barks
from npcgen.dialogue.barks import Bark
from npcgen.dialogue.prompt import PastTurn, compile_prompt
from npcgen.engine.base import Message
from training.corpus.cast import Cast, draw_cast
from training.corpus.lexicon import Split
from training.corpus.talk import Talk
from training.corpus.turn import Turn

BARK_SHARE = 0.04
"""Of the dialogues: lines for passers-by."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A cast and some turns with one player."""

    cast: Cast
    turns: tuple[Turn, ...]

    def prompt(self) -> tuple[Message, ...]:
        """What a model sees before it gives the last reply."""
        history, last = [turn.past for turn in self.turns[:-1]], self.turns[-1]
        return prompt_of(self.cast, history, last)

    def messages(self) -> tuple[Message, ...]:
        """The prompt and the last reply."""
        return (*self.prompt(), Message("assistant", self.turns[-1].reply))


def prompt_of(cast: Cast, history: Sequence[PastTurn], turn: Turn) -> tuple[Message, ...]:
    """What the server makes of a turn; a line for passers-by has no history."""
    if turn.situation:
        return barks.messages(Bark(cast.persona, cast.world, turn.situation, 1))
    return compile_prompt(cast.persona, cast.world, history, turn.line, turn.context)


def generator(seed: int, purpose: str, index: int) -> random.Random:
    """The random stream of one sample: the same for the same arguments, on every platform."""
    return random.Random(f"{seed}/{purpose}/{index}")


def draw_dialogue(rng: random.Random, turns: int, split: Split = "training") -> Dialogue:
    """A fresh cast in `turns` turns of talk, or in one line for passers-by.

    Every fourth talk opens with a greeting.
    """
    cast = draw_cast(rng, split)
    talk = Talk(rng, cast, split)
    if rng.random() < BARK_SHARE:
        return Dialogue(cast, (talk.bark(),))
    first = talk.turn("greet" if rng.random() < 0.25 else None)
    return Dialogue(cast, (first, *(talk.turn() for _ in range(turns - 1))))
