"""How many tokens messages make for a model whose tokenizer is somewhere else.

Asks the server where it answers (llama-server's and vLLM's /tokenize, llama-cpp-python's
/extras/tokenize/count), text by text, so that only what is new in a conversation is asked. Else
estimates: one token for each three bytes, which is a third too many for English; a script that
the tokenizer hardly knows may take up to three times as many.
"""

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from npcgen.engine.backends.openai.answers import ask
from npcgen.engine.backends.openai.clients import Clients
from npcgen.engine.backends.openai.failures import RemoteFailure, broken
from npcgen.engine.base import Message

logger = logging.getLogger(__name__)

_MESSAGE_TOKENS = 8
"""What a template puts around a message, at most in the ones in use."""
_BYTES_PER_TOKEN = 3
_KEPT_COUNTS = 2048
_PATHS = ("/tokenize", "/extras/tokenize/count")
_TIMEOUT_S = 2.0


def estimate(text: str) -> int:
    return -(-len(text.encode("utf-8", "replace")) // _BYTES_PER_TOKEN)


class TokenCounter:
    def __init__(self, count: Callable[[str], int] | None) -> None:
        """`count` asks the server and may raise RemoteFailure; None for one that can't be asked."""
        self._count = lru_cache(_KEPT_COUNTS)(count) if count else estimate

    def __call__(self, messages: Sequence[Message]) -> int:
        """The messages' tokens, with room for the template's and for the reply's opening."""
        try:
            tokens = sum(self._count(message.content) for message in messages)
        except RemoteFailure as failure:
            logger.warning("tokens are estimated: %s", failure.error)
            tokens = sum(estimate(message.content) for message in messages)
        return tokens + _MESSAGE_TOKENS * (len(messages) + 1)


async def find_tokenizer(clients: Clients, root: str, model: str) -> str:
    """The URL that counts tokens; empty when there is none."""
    for path in _PATHS:
        try:
            if await count_text(clients, root + path, model, "one two") > 0:
                return root + path
        except RemoteFailure as failure:
            logger.debug("no tokenizer at %s: %s", path, failure.error)
    return ""


async def count_text(clients: Clients, url: str, model: str, text: str) -> int:
    """Raises RemoteFailure."""
    # Each server takes the names it knows.
    body = {"model": model, "prompt": text, "content": text, "input": text}
    return _count_in(await ask(clients, "POST", url, _TIMEOUT_S, body))


def _count_in(answer: Any) -> int:
    if isinstance(answer, dict):
        count, tokens = answer.get("count"), answer.get("tokens")
        if isinstance(count, int) and count >= 0:
            return count
        if isinstance(tokens, list):
            return len(tokens)
    raise broken("counted no tokens")
