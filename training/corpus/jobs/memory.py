"""Some turns -> what the NPC remembers of them, in the first person, and the player's facts.

The prompt is that of `npcgen/dialogue/memory/summaries.py`.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass

from npcgen.dialogue.memory.summaries import request_of
from npcgen.dialogue.prompt import PastTurn, PlayerLine
from training.corpus import names
from training.corpus.cast import Cast, draw_cast, scene
from training.corpus.jobs.phrasing import Phrasing, phrases
from training.corpus.jobs.sample import Sample
from training.corpus.lexicon import Split, capital, with_article
from training.corpus.talk import Talk
from training.corpus.words import Words

_MOST_CHAT = 3
_NOTHING, _BEFORE = 0.1, 0.3


@dataclass(frozen=True, slots=True)
class Told:
    """Something that a player tells, and what is kept of it."""

    turn: PastTurn
    summary: str
    fact: str


class MemoryRounds:
    """Talks with one NPC, each with what is worth keeping of it."""

    def __init__(self, rng: random.Random, split: Split) -> None:
        self._rng, self._split = rng, split
        self._cast = draw_cast(rng, split)

    def draw(self) -> Sample:
        return _talk(self._rng, self._split, self._cast)


def _talk(rng: random.Random, split: Split, cast: Cast) -> Sample:
    """One to three sentences are kept of it."""
    talk = Talk(rng, cast, split)
    subjects = list(phrases("memory")["subjects"])
    count = 0 if rng.random() < _NOTHING else rng.choice((1, 1, 2, 2, 3))
    chosen = rng.sample(subjects, count + 1)
    told = [_told(rng, split, talk, subject) for subject in chosen[:count]]
    has_before = count < 3 and rng.random() < _BEFORE
    before = _told(rng, split, talk, chosen[-1]).summary if has_before else ""
    turns = _woven(rng, talk, told)
    request = request_of(cast.persona, before, turns)
    assert request.grammar is not None
    kept = [each.summary for each in told]
    if not kept and not before:
        kept = [Phrasing(rng, split).say(phrases("memory"), "nothing", called=talk.player)]
    answer = {
        "summary": " ".join([before] * bool(before) + kept),
        "facts": [each.fact for each in told if each.fact],
    }
    return Sample("memory", request.messages, json.dumps(answer), request.grammar)


def _woven(rng: random.Random, talk: Talk, told: Sequence[Told]) -> list[PastTurn]:
    """What is told, in its order, among talk of which nothing is to be kept."""
    turns = [each.turn for each in told]
    for _ in range(rng.randint(1, _MOST_CHAT)):
        turns.insert(rng.randint(0, len(turns)), talk.turn().past)
    return turns


def _told(rng: random.Random, split: Split, talk: Talk, subject: str) -> Told:
    """One subject, said and answered."""
    phrasing, words = Phrasing(rng, split), Words(rng, split)
    written = phrases("memory")["subjects"][subject]
    called = talk.player
    x = _drawn(words, written["x"])
    y = _drawn(words, written["y"]) if "y" in written else ""
    slots = {"called": called, "x": x, "y": y, "x_cap": capital(x), "a_x": with_article(x)}
    said = phrasing.say(written, "says", **slots)
    line = PlayerLine(said, called, scene(words, called, talk.cast.persona.name))
    turn = PastTurn(line, phrasing.say(written, "replies", **slots))
    fact = written["fact"].format(**slots)
    return Told(turn, phrasing.say(written, "summary", **slots), fact)


def _drawn(words: Words, kind: str) -> str:
    """What a subject is about, of the corpus' own lists."""
    if kind == "world":
        return names.world(words.rng, words.split)
    if kind == "first_name":
        return names.first_name(words.rng, words.split)
    if kind == "person":
        return words.person()
    if kind == "role":
        return words.role()
    if kind == "relation":
        return words.context("relations")
    if kind == "fear":
        return words.composed("fright")
    listed = {"ware": "wares", "good": "goods", "site": "sites", "season": "seasons"}
    return words.fact({**listed, "body": "bodies"}[kind])
