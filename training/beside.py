"""The served file beside the PyTorch original of the same weights: token for token, greedily."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from npcgen.engine.base import Message
from npcgen.engine.engine import Engine
from npcgen.engine.load import load_backend
from npcgen.evaluation.exam import Question, read_section
from npcgen.evaluation.examinee import Answered, Examinee, Sitting
from npcgen.evaluation.wilson import Share
from npcgen.settings import Settings
from training.base_model import read_base
from training.probe import greedy_replies
from training.tokeniser import chat_tokens, text_tokens

TOKENS = 40
"""Of each reply that are compared."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far both say the same."""

    replies: Share
    """Those that are the same from end to end."""
    tokens: Share
    """Those before the first that differs, of all that PyTorch says."""


def agreement(file: Path, count: int) -> Agreement:
    """Of replies to `count` questions of the exam, spread over those for what a prompt holds.

    NOTE: PyTorch computes in float32 with the weights as they were rounded for the file; what
    differs is llama.cpp's arithmetic and its sampling chain.
    """
    every = read_section("grounding")
    asked = [replace(q, max_tokens=TOKENS) for q in every[:: len(every) // count][:count]]
    base = read_base(file)
    prompts = [
        chat_tokens(base.tokeniser, (*q.opening, Message("user", q.turns[0].text))) for q in asked
    ]
    ours = greedy_replies(base.model, base.tokeniser, prompts, TOKENS)
    served = [each.replies[0].text for each in asyncio.run(_served(file, asked))]
    same = before = total = 0
    for mine, its in zip(ours, served, strict=True):
        tokens, others = (text_tokens(base.tokeniser, text.strip()) for text in (mine, its))
        same += tokens == others
        before += _common(tokens, others)
        total += len(tokens)
    return Agreement(Share(same, len(asked)), Share(before, total))


async def _served(file: Path, asked: Sequence[Question]) -> list[Answered]:
    engine = Engine(load_backend(Settings(model=str(file))), queue_limit=len(asked))
    try:
        return await Examinee(engine, Sitting(greedy=True)).answer(asked)
    finally:
        await engine.close()


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many are the same from the start on."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
