"""Free text -> the fields of a LevelSpec, asked as `npcgen/levels/prompt_reader.py` asks a model.

Two questions: which kind a prompt is about, and what it says of a level of that kind.
"""

import random
from collections.abc import Mapping

from npcgen.levels.model_answer import messages_of
from npcgen.levels.prompt_reader import fields_question, kind_question
from training.corpus.jobs.asking import Manner, joined, request
from training.corpus.jobs.level_parts import LevelParts
from training.corpus.jobs.phrasing import Phrasing, phrases
from training.corpus.jobs.sample import Sample, json_sample
from training.corpus.lexicon import Split
from worldgen.levels.jobs import infos

MANNERS: Mapping[Manner, float] = {"said": 6, "terse": 2, "noted": 2}
_KIND_ASKED = 0.2
"""The share of samples that ask which kind it is."""


def draw_level(rng: random.Random, split: Split = "training") -> Sample:
    """A prompt with what a right reading of it is."""
    phrasing = Phrasing(rng, split)
    lists = phrases("level")
    kinds = lists["kinds"]
    kind = rng.choices(list(kinds), [each["weight"] for each in kinds.values()])[0]
    drawn = LevelParts(phrasing, kind)
    noun, theme = drawn.noun()
    parts = drawn.draw(theme)
    manner = rng.choices(list(MANNERS), list(MANNERS.values()))[0]
    prompt = phrasing.careless(request(phrasing, lists, noun, parts, manner))
    if rng.random() < _KIND_ASKED:
        asked = kind_question(infos())
        return json_sample("level", messages_of(asked.task, prompt), {"kind": kind}, asked.schema)
    asked = fields_question(infos()[kind])
    fields = joined([{"theme": theme} if theme else {}, *(part.fields for part in parts)])
    return json_sample("level", messages_of(asked.task, prompt), fields, asked.schema)
