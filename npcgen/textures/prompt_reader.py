"""What a prompt asks of a texture, read by a model under a grammar of what may be asked.

What it answers is checked by a worker, as anybody's spec.
"""

from npcgen.levels.model_answer import Models, PromptModel
from npcgen.levels.model_answer import Question as Asked
from worldgen.answer_forms import ABOUT_NUMBERS
from worldgen.textures.making.told import Question, Questions, Reading

_TASK = (
    "You read what an artist wants and answer with JSON. State only what the request says; leave "
    f"out everything else. {ABOUT_NUMBERS}"
)
_WHICH = 1 / 3
"""The share of the time in which the material has to be found."""


class PromptReader:
    def __init__(self, models: Models) -> None:
        self._model = PromptModel(models, "texture")

    @property
    def is_able(self) -> bool:
        """Whether the default model is loaded, and one that can be trusted to."""
        return self._model.is_able

    async def texture(
        self, prompt: str, material: str, questions: Questions, within_s: float
    ) -> Reading | None:
        """What a model makes of it; None where it has no answer in time.

        `material` is what is asked for whatever the prompt says, if it isn't empty.
        """
        if not material:
            which = asked_of(questions.which)
            found = await self._model.answer(prompt, which, within_s * _WHICH) or {}
            material = str(found.get("material", ""))
        if material not in questions.of_material:
            return None
        asked = asked_of(questions.of_material[material])
        answer = await self._model.answer(prompt, asked, within_s * (1 - _WHICH))
        return None if answer is None else Reading(material, answer)


def asked_of(question: Question) -> Asked:
    """The question with what a model is told to do with a prompt."""
    return Asked(f"{_TASK}\n{question.about}", question.schema)
