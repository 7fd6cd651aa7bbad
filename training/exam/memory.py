"""Questions for what a player told: in this talk, in an earlier one, or to be written down."""

import random
import re
from collections.abc import Iterator

from npcgen.dialogue.memory import summaries
from npcgen.dialogue.prompt import DEFAULT_PLAYER_NAME, PastTurn, PlayerLine
from npcgen.evaluation.exam import Asked, Question, Right
from training.corpus import names
from training.corpus.cast import draw_cast
from training.corpus.context import ABOUT_PLAYER, draw_memory
from training.corpus.dialogue import generator
from training.corpus.jobs.draw import draw_job
from training.corpus.jobs.phrasing import phrases
from training.corpus.lexicon import with_article
from training.corpus.talk import Talk
from training.exam.asking import question, spoken
from training.exam.written import written

EACH = 40


def memory(seed: int) -> Iterator[Question]:
    """Four kinds, `EACH` of each."""
    for number in range(EACH):
        yield _said_before(generator(seed, "exam/memory/said", number), number)
        yield _named_before(generator(seed, "exam/memory/named", number), number)
        yield _remembered(generator(seed, "exam/memory/remembered", number), number)
    for number in range(EACH):
        yield _summary(seed, number)


def _said_before(rng: random.Random, number: int) -> Question:
    """Told one to three turns ago, and asked for."""
    talk = Talk(rng, draw_cast(rng, "held_out"), "held_out")
    about = ABOUT_PLAYER[number % len(ABOUT_PLAYER)]
    told = draw_memory(talk.state.words, about, talk.player)
    slots = {"x": told.answer, "a_x": with_article(told.answer), "relation": told.relation}
    said = rng.choice(written("memory")[about]).format(**slots)
    answer = rng.choice(written("memory")["answers"])
    past = [PastTurn(PlayerLine(said, talk.player), answer)]
    past += [talk.turn("smalltalk").past for _ in range(rng.randint(0, 2))]
    line = PlayerLine(talk.state.ask(about, relation=told.relation), talk.player)
    return _asked("told_in_talk", number, talk, past, line, told.answer)


def _named_before(rng: random.Random, number: int) -> Question:
    """A player without a name of the game's says one, and asks for it."""
    talk = Talk(rng, draw_cast(rng, "held_out"), "held_out", player=DEFAULT_PLAYER_NAME)
    name = names.first_name(rng, "held_out")
    said = rng.choice(written("memory")["name"]).format(x=name)
    answer = rng.choice(written("memory")["answers"])
    past = [PastTurn(PlayerLine(said, talk.player), answer)]
    past += [talk.turn("smalltalk").past for _ in range(rng.randint(0, 2))]
    line = PlayerLine(talk.state.ask("player"), talk.player)
    return _asked("named_in_talk", number, talk, past, line, name)


def _asked(
    kind: str, number: int, talk: Talk, past: list[PastTurn], line: PlayerLine, answer: str
) -> Question:
    cast, right = talk.cast, Right(holds=(answer,))
    return spoken("memory", kind, number, cast.persona, cast.world, past, line, right)


def _remembered(rng: random.Random, number: int) -> Question:
    """Told in an earlier talk, among other memories."""
    cast = draw_cast(rng, "held_out")
    talk = Talk(rng, cast, "held_out")
    turns = [talk.turn("smalltalk"), talk.turn("told_about")]
    right = Right(holds=(turns[-1].answer,))
    return question("memory", "remembered", number, cast, turns[number % 2 :], right)


def _summary(seed: int, number: int) -> Question:
    """Turns to be summed up; all that the player told of himself must be in it."""
    attempt = 0
    while True:
        purpose = f"exam/memory/summary/{number}"
        sample = draw_job("memory", generator(seed, purpose, attempt), "held_out")
        kept = [value for fact in _facts(sample.answer) for value in _values(fact)]
        if kept:
            break
        attempt += 1
    *opening, last = sample.messages
    asked = Asked(last.content, Right(holds=tuple(kept)), sample.answer)
    name = f"memory/summary/{number}"
    kept_tokens = summaries.MAX_TOKENS
    return Question(
        name, "memory", "summary", tuple(opening), (asked,), sample.grammar, kept_tokens
    )


def _facts(answer: str) -> list[str]:
    return re.findall(r'"((?:[^"\\]|\\.)*)"', answer.partition('"facts": ')[2])


def _values(fact: str) -> list[str]:
    """What the fact tells: what stands for {x} and {y} in the lists."""
    for subject in phrases("memory")["subjects"].values():
        template = re.escape(subject["fact"]).replace(r"\{called\}", ".+")
        template = re.sub(r"\\{a_(\w+)\\}", r"an? (?P<\1>.+)", template)
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", template)
        if subject["fact"] and (match := re.fullmatch(pattern, fact)):
            return list(match.groupdict().values())
    return []
