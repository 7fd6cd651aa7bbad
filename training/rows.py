"""Training rows: talk or jobs as long as the row, only what the model is to say at full weight."""

import random
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from npcgen.dialogue.prompt import system_text
from npcgen.engine.base import Message
from training.corpus.cast import draw_cast
from training.corpus.dialogue import BARK_SHARE, generator, prompt_of
from training.corpus.jobs.draw import draw_rounds
from training.corpus.jobs.sample import Job
from training.corpus.lexicon import weighted
from training.corpus.talk import Talk
from training.drills import Row, drill
from training.quiz import quiz_row
from training.say import ANSWER_WEIGHT, read, say
from training.tokeniser import SPECIALS

JOBS: dict[Job, float] = {
    "level": 0.24,
    "texture": 0.22,
    "quest": 0.12,
    "action": 0.24,
    "memory": 0.06,
    "words": 0.06,
    "backstory": 0.06,
}
"""How often each job is drawn where a row holds one."""
FOCUS = {
    "name": 2.0,
    "role": 2.0,
    "place": 2.0,
    "fact": 5.0,
    "fact_again": 1.0,
    "told_fact": 4.0,
    "stranger_fact": 1.5,
    "near_miss": 1.5,
    "player": 1.5,
    "told_name": 1.5,
    "told_about": 1.5,
    "untold_about": 1.5,
    "tells": 1.2,
    "heard": 1.5,
    "told_secret": 1.2,
    "goal": 2.0,
    "family": 1.5,
    "past": 1.5,
    "fear": 1.5,
    "rumour": 1.0,
    "world": 1.5,
    "weather": 0.7,
    "time": 0.7,
    "quest_offer": 0.8,
    "quest_remind": 0.8,
    "quest_done": 0.7,
    "unknown": 0.7,
}
"""The turns that teach to look into the prompt, and how often each is drawn among them."""
ROUNDS = 12
"""Requests to one system message."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """What a stage of the training reads."""

    length: int
    drills: float
    """The share of rows that are drills."""
    jobs: float
    """The share of rows that are structured jobs."""
    quizzes: float = 0.0
    """The share of rows that are questions with bare answers."""
    focus: float = 0.0
    """The share of turns drawn from FOCUS alone: fewer kinds of questions at first."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One step's reading. Only `picked` positions are predicted."""

    tokens: Tensor
    """(rows, length) token ids: of each row all but the last."""
    picked: Tensor
    """(targets,) positions in the flattened rows."""
    targets: Tensor
    """(targets,) the token after each."""
    weights: Tensor
    """(targets,) what each counts."""

    @classmethod
    def of(cls, tokens: Tensor, picked: Tensor, weights: Tensor) -> "Batch":
        """Of whole rows (rows, length + 1); `weights` are those of the `picked` targets."""
        return cls(tokens[:, :-1], picked, tokens[:, 1:].flatten()[picked], weights)


def dialogue_row(rng: random.Random, tokeniser: Tokenizer, mixture: Mixture) -> Row:
    """One cast's prompt and as many turns as fit.

    NOTE: each turn keeps what it brought to mind, so that one row teaches it many times; a prompt
    that is served has only the last turn's.
    """
    cast = draw_cast(rng, "training")
    talk = Talk(rng, cast, "training")
    row = Row([], [])
    read(row, tokeniser, Message("system", system_text(cast.persona, cast.world)))
    while len(row.tokens) <= mixture.length:
        turn = talk.bark() if rng.random() < BARK_SHARE else talk.turn(focused(rng, mixture))
        read(row, tokeniser, prompt_of(cast, (), turn)[-1])
        say(row, tokeniser, turn.reply, copied=turn.copied)
    return row


def focused(rng: random.Random, mixture: Mixture) -> str | None:
    """A kind of turn from FOCUS, or None for any."""
    if rng.random() >= mixture.focus:
        return None
    return weighted(rng, FOCUS)


def job_row(rng: random.Random, tokeniser: Tokenizer, mixture: Mixture) -> Row:
    """Jobs, each with several requests to its one system message."""
    row = Row([], [])
    while len(row.tokens) <= mixture.length:
        job = weighted(rng, JOBS)
        for index, sample in enumerate(draw_rounds(job, rng, "training", ROUNDS)):
            for message in sample.messages[1 if index else 0 :]:
                read(row, tokeniser, message)
            say(row, tokeniser, sample.answer, ANSWER_WEIGHT)
    return row


def draw_row(rng: random.Random, tokeniser: Tokenizer, mixture: Mixture) -> Row:
    """A row of one token more than the mixture's length."""
    kind = rng.random()
    if kind < mixture.drills:
        return drill(rng, mixture.length + 1, tokeniser.get_vocab_size(), len(SPECIALS))
    kind -= mixture.drills
    if kind < mixture.quizzes:
        row = quiz_row(rng, tokeniser, mixture.length)
    elif kind < mixture.quizzes + mixture.jobs:
        row = job_row(rng, tokeniser, mixture)
    else:
        row = dialogue_row(rng, tokeniser, mixture)
    return Row(row.tokens[: mixture.length + 1], row.weights[: mixture.length + 1])


def draw_batch(
    seed: int, step: int, rows: int, tokeniser: Tokenizer, mixture: Mixture, targets: int
) -> Batch:
    """The reading of one step: the same for the same arguments.

    Of all positions, `targets` are predicted: what the model is to say first, then some of what it
    only reads, each kind drawn at random.
    """
    drawn = [
        draw_row(generator(seed, "training", step * rows + index), tokeniser, mixture)
        for index in range(rows)
    ]
    tokens = torch.tensor([row.tokens for row in drawn])
    weights = torch.tensor([row.weights for row in drawn])[:, 1:].flatten()
    chance = torch.rand(len(weights), generator=torch.Generator().manual_seed(step))
    picked = (weights + weights.gt(0) + chance).topk(targets).indices
    return Batch.of(tokens, picked, weights[picked])
