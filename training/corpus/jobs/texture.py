"""Free text -> the fields of a TextureSpec, asked as `npcgen/textures/prompt_reader.py` does.

Two questions: which material a prompt is about, and what it says of a texture of it.
"""

import random
from collections.abc import Mapping
from functools import cache

from npcgen.levels.model_answer import messages_of
from npcgen.textures.prompt_reader import asked_of
from training.corpus.jobs.asking import Manner, joined, request
from training.corpus.jobs.phrasing import Phrasing, phrases
from training.corpus.jobs.sample import Sample, json_sample
from training.corpus.jobs.texture_parts import TextureParts
from training.corpus.lexicon import Split, weighted
from worldgen.textures.library import bundled
from worldgen.textures.making.reading import questions
from worldgen.textures.making.told import Questions

MANNERS: Mapping[Manner, float] = {"said": 6, "terse": 2, "noted": 1.5}
_WHICH_ASKED = 0.2
"""The share of samples that ask which material it is."""


@cache
def asked() -> Questions:
    """What the server asks of the bundled materials."""
    return questions()


class TextureRounds:
    """Prompts of one question, each with what a right reading of it is."""

    def __init__(self, rng: random.Random, split: Split) -> None:
        self._rng, self._split = rng, split
        self._material = "" if rng.random() < _WHICH_ASKED else self._drawn_material()
        """Of all textures; empty where each prompt has its own, which is asked for."""

    def draw(self) -> Sample:
        phrasing = Phrasing(self._rng, self._split)
        material = self._material or self._drawn_material()
        drawn = TextureParts(phrasing, bundled().materials[material].material)
        parts = drawn.draw()
        manner = weighted(self._rng, MANNERS)
        text = request(phrasing, phrases("texture"), drawn.noun(), parts, manner)
        prompt = phrasing.careless(text)
        if not self._material:
            question = asked_of(asked().which)
            fields = {"material": material}
        else:
            question = asked_of(asked().of_material[material])
            fields = joined(part.fields for part in parts)
        messages = messages_of(question.task, prompt)
        return json_sample("texture", messages, fields, question.schema)

    def _drawn_material(self) -> str:
        return self._rng.choice(sorted(bundled().materials))
