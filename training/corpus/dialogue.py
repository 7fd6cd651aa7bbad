"""Whole dialogues: the messages of the corpus, rendered by the code that serves them."""

import random
from dataclasses import dataclass

from npcgen.dialogue.prompt import compile_prompt
from npcgen.engine.base import Message
from training.corpus.cast import Cast, draw_cast
from training.corpus.lexicon import Split
from training.corpus.talk import Talk
from training.corpus.turn import Turn


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A cast and some turns with one player."""

    cast: Cast
    turns: tuple[Turn, ...]

    def prompt(self) -> tuple[Message, ...]:
        """What a model sees before it gives the last reply."""
        history, last = [turn.past for turn in self.turns[:-1]], self.turns[-1]
        cast = self.cast
        return compile_prompt(cast.persona, cast.world, history, last.line, last.context)

    def messages(self) -> tuple[Message, ...]:
        """The prompt and the last reply."""
        return (*self.prompt(), Message("assistant", self.turns[-1].reply))


def generator(seed: int, purpose: str, index: int) -> random.Random:
    """The random stream of one sample: the same for the same arguments, on every platform."""
    return random.Random(f"{seed}/{purpose}/{index}")


def draw_dialogue(rng: random.Random, turns: int, split: Split = "training") -> Dialogue:
    """A fresh cast in `turns` turns of talk; every third opens with a greeting."""
    cast = draw_cast(rng, split)
    talk = Talk(rng, cast, split)
    first = talk.turn("greet" if rng.random() < 0.25 else None)
    return Dialogue(cast, (first, *(talk.turn() for _ in range(turns - 1))))
