"""Free text -> the fields of a QuestSpec, asked as `npcgen/quests/prompt_reader.py` asks a model.

The people are those of a world drawn at random.
"""

import random
import re
from collections.abc import Mapping
from typing import Any

from npcgen.levels.model_answer import messages_of
from npcgen.quests.prompt_reader import MOST_PEOPLE, MOST_QUESTS, asked, question
from training.corpus import names
from training.corpus.jobs.asking import NO_ARTICLE, Manner, Part, in_range, joined, request
from training.corpus.jobs.phrasing import Phrasing, in_words, listed, phrases, some
from training.corpus.jobs.sample import Sample, json_sample
from training.corpus.lexicon import Split, capital, lexicon, weighted
from training.corpus.words import Words
from worldgen.quests.motives import bundled_motives

MANNERS: Mapping[Manner, float] = {"said": 6, "terse": 1.5, "noted": 2}
MOST_STEPS = 24
_NOBODY, _GIVEN = 0.2, 0.6
"""Shares of prompts that name none of a large world, and of the others that say who asks."""


class QuestRounds:
    """Prompts for quests of any worlds, each with what a right reading of it is."""

    def __init__(self, rng: random.Random, split: Split) -> None:
        self._rng, self._split = rng, split

    def draw(self) -> Sample:
        rng, lists = self._rng, phrases("quest")
        phrasing = Phrasing(rng, self._split)
        people = {} if rng.random() < _NOBODY else _people(rng, self._split)
        noun, count = _noun(phrasing)
        parts = [_motive(phrasing, name) for name in some(lists["motives"], rng, 2)]
        if people and rng.random() < _GIVEN:
            parts.append(_givers(phrasing, people))
        parts += [_steps(phrasing)] * (rng.random() < 0.5)
        parts += [_difficulty(phrasing, is_one=not count)] * (rng.random() < 0.4 or not parts)
        manner = weighted(rng, MANNERS)
        prompt = phrasing.careless(request(phrasing, lists, noun, parts, manner))
        told = question(people, list(bundled_motives().each))
        messages = messages_of(told.task, asked(prompt, people))
        fields = joined([count, *(part.fields for part in parts)])
        return json_sample("quest", messages, fields, told.schema)


def _people(rng: random.Random, split: Split) -> dict[str, str]:
    """Names by id: of their first names, of their trades, or of numbers."""
    words = Words(rng, split)
    people: dict[str, str] = {}
    for number in range(rng.randint(1, MOST_PEOPLE)):
        name = names.person(rng, split)
        first, trade = _slug(name), _slug(words.role())
        id = rng.choice([first, first.split("_")[-1], f"{trade}_{number}", f"npc{number}"])
        if id not in people and name not in people.values():
            people[id] = name
    return people


def _slug(text: str) -> str:
    """As a world's ids have to look."""
    return re.sub(r"[^a-z0-9_]", "", re.sub(r"[ -]", "_", text.lower()))


def _noun(phrasing: Phrasing) -> tuple[str, dict[str, Any]]:
    """What is asked for, and how many where it says so; "quest" says nothing."""
    lists = phrases("quest")
    if phrasing.rng.random() < 0.6:
        return phrasing.say(lists, "nouns"), {}
    count = phrasing.number(2, MOST_QUESTS)
    written = in_words(count) if phrasing.rng.random() < 0.5 else str(count)
    return f"{written} {phrasing.say(lists, 'plurals')}{NO_ARTICLE}", {"count": count}


def _motive(phrasing: Phrasing, name: str) -> Part:
    lists = phrases("quest")
    written = lists["motives"][name]
    with_ = phrasing.say(written, "with")
    label = phrasing.say(lists["labels"], "motive")
    value = phrasing.rng.choice([name, with_])
    return Part({"motives": [name]}, "", with_, phrasing.say(written, "alone"), label, value)


def _difficulty(phrasing: Phrasing, is_one: bool) -> Part:
    """ "easy" stands before "quest", but not before "three quests"."""
    lists = phrases("quest")
    name = phrasing.rng.choice(list(lists["difficulties"]))
    written = lists["difficulties"][name]
    label = phrasing.say(lists["labels"], "difficulty")
    front, alone = (phrasing.say(written, way) for way in ("fronts", "alone"))
    return Part({"difficulty": name}, front if is_one else "", "", alone, label, front)


def _givers(phrasing: Phrasing, people: Mapping[str, str]) -> Part:
    lists = phrases("quest")
    most = phrasing.rng.choice((1, 1, 1, 2, 3))
    chosen = phrasing.rng.sample(list(people), min(len(people), most))
    said = [_called(phrasing, people, id) for id in chosen]
    giver = listed(said) if len(said) < 2 else " or ".join([", ".join(said[:-1]), said[-1]])
    label = phrasing.say(lists["labels"], "giver")
    with_, alone = (phrasing.say(lists, f"giver_{way}", giver=giver) for way in ("with", "alone"))
    return Part({"givers": chosen}, "", with_, alone, label, ", ".join(said))


def _called(phrasing: Phrasing, people: Mapping[str, str], id: str) -> str:
    """By the whole name, or by the first where only one has it."""
    name = people[id]
    first = name.split()[0]
    alone = [other for other in people.values() if first in other.split()]
    short = first if len(alone) == 1 and not first.endswith(".") and " " in name else name
    is_title = first in lexicon().names["titles"]
    return name if is_title or phrasing.rng.random() < 0.6 else short


def _steps(phrasing: Phrasing) -> Part:
    lists = phrases("quest")
    amount = phrasing.rng.choice([key for key in lists["steps_with"] if "held" not in key])
    low = phrasing.number(2, 12)
    high = phrasing.number(low + 1, MOST_STEPS)
    said = [phrasing.written(number) for number in (low, high)]
    slots = {"a": said[0], "b": said[1], "n": said[0]}
    steps = phrasing.say(lists["steps_with"], amount, **slots)
    written = {
        "exact": in_range(low, low),
        "range": in_range(low, high),
        "least": in_range(low, None),
        "most": in_range(0, low),
    }
    alone = phrasing.say(lists, "steps_alone", steps=steps, steps_cap=capital(steps))
    label = phrasing.say(lists["labels"], "steps")
    return Part({"steps": written[amount]}, "", steps, alone, label, steps)
