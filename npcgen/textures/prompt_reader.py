"""What a prompt asks of a texture, read by a model under a grammar of what may be asked.

A model only fills in parameters: what it answers is checked by a worker, as anybody's spec.
"""

import logging
from collections.abc import Callable

from npcgen.dialogue.able_model import can_write
from npcgen.dialogue.language_model import LanguageModel
from npcgen.errors import NpcgenError
from npcgen.levels.model_answer import answered
from worldgen.answer_forms import ABOUT_NUMBERS
from worldgen.textures.making.told import Question, Questions, Reading

logger = logging.getLogger(__name__)

_TASK = (
    "You read what an artist wants and answer with JSON. State only what the request says; leave "
    f"out everything else. {ABOUT_NUMBERS}"
)
_WHICH = 1 / 3
"""The share of the time in which the material has to be found."""


class PromptReader:
    def __init__(self, models: Callable[[str], LanguageModel]) -> None:
        """`models` gives the one of a name, the default for none; raises while it isn't loaded."""
        self._models = models

    @property
    def is_able(self) -> bool:
        """Whether the default model is loaded, and one that can be trusted to."""
        try:
            return can_write(self._models("").info, "texture")
        except NpcgenError:
            return False

    async def texture(
        self, prompt: str, material: str, questions: Questions, within_s: float
    ) -> Reading | None:
        """What a model makes of it; None where it has no answer in time.

        `material` is what is asked for whatever the prompt says, if it isn't empty.
        """
        try:
            model = self._models("")
            chosen = material or await self._which(model, prompt, questions, within_s * _WHICH)
            if chosen not in questions.of_material:
                return None
            asked = questions.of_material[chosen]
            seconds = within_s * (1 - _WHICH)
            answer = await answered(model, prompt, task_of(asked), asked.schema, seconds)
        except (NpcgenError, ValueError) as error:
            logger.info("a prompt is read by its words: %s", type(error).__name__)
            return None
        return Reading(chosen, answer)

    async def _which(
        self, model: LanguageModel, prompt: str, questions: Questions, within_s: float
    ) -> str:
        which = questions.which
        answer = await answered(model, prompt, task_of(which), which.schema, within_s)
        return str(answer.get("material", ""))


def task_of(asked: Question) -> str:
    """What a model is told to do with a prompt."""
    return f"{_TASK}\n{asked.about}"
