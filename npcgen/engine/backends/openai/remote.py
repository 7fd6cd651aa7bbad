"""What the server says of itself: its models, the context they have, how it counts tokens."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from npcgen.engine.backends.openai.answers import ask
from npcgen.engine.backends.openai.chunk import same_model
from npcgen.engine.backends.openai.clients import Clients
from npcgen.engine.backends.openai.failures import RemoteFailure
from npcgen.engine.backends.openai.parameters import OpenAIParameters
from npcgen.engine.backends.openai.quoting import loggable, shown
from npcgen.engine.backends.openai.retries import retried
from npcgen.engine.backends.openai.tokens import find_tokenizer
from npcgen.errors import ConfigError, NotFound

logger = logging.getLogger(__name__)

_MOST_CONTEXT = 8192
"""Without a setting: a longer history costs more than an NPC's memory of it is worth."""
_UNKNOWN_CONTEXT = 4096
_CONTEXT_NAMES = ("max_model_len", "context_length", "context_window", "max_context_length")
_TIMEOUT_S = 10.0
_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Remote:
    model: str
    context_tokens: int
    tokenizer: str
    """The URL that counts tokens; empty when there is none."""


async def examine(clients: Clients, parameters: OpenAIParameters) -> Remote:
    """Asks the server. Raises RemoteFailure, NotFound or ConfigError."""

    async def models() -> list[Mapping[str, Any]]:
        return await _models(clients, parameters.url)

    def warn(failure: RemoteFailure) -> None:
        said = loggable(failure.remote, (), parameters.key)
        logger.warning("%s; trying again%s", failure.error, f" ({said})" if said else "")

    entry = _choose(parameters.model, await retried(models, parameters, warn))
    model = str(entry["id"])
    root = parameters.url.removesuffix("/v1")
    props: Mapping[str, Any] = {}
    tokenizer = ""
    if parameters.extensions:
        props = await _props(clients, root)
        tokenizer = await find_tokenizer(clients, root, model)
    context = _context(parameters.context_tokens, _size(props) or _size(entry))
    return Remote(model, context, tokenizer)


async def _models(clients: Clients, url: str) -> list[Mapping[str, Any]]:
    """What /models lists; nothing from a server that has no such list."""
    try:
        answer = await ask(clients, "GET", f"{url}/models", _TIMEOUT_S)
    except RemoteFailure as failure:
        if isinstance(failure.error, NotFound):
            return []
        raise
    listed = answer.get("data") if isinstance(answer, dict) else None
    entries = listed if isinstance(listed, list) else []
    return [each for each in entries if isinstance(each, dict) and isinstance(each.get("id"), str)]


def _choose(asked: str, listed: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    names = ", ".join(f"'{shown(each['id'])}'" for each in listed[:_MOST_NAMES])
    if not asked:
        if len(listed) == 1:
            return listed[0]
        having = f"the model server has {names}" if listed else "the model server names no models"
        raise ConfigError(f"NPCGEN_OPENAI_MODEL isn't set, and {having}; set it to one")
    if not listed:
        return {"id": asked}
    found = [each for each in listed if each["id"] == asked]
    found += [each for each in listed if same_model(asked, each["id"])]
    if not found:
        more = f" and {len(listed) - _MOST_NAMES} more" if len(listed) > _MOST_NAMES else ""
        raise NotFound(
            f"the model server has no model '{shown(asked)}', it has {names}{more}; "
            "set NPCGEN_OPENAI_MODEL to one of them",
            reason="REMOTE_NOT_FOUND",
        )
    return found[0]


async def _props(clients: Clients, root: str) -> Mapping[str, Any]:
    """llama-server's word on the slots that it really runs; empty from others."""
    try:
        answer = await ask(clients, "GET", f"{root}/props", _TIMEOUT_S)
    except RemoteFailure as failure:
        logger.debug("no props: %s", failure.error)
        return {}
    settings = answer.get("default_generation_settings") if isinstance(answer, dict) else None
    return {"max_model_len": settings.get("n_ctx")} if isinstance(settings, dict) else {}


def _size(entry: Mapping[str, Any]) -> int:
    """The context that `entry` names; 0 when it names none."""
    sizes = (entry.get(name) for name in _CONTEXT_NAMES)
    return next((size for size in sizes if isinstance(size, int) and size > 0), 0)


def _context(asked: int, said: int) -> int:
    if asked and said and asked > said:
        raise ConfigError(
            f"NPCGEN_CONTEXT_TOKENS is {asked}, the model server has {said}; lower it, or set 0"
        )
    if not (asked or said):
        logger.warning(
            "the model server doesn't say how long its context is: %d tokens are assumed; "
            "set NPCGEN_CONTEXT_TOKENS",
            _UNKNOWN_CONTEXT,
        )
    return asked or min(said or _UNKNOWN_CONTEXT, _MOST_CONTEXT)
