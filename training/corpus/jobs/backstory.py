"""A persona's fields -> its life in whole sentences, its traits, its speech and two examples.

The prompt is that of `npcgen/dialogue/generation/prose.py`; the fields are those that rules drew.
"""

import json
import random

from npcgen.dialogue.generation.generate import generate
from npcgen.dialogue.generation.prose import SCHEMA, messages_of
from npcgen.dialogue.generation.setting import setting_of
from npcgen.dialogue.persona import Persona
from training.corpus.jobs.phrasing import Phrasing, phrases
from training.corpus.jobs.sample import Sample, json_sample
from training.corpus.lexicon import Split, capital, with_article

_MOST_SENTENCES = 3
_SEEDS = 2**31


class BackstoryRounds:
    """People of no world, told from their fields alone."""

    def __init__(self, rng: random.Random, split: Split) -> None:
        self._rng, self._split = rng, split

    def draw(self) -> Sample:
        return _told(self._rng, self._split)


def _told(rng: random.Random, split: Split) -> Sample:
    persona = generate("", rng.randint(1, _SEEDS), setting_of(None, [])).persona
    phrasing = Phrasing(rng, split)
    traits, _, rest = persona.personality.partition(". ")
    first = persona.name.split()[0]
    answer = {
        "summary": _life(phrasing, persona, first),
        "personality": capital(
            phrasing.say(phrases("backstory"), "personality", traits=traits, rest=rest, first=first)
        ),
        "speech_style": persona.speech_style,
        "examples[0].npc": persona.examples[0].npc,
        "examples[1].npc": persona.examples[1].npc,
    }
    return json_sample("backstory", messages_of(persona), answer, json.loads(SCHEMA))


def _life(phrasing: Phrasing, persona: Persona, first: str) -> str:
    """Two or three sentences: what was, and what is wished."""
    events = [event.rstrip(".") for event in persona.summary.split(". ") if event]
    told = []
    for at, event in enumerate(events[: _MOST_SENTENCES - 1]):
        role = with_article(persona.role)
        slots = {"life": event[0].lower() + event[1:], "role": role, "role_cap": capital(role)}
        key = "next" if at else "first"
        told.append(
            phrasing.say(phrases("backstory"), key, name=persona.name, first=first, **slots)
        )
    if persona.goals:
        goal = persona.goals[0]
        told.append(phrasing.say(phrases("backstory"), "last", first=first, goal=goal))
    return " ".join(told)
