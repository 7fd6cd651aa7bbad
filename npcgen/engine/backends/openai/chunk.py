"""One event of a streamed chat completion, read and checked."""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from npcgen.engine.backends.openai.failures import RemoteFailure, broken, reported
from npcgen.engine.backends.openai.quoting import shown
from npcgen.engine.base import FinishReason, Usage
from npcgen.errors import FailedPrecondition

logger = logging.getLogger(__name__)

_REASONS = {
    "stop": FinishReason.STOP,
    "eos": FinishReason.STOP,
    "end_turn": FinishReason.STOP,
    "length": FinishReason.LENGTH,
    "max_tokens": FinishReason.LENGTH,
}
# "gpt-4o" may answer as "gpt-4o-2024-08-06", "llama3.2" as "llama3.2:latest".
_VERSION = re.compile(r"[-:@](\d[\d.-]*|latest)")


@dataclass(frozen=True, slots=True)
class Chunk:
    text: str = ""
    finished: FinishReason | None = None
    usage: Usage | None = None
    model: str = ""
    """As the server calls it; empty where it doesn't say."""


def read_chunk(data: str) -> Chunk:
    """Raises RemoteFailure for what isn't a chunk, an error object too.

    Only the first choice's content counts: a model's reasoning isn't part of its reply.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise broken("sent invalid JSON") from None
    if not isinstance(value, dict):
        raise broken("sent an event that is no object")
    if value.get("error") or ("choices" not in value and "message" in value):
        raise reported(value)
    choices = value.get("choices") or ()
    choice = choices[0] if isinstance(choices, list) and choices else {}
    if not isinstance(choice, dict):
        raise broken("sent a choice that is no object")
    model = value.get("model")
    return Chunk(
        _text(choice),
        _finish_reason(choice.get("finish_reason")),
        _usage(value.get("usage")),
        model if isinstance(model, str) else "",
    )


def same_model(asked: str, said: str) -> bool:
    """Whether two names mean one model: as a path or a name, with a version or without."""
    short, long = sorted((_plain(asked), _plain(said)), key=len)
    rest = long.removeprefix(short)
    return not rest or (long.startswith(short) and _VERSION.fullmatch(rest) is not None)


def plain_name(model: str) -> str:
    """The name without the folders and the ending of a file."""
    return model.replace("\\", "/").rstrip("/").rpartition("/")[2].removesuffix(".gguf")


def _plain(model: str) -> str:
    return plain_name(model).lower()


def _text(choice: Mapping[str, Any]) -> str:
    delta = choice.get("delta") or {}
    if not isinstance(delta, dict):
        raise broken("sent a delta that is no object")
    text = delta.get("content") or ""
    if not isinstance(text, str):
        raise broken("sent content that is no text")
    return text


def _finish_reason(given: object) -> FinishReason | None:
    if given is None or given == "":
        return None
    if given == "content_filter":
        raise RemoteFailure(
            FailedPrecondition(
                "the model server's filter cut the reply; say it in other words",
                reason="REMOTE_FILTERED",
            )
        )
    reason = _REASONS.get(str(given))
    if reason is None:
        logger.warning("a reply ended for an unknown reason: %s", shown(str(given)))
    return reason or FinishReason.STOP


def _usage(given: object) -> Usage | None:
    if not isinstance(given, dict):
        return None
    details = given.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    prompt = _count(given.get("prompt_tokens"))
    return Usage(prompt, min(_count(cached), prompt), _count(given.get("completion_tokens")))


def _count(value: object) -> int:
    """A count of tokens; 0 for what can't be one."""
    return value if isinstance(value, int) and 0 <= value < 2**31 else 0
