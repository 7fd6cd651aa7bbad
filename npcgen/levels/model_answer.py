"""What a model answers to somebody's prompt, under a grammar: JSON of a schema, or nothing."""

import json
import time
from collections.abc import Mapping
from typing import Any

from npcgen.dialogue.language_model import LanguageModel, completed
from npcgen.engine.base import (
    FinishReason,
    GenerationRequest,
    Grammar,
    Message,
    Priority,
    Sampling,
)

_MAX_TOKENS = 256


async def answered(
    model: LanguageModel, prompt: str, task: str, schema: Mapping[str, Any], within_s: float
) -> dict[str, Any]:
    """The answer; empty where there was none in time.

    Raises what the model raises, and ValueError for what is no JSON.
    """
    messages = messages_of(task, prompt)
    request = GenerationRequest(
        messages,
        Sampling(temperature=0.0),
        _MAX_TOKENS,
        deadline=time.monotonic() + within_s,
        priority=Priority.AMBIENT,
        grammar=Grammar("json_schema", json.dumps(schema)),
    )
    try:
        event = await completed(model.stream(request))
    finally:
        # A prompt that nobody continues.
        model.forget(messages[1:])
    if event.finish_reason is not FinishReason.STOP:
        return {}
    answer = json.loads(event.text)
    return answer if isinstance(answer, dict) else {}


def messages_of(task: str, prompt: str) -> tuple[Message, ...]:
    """What the model is sent."""
    return Message("system", task), Message("user", prompt)
