"""What a prompt asks of a level, read by a model under a grammar of what may be asked."""

import logging
from collections.abc import Mapping
from typing import Any

from npcgen.levels.model_answer import Models, PromptModel, Question
from worldgen.answer_forms import ABOUT_NUMBERS, RANGE, SHARES, at_share
from worldgen.documents import object_schema
from worldgen.errors import InvalidSpec
from worldgen.levels.kind import KindInfo, Option
from worldgen.levels.spec import read_spec
from worldgen.levels.words import SCALES, has_scale, scaled_sides

logger = logging.getLogger(__name__)


class PromptReader:
    def __init__(self, models: Models) -> None:
        self._model = PromptModel(models, "level")

    async def level_fields(
        self, prompt: str, kind: str, kinds: Mapping[str, KindInfo], within_s: float
    ) -> Mapping[str, Any]:
        """Fields of a LevelSpec, all of them valid; none where no able model reads it in time."""
        if not kind:
            found = await self._model.answer(prompt, kind_question(kinds), within_s / 2) or {}
            kind = str(found.get("kind", ""))
        if kind not in kinds:
            return {}
        answer = await self._model.answer(prompt, fields_question(kinds[kind]), within_s / 2)
        return fields_of_answer(answer, kinds[kind]) if answer else {}


def kind_question(kinds: Mapping[str, KindInfo]) -> Question:
    """Which kind a prompt is about."""
    about = "\n".join(f"{kind.name}: {kind.description}" for kind in kinds.values())
    return Question(f"{_TASK}\n{about}", object_schema({"kind": {"enum": sorted(kinds)}}, ["kind"]))


def fields_question(kind: KindInfo) -> Question:
    """What a prompt says of a level of this kind."""
    return Question(f"{_TASK}\n{_about(kind)}", schema_of(kind))


def schema_of(kind: KindInfo) -> dict[str, Any]:
    """JSON Schema of what a prompt may say of a level of this kind."""
    side = {"type": "integer", "minimum": kind.min_side, "maximum": kind.max_side}
    parts: dict[str, Any] = {"scale": {"enum": [*SCALES]}} if has_scale(kind) else {}
    parts |= {
        "width": side,
        "height": side,
        "difficulty": {"enum": [*_DIFFICULTIES]},
        "counts": object_schema(dict.fromkeys(kind.counts, RANGE)),
        "options": object_schema({name: _option(option) for name, option in kind.options.items()}),
    }
    if kind.max_floors > 1:
        parts["floors"] = {"type": "integer", "minimum": 1, "maximum": kind.max_floors}
    if themes := [theme for theme in kind.themes if theme]:
        parts["theme"] = {"enum": themes}
    return object_schema(parts)


def fields_of_answer(answer: Mapping[str, Any], kind: KindInfo) -> dict[str, Any]:
    """The answer as fields of a spec; empty where it can't be one."""
    try:
        fields = _fields(answer, kind)
        read_spec(fields)
    except InvalidSpec as error:
        logger.info("a model's spec won't do: %s", error.field)
        return {}
    except (AttributeError, KeyError, TypeError) as error:
        logger.info("a model's spec is none: %s", type(error).__name__)
        return {}
    return fields


def _fields(answer: Mapping[str, Any], kind: KindInfo) -> dict[str, Any]:
    """NOTE: raises whatever comes of an answer that isn't of the schema."""
    fields = {name: value for name, value in answer.items() if value not in ({}, "", None)}
    scale = fields.pop("scale", "")
    sides = scaled_sides(kind, scale) if scale else {}
    if "difficulty" in fields:
        fields["difficulty"] = _DIFFICULTIES[fields["difficulty"]]
    if "options" in fields:
        fields["options"] = {
            name: _value(kind.options[name], value) for name, value in fields["options"].items()
        }
    return {**sides, **fields, "kind": kind.name}


_TASK = (
    "You read what a level designer wants and answer with JSON. State only what the request says; "
    f"leave out everything else. Counts are written as 3, 3..5, 3.. or ..5. {ABOUT_NUMBERS}"
)
_DIFFICULTIES = {
    "easy": (0.05, 0.35),
    "normal": (0.1, 0.8),
    "hard": (0.35, 0.9),
    "brutal": (0.5, 1.0),
}


def _about(kind: KindInfo) -> str:
    lines = [f"A {kind.name}: {kind.description.rstrip('.')}.", "What can be counted:"]
    lines += [f"- {name}: {count.description}" for name, count in kind.counts.items()]
    lines += ["What can be chosen:"]
    lines += [f"- {name}: {option.description}" for name, option in kind.options.items()]
    choices = {name: ", ".join(option.choices) for name, option in kind.options.items()}
    choices["theme"] = ", ".join(filter(None, kind.themes))
    lines += [f"The {name} is one of: {known}." for name, known in choices.items() if known]
    return "\n".join(lines)


def _option(option: Option) -> dict[str, Any]:
    if isinstance(option.default, bool):
        return {"type": "boolean"}
    if isinstance(option.default, str):
        return {"enum": list(option.choices)} if option.choices else {"type": "string"}
    if isinstance(option.default, int):
        return {"type": "integer", "minimum": int(option.low), "maximum": int(option.high)}
    return {"enum": [*SHARES]}


def _value(option: Option, written: Any) -> Any:
    """What the option gets; floats are written as shares."""
    if isinstance(option.default, float) and isinstance(written, int | float):
        return at_share(option.low, option.high, written)
    return written
