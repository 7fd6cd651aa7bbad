"""What a model makes of somebody's prompt: JSON of a schema, for levels, quests and textures alike.

It only fills in what may be asked for: it makes nothing, and what it fills in is checked as
anybody's.
"""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from npcgen.dialogue.able_model import Job, can_write
from npcgen.dialogue.language_model import LanguageModel, completed
from npcgen.engine.base import (
    FinishReason,
    GenerationRequest,
    Grammar,
    Message,
    Priority,
    Sampling,
)
from npcgen.errors import NpcgenError

logger = logging.getLogger(__name__)

_MAX_TOKENS = 256
Models = Callable[[str], LanguageModel]
"""The model of a name, the default for none; raises while it isn't loaded."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is told to do with a prompt, and the JSON Schema of its answer."""

    task: str
    schema: Mapping[str, Any]


class PromptModel:
    """The default model, asked where it is trusted with a job."""

    def __init__(self, models: Models, job: Job) -> None:
        self._models, self._job = models, job

    @property
    def is_able(self) -> bool:
        """Whether the model is loaded, and one that can be trusted with it."""
        try:
            return can_write(self._models("").info, self._job)
        except NpcgenError:
            return False

    async def answer(
        self, prompt: str, asked: Question, within_s: float
    ) -> Mapping[str, Any] | None:
        """None where no able model has an answer in time; the log says why."""
        if not self.is_able:
            return None
        try:
            return await _answered(self._models(""), prompt, asked, within_s)
        except (NpcgenError, ValueError) as error:
            logger.info("a prompt is read by its words: %s", type(error).__name__)
            return None


def messages_of(task: str, prompt: str) -> tuple[Message, ...]:
    """What the model is sent."""
    return Message("system", task), Message("user", prompt)


async def _answered(
    model: LanguageModel, prompt: str, asked: Question, within_s: float
) -> Mapping[str, Any] | None:
    """Raises what the model raises, and ValueError for what is no JSON."""
    messages = messages_of(asked.task, prompt)
    request = GenerationRequest(
        messages,
        Sampling(temperature=0.0),
        _MAX_TOKENS,
        deadline=time.monotonic() + within_s,
        priority=Priority.AMBIENT,
        grammar=Grammar("json_schema", json.dumps(asked.schema)),
    )
    try:
        event = await completed(model.stream(request))
    finally:
        # A prompt that nobody continues.
        model.forget(messages[1:])
    answer = json.loads(event.text) if event.finish_reason is FinishReason.STOP else None
    return answer if isinstance(answer, dict) else None
