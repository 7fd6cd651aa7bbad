"""Rows of questions with bare answers: reading comes before speaking.

A reply in character is mostly manner, which no prompt foretells, so it says little about what was
asked. Here the answer is the prompt's own words and nothing else, and a row holds dozens.
"""

import random
from dataclasses import replace

from tokenizers import Tokenizer

from npcgen.dialogue.prompt import RULES, system_text
from npcgen.engine.base import Message
from training.corpus.cast import draw_cast
from training.corpus.dialogue import prompt_of
from training.corpus.lexicon import weighted
from training.corpus.talk import Talk
from training.corpus.turn import Turn
from training.drills import Row
from training.say import read, say

TASK = "Answer with the words of what is written here, or with: unknown. To news say: noted."
ASKED = {
    "name": 2.0,
    "role": 2.0,
    "place": 2.5,
    "world": 2.0,
    "goal": 2.5,
    "player": 2.0,
    "fact": 5.0,
    "fact_again": 1.0,
    "told_fact": 5.0,
    "told_name": 1.5,
    "told_about": 2.0,
    "tells": 1.5,
    "heard": 2.0,
    "told_secret": 1.0,
    "family": 1.0,
    "past": 1.0,
    "fear": 1.0,
    "time": 1.0,
    "weather": 1.0,
    "quest_offer": 0.7,
    "quest_remind": 0.7,
    "quest_done": 0.7,
    "stranger_fact": 2.0,
    "near_miss": 2.0,
    "no_price": 1.0,
    "no_directions": 1.0,
    "untold_about": 1.0,
    "untold_kin": 0.5,
    "unknown": 0.5,
    "unknown_person": 0.7,
}
"""How often each kind of question is drawn."""
UNTOLD = (
    *("place", "world", "goal", "player", "stranger_fact", "near_miss", "no_price"),
    *("no_directions", "untold_about", "untold_kin", "unknown", "unknown_person"),
)
"""Where a question without an answer is one that the prompt can't answer."""
KEPT = 0.2
"""How often what comes to mind beside the answer stays: less to read makes room for questions."""


def quiz_row(rng: random.Random, tokeniser: Tokenizer, length: int) -> Row:
    """One cast's prompt, and as many questions as fit."""
    cast = draw_cast(rng, "training")
    talk = Talk(rng, cast, "training")
    system = system_text(cast.persona, cast.world).replace(RULES, TASK)
    row = Row([], [])
    read(row, tokeniser, Message("system", system))
    while len(row.tokens) <= length:
        turn = talk.turn(weighted(rng, ASKED))
        if not turn.answer and turn.intent not in (*UNTOLD, "tells"):
            continue
        read(row, tokeniser, prompt_of(cast, (), thinned(rng, turn))[-1])
        answer = turn.answer or ("noted" if turn.intent == "tells" else "unknown")
        say(row, tokeniser, f" {answer}", copied=(turn.answer,) if turn.answer else ())
    return row


def thinned(rng: random.Random, turn: Turn) -> Turn:
    """`turn` with little in its context but what its answer stands in."""

    def stays(text: str) -> bool:
        return bool(turn.answer and turn.answer in text) or rng.random() < KEPT

    context = turn.context
    recalled = tuple(each for each in context.recalled if stays(each.text))
    news = tuple(each for each in context.news if stays(each))
    feeling = context.feeling if rng.random() < KEPT else ""
    return replace(turn, context=replace(context, recalled=recalled, news=news, feeling=feeling))
