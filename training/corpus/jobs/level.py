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
from training.corpus.lexicon import Lists, Split, weighted
from worldgen.levels.kind_infos import kind_infos

MANNERS: Mapping[Manner, float] = {"said": 6, "terse": 2, "noted": 2}
_KIND_ASKED = 0.2
"""The share of samples that ask which kind it is."""


class LevelRounds:
    """Prompts of one question, each with what a right reading of it is."""

    def __init__(self, rng: random.Random, split: Split) -> None:
        self._rng, self._split = rng, split
        self._kind = "" if rng.random() < _KIND_ASKED else self._drawn_kind()
        """Of all levels; empty where each prompt has its own, which is asked for."""

    def draw(self) -> Sample:
        phrasing = Phrasing(self._rng, self._split)
        kind = self._kind or self._drawn_kind()
        drawn = LevelParts(phrasing, kind)
        noun, theme = drawn.noun(is_sole=not self._kind)
        parts = drawn.draw(theme)
        manner = weighted(self._rng, MANNERS)
        prompt = phrasing.careless(request(phrasing, phrases("level"), noun, parts, manner))
        if not self._kind:
            asked = kind_question(kind_infos())
            messages = messages_of(asked.task, prompt)
            return json_sample("level", messages, {"kind": kind}, asked.schema)
        asked = fields_question(kind_infos()[kind])
        fields = joined([{"theme": theme} if theme else {}, *(part.fields for part in parts)])
        return json_sample("level", messages_of(asked.task, prompt), fields, asked.schema)

    def _drawn_kind(self) -> str:
        kinds: Lists = phrases("level")["kinds"]
        return self._rng.choices(list(kinds), [each["weight"] for each in kinds.values()])[0]
