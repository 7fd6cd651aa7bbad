"""How surprised a model is by replies that are right, in units that don't depend on its tokens."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from npcgen.engine.base import Message
from npcgen.engine.likelihood import TellsLikelihoods
from npcgen.errors import ContextTooSmall, InvalidArgument
from npcgen.evaluation.exam import Question


@dataclass(frozen=True, slots=True)
class Surprise:
    """Of some reference replies."""

    replies: int
    words: int
    letters: int
    bits: float

    @property
    def bits_per_letter(self) -> float:
        return self.bits / self.letters if self.letters else math.nan

    @property
    def perplexity(self) -> float:
        """For each word."""
        return 2 ** (self.bits / self.words) if self.words else math.nan


def surprise(
    model: TellsLikelihoods, questions: Sequence[Question], done: Callable[[], None]
) -> Surprise:
    """At the references of questions of one turn; those too long for the model are left out."""
    replies = words = letters = 0
    bits = 0.0
    for question in questions:
        [turn] = question.turns
        messages = (*question.opening, Message("user", turn.text))
        try:
            likelihood = model.log_likelihood(messages, turn.reference)
        except (ContextTooSmall, InvalidArgument):
            continue
        finally:
            done()
        replies, letters = replies + 1, letters + len(turn.reference)
        words += len(turn.reference.split())
        bits -= likelihood / math.log(2)
    return Surprise(replies, words, letters, bits)
