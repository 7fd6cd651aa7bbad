"""Training rows: a dialogue as long as the row, only its replies at full weight."""

import random
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from npcgen.dialogue.prompt import RULES, system_text
from npcgen.engine.base import Message
from training.corpus.cast import draw_cast
from training.corpus.dialogue import BARK_SHARE, generator, prompt_of
from training.corpus.talk import Talk
from training.drills import Row, drill
from training.tokeniser import SPECIALS, message_tokens

PROMPT_WEIGHT = 0.05
"""What a token of the prompt counts, against 1 for a token of a reply."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """What a stage of the training reads."""

    length: int
    drills: float
    """The share of rows that are drills."""
    rules: bool
    """Whether prompts open with the rules; without them a row holds more talk."""


def dialogue_row(rng: random.Random, tokeniser: Tokenizer, mixture: Mixture) -> Row:
    """One cast's prompt and as many turns as fit into exactly `length` tokens.

    NOTE: each turn keeps what it brought to mind, so that one row teaches it many times; a prompt
    that is served has only the last turn's.
    """
    cast = draw_cast(rng, "training")
    talk = Talk(rng, cast, "training")
    system = system_text(cast.persona, cast.world)
    if not mixture.rules:
        system = system.removeprefix(f"{RULES}\n\n")
    tokens = message_tokens(tokeniser, Message("system", system))
    weights = [PROMPT_WEIGHT] * len(tokens)
    while len(tokens) < mixture.length:
        turn = talk.bark() if rng.random() < BARK_SHARE else talk.turn()
        asked = prompt_of(cast, (), turn)[-1]
        question = message_tokens(tokeniser, asked)
        reply = message_tokens(tokeniser, Message("assistant", turn.reply))
        tokens += question + reply
        weights += [PROMPT_WEIGHT] * (len(question) + 1) + [1.0] * (len(reply) - 1)
    return Row(tokens[: mixture.length], weights[: mixture.length])


def batch(
    seed: int, step: int, rows: int, tokeniser: Tokenizer, mixture: Mixture
) -> tuple[Tensor, Tensor]:
    """Tokens and weights of one step, both (rows, length): the same for the same arguments."""
    drawn = []
    for index in range(rows):
        rng = generator(seed, "training", step * rows + index)
        if rng.random() < mixture.drills:
            drawn.append(drill(rng, mixture.length, tokeniser.get_vocab_size(), len(SPECIALS)))
        else:
            drawn.append(dialogue_row(rng, tokeniser, mixture))
    return torch.tensor([r.tokens for r in drawn]), torch.tensor([r.weights for r in drawn])
