"""What a prompt asks of quests, read by a model under a grammar of what may be asked.

A model only fills in a spec: it plans no quest, and what it fills in is checked as anybody's.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from npcgen.dialogue.prompt import one_line
from npcgen.levels.prompt_reader import Question
from worldgen.answer_forms import RANGE
from worldgen.documents import object_schema

MOST_QUESTS = 20
_MOST_NAMED = 3
_TASK = (
    "You read what a quest designer wants and answer with JSON. State only what the request says; "
    "leave out everything else. Steps are written as 3, 3..5, 3.. or ..5. Givers are ids."
)


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


def _some_of(names: Sequence[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"enum": [*names]}, "maxItems": _MOST_NAMED}
