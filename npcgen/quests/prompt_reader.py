"""What a prompt asks of quests, read by a model under a grammar of what may be asked.

A world may have a thousand people: a model is shown a few, or those alone whom the prompt names.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from npcgen.dialogue.prompt import one_line
from npcgen.levels.model_answer import Models, PromptModel, Question
from worldgen.answer_forms import RANGE
from worldgen.documents import object_schema
from worldgen.errors import InvalidSpec
from worldgen.levels.ranges import Range
from worldgen.quests.interpret import named_in, people_of
from worldgen.quests.motives import bundled_motives
from worldgen.quests.spec import check, read_spec
from worldgen.quests.world import World

logger = logging.getLogger(__name__)

MOST_QUESTS = 20
MOST_PEOPLE = 8
"""Who are shown to a model."""
_MOST_NAMED = 3
_TASK = (
    "You read what a quest designer wants and answer with JSON. State only what the request says; "
    "leave out everything else. Steps are written as 3, 3..5, 3.. or ..5. Givers are ids."
)


class PromptReader:
    def __init__(self, models: Models) -> None:
        self._model = PromptModel(models, "quest")

    async def quest_fields(self, prompt: str, world: World, within_s: float) -> Mapping[str, Any]:
        """Fields of a QuestSpec for this world, all of them valid; none where no model reads it."""
        people = shown_people(prompt, people_of(world))
        told = question(people, tuple(bundled_motives().each))
        answer = await self._model.answer(asked(prompt, people), told, within_s)
        return fields_of_answer(answer, world) if answer else {}


def shown_people(prompt: str, people: Mapping[str, str]) -> dict[str, str]:
    """Names by id of the people a model is shown: all of a few, else those who are named."""
    if len(people) <= MOST_PEOPLE:
        return dict(people)
    return {id: people[id] for id in named_in(prompt, people)[:MOST_PEOPLE]}


def question(people: Mapping[str, str], motives: Sequence[str]) -> Question:
    """What a prompt says of quests that these people may ask for, names by id.

    NOTE: the task is the same for all people, so that only a prompt's own words are computed.
    """
    properties: dict[str, Any] = {
        "count": {"type": "integer", "minimum": 1, "maximum": MOST_QUESTS}
    }
    if people:
        properties["givers"] = _some_of(list(people))
    properties |= {
        "motives": _some_of(motives),
        "steps": RANGE,
        "difficulty": {"enum": ["easy", "normal", "hard"]},
    }
    return Question(f"{_TASK}\nMotives: {', '.join(motives)}", object_schema(properties))


def asked(prompt: str, people: Mapping[str, str]) -> str:
    """The prompt with those who may ask in front of it."""
    told = "; ".join(f"{id} is {one_line(name)}" for id, name in people.items())
    return f"[People: {told}]\n{prompt}" if people else prompt


def fields_of_answer(answer: Mapping[str, Any], world: World) -> dict[str, Any]:
    """The answer as fields of a spec of this world; empty where it can't be one."""
    fields = {name: value for name, value in answer.items() if value not in ([], "", None)}
    try:
        fields |= _ends(fields.pop("steps", None))
        check(read_spec(fields), world, bundled_motives())
    except (InvalidSpec, ValueError) as error:
        logger.info("a model's spec of quests won't do: %s", error)
        return {}
    return fields


def _ends(steps: Any) -> dict[str, int]:
    """Least and most of "3..5". Raises ValueError."""
    if steps is None:
        return {}
    both = Range.model_validate(steps)
    low = {"min_steps": both.low} if both.low else {}
    return low if both.high == Range().high else {**low, "max_steps": both.high}


def _some_of(names: Sequence[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"enum": [*names]}, "maxItems": _MOST_NAMED}
