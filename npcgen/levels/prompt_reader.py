"""What a prompt asks for, read by a model under a grammar of what may be asked.

A model only fills in a spec: it places no tile, and what it fills in is checked as anybody's.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from npcgen.dialogue.able_model import can_write
from npcgen.dialogue.language_model import LanguageModel
from npcgen.errors import NpcgenError
from npcgen.levels.model_answer import answered
from worldgen.documents import object_schema
from worldgen.errors import InvalidSpec
from worldgen.levels.kind import KindInfo, Option
from worldgen.levels.spec import read_spec

logger = logging.getLogger(__name__)

_MAX_COUNT = 64


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is told to do with a prompt, and the JSON Schema of its answer."""

    task: str
    schema: dict[str, Any]


class PromptReader:
    def __init__(self, models: Callable[[str], LanguageModel]) -> None:
        """`models` gives the one of a name, the default for none; raises while it isn't loaded."""
        self._models = models

    async def level_fields(
        self, prompt: str, kind: str, kinds: Mapping[str, KindInfo], within_s: float
    ) -> Mapping[str, Any]:
        """Fields of a LevelSpec, all of them valid; none where no able model reads it in time."""
        try:
            model = self._models("")
            if not can_write(model.info):
                return {}
            chosen = kind or await self._kind(model, prompt, kinds, within_s)
            if chosen not in kinds:
                return {}
            answer = await self._answer(model, prompt, fields_question(kinds[chosen]), within_s)
            return fields_of_answer(answer, kinds[chosen]) if answer else {}
        except (NpcgenError, ValueError) as error:
            logger.info("a prompt is read by its words: %s", type(error).__name__)
            return {}

    async def _kind(
        self, model: LanguageModel, prompt: str, kinds: Mapping[str, KindInfo], within_s: float
    ) -> str:
        answer = await self._answer(model, prompt, kind_question(kinds), within_s)
        return str(answer.get("kind", ""))

    async def _answer(
        self, model: LanguageModel, prompt: str, asked: Question, within_s: float
    ) -> dict[str, Any]:
        return await answered(model, prompt, asked.task, asked.schema, within_s / 2)


def kind_question(kinds: Mapping[str, KindInfo]) -> Question:
    """Which kind a prompt is about."""
    about = "\n".join(f"{kind.name}: {kind.description}" for kind in kinds.values())
    return Question(f"{_TASK}\n{about}", object_schema({"kind": {"enum": sorted(kinds)}}, ["kind"]))


def fields_question(kind: KindInfo) -> Question:
    """What a prompt says of a level of this kind."""
    return Question(f"{_TASK}\n{_about(kind)}", schema_of(kind))


def schema_of(kind: KindInfo) -> dict[str, Any]:
    """JSON Schema of what a prompt may say of a level of this kind."""
    count = object_schema(
        {
            "low": {"type": "integer", "minimum": 0, "maximum": _MAX_COUNT},
            "high": {"type": "integer", "minimum": 0, "maximum": _MAX_COUNT},
        },
        ["low", "high"],
    )
    side = {"type": "integer", "minimum": kind.min_side, "maximum": kind.max_side}
    parts: dict[str, Any] = {
        "width": side,
        "height": side,
        "difficulty": {"enum": [*_DIFFICULTIES]},
        "counts": object_schema(dict.fromkeys(kind.counts, count)),
        "options": object_schema({name: _option(option) for name, option in kind.options.items()}),
    }
    if kind.max_floors > 1:
        parts["floors"] = {"type": "integer", "minimum": 1, "maximum": kind.max_floors}
    if themes := [theme for theme in kind.themes if theme]:
        parts["theme"] = {"enum": themes}
    return object_schema(parts)


def fields_of_answer(answer: Mapping[str, Any], kind: KindInfo) -> dict[str, Any]:
    """The answer as fields of a spec; empty where it can't be one."""
    fields = {name: value for name, value in answer.items() if value not in ({}, "", None)}
    if "difficulty" in fields:
        fields["difficulty"] = _DIFFICULTIES.get(str(fields["difficulty"]), _DIFFICULTIES["normal"])
    fields["kind"] = kind.name
    try:
        read_spec(fields)
    except InvalidSpec as error:
        logger.info("a model's spec won't do: %s", error.field)
        return {}
    return fields


_TASK = (
    "You read what a level designer wants and answer with JSON. State only what the request says; "
    "leave out everything else. An exact number is both low and high."
)
_DIFFICULTIES = {
    "easy": (0.05, 0.35),
    "normal": (0.1, 0.8),
    "hard": (0.35, 0.9),
    "brutal": (0.5, 1.0),
}


def _about(kind: KindInfo) -> str:
    lines = [f"A {kind.name}: {kind.description}.", "What can be counted:"]
    lines += [f"- {name}: {count.description}" for name, count in kind.counts.items()]
    lines += ["What can be chosen:"]
    lines += [f"- {name}: {option.description}" for name, option in kind.options.items()]
    return "\n".join(lines)


def _option(option: Option) -> dict[str, Any]:
    if isinstance(option.default, bool):
        return {"type": "boolean"}
    if isinstance(option.default, str):
        return {"enum": list(option.choices)} if option.choices else {"type": "string"}
    # NOTE: tenths, which a model writes without an end to its decimals.
    tenths = [round(option.low + (option.high - option.low) * at / 10, 3) for at in range(11)]
    whole = isinstance(option.default, int)
    return {"enum": sorted({round(each) if whole else each for each in tenths})}
