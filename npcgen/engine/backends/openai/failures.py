"""What can go wrong with a remote server, as our errors. The one table of HTTP statuses.

No text of the server reaches a message: `RemoteFailure.remote` keeps it for the log.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from npcgen.engine.backends.openai.quoting import shown
from npcgen.errors import (
    ContextTooSmall,
    FailedPrecondition,
    NotFound,
    NpcgenError,
    Overloaded,
    Unavailable,
)

_RETRYABLE = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_CONTEXT_HINTS = ("context length", "context_length", "context size", "context window", "n_ctx")


class RemoteFailure(Exception):
    """Why an attempt failed. `again`: another one may fare better, as long as nothing was said."""

    def __init__(self, error: NpcgenError, *, again: bool = False, remote: str = "") -> None:
        super().__init__(error.message)
        self.error = error
        self.again = again
        self.remote = remote


def broken(what: str) -> RemoteFailure:
    """The server's answer isn't what the API says."""
    return RemoteFailure(
        Unavailable(
            f"the model server {what}; check that NPCGEN_OPENAI_URL is a chat-completions server",
            reason="REMOTE_BROKEN",
        )
    )


def cut_off() -> RemoteFailure:
    return RemoteFailure(
        Unavailable(
            "the model server closed the stream in the middle of a reply; try again",
            reason="REMOTE_CUT_OFF",
        ),
        again=True,
    )


def stalled(seconds: float, *, spoke: bool) -> RemoteFailure:
    what = "stopped sending" if spoke else "didn't begin to reply"
    setting = "NPCGEN_OPENAI_BETWEEN_TOKENS_S" if spoke else "NPCGEN_OPENAI_FIRST_TOKEN_S"
    return RemoteFailure(
        Unavailable(
            f"the model server {what} for {seconds:g} s; try again, or raise {setting}",
            reason="REMOTE_STALLED",
        )
    )


def unreachable(error: Exception) -> RemoteFailure:
    """`error`: of httpx. Its text may hold the address, so only its kind is told."""
    return RemoteFailure(
        Unavailable(
            f"the model server can't be reached ({type(error).__name__}); "
            "check that it runs and that NPCGEN_OPENAI_URL is right",
            reason="REMOTE_UNREACHABLE",
        ),
        again=True,
        remote=str(error),
    )


def another_model(asked: str, said: str) -> RemoteFailure:
    return RemoteFailure(
        FailedPrecondition(
            f"asked for the model '{shown(asked)}', the model server answered with "
            f"'{shown(said)}'; set NPCGEN_OPENAI_MODEL to the one it has, or "
            "NPCGEN_OPENAI_ANY_MODEL=true where both are one",
            reason="REMOTE_MODEL",
        )
    )


def refused(status: int, headers: Mapping[str, str], body: bytes) -> RemoteFailure:
    """An answer with a status other than 200."""
    try:
        remote = remote_message(json.loads(body))
    except (ValueError, RecursionError):
        remote = body[:200].decode("utf-8", "replace")
    error = _error_for(status, remote, _retry_after_s(headers))
    return RemoteFailure(error, again=status in _RETRYABLE, remote=remote)


def reported(event: Mapping[str, Any]) -> RemoteFailure:
    """An error object in the middle of a stream."""
    remote = remote_message(event)
    error = event.get("error")
    code = (error if isinstance(error, Mapping) else event).get("code")
    status = code if isinstance(code, int) and 400 <= code < 600 else 500
    return RemoteFailure(
        _error_for(status, remote, None), again=status in _RETRYABLE, remote=remote
    )


def remote_message(value: object) -> str:
    """The text of an error object in any of the forms in use."""
    while isinstance(value, Mapping):
        value = next((value[key] for key in ("error", "message", "detail") if key in value), "")
    return value if isinstance(value, str) else ""


def _error_for(status: int, remote: str, retry_after_s: float | None) -> NpcgenError:
    if status == 429:
        return Overloaded(
            "the model server has too much to do; try again later",
            reason="REMOTE_OVERLOADED",
            retry_after_s=1.0 if retry_after_s is None else retry_after_s,
        )
    if status in _RETRYABLE or status >= 500:
        return Unavailable(
            f"the model server failed (HTTP {status}); try again later, its log says why",
            reason="REMOTE_FAILED",
            retry_after_s=retry_after_s,
        )
    return _lasting_error(status, remote)


def _lasting_error(status: int, remote: str) -> NpcgenError:
    """The error for a status that the same request would meet again."""
    if status in (401, 403):
        text = "refused the key; set NPCGEN_OPENAI_KEY"
        return FailedPrecondition(f"the model server {text}", reason="REMOTE_KEY_REFUSED")
    if status in (404, 405):
        text = "has no such model or no chat completions; check NPCGEN_OPENAI_URL and _MODEL"
        return NotFound(f"the model server {text}", reason="REMOTE_NOT_FOUND")
    if status in (400, 413, 422) and any(hint in remote.lower() for hint in _CONTEXT_HINTS):
        text = "has a shorter context than the prompt needs; set NPCGEN_CONTEXT_TOKENS to its size"
        return ContextTooSmall(f"the model server {text}")
    if status < 400:
        text = f"answered HTTP {status}; set NPCGEN_OPENAI_URL to where it really is"
        return FailedPrecondition(f"the model server {text}", reason="REMOTE_REDIRECTED")
    return FailedPrecondition(
        f"the model server refused the request (HTTP {status}); the log says why, and "
        "NPCGEN_OPENAI_EXTENSIONS=false leaves out what strict servers don't know",
        reason="REMOTE_REFUSED",
    )


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Retry-After, in seconds or as a date; None where there is none that can be read."""
    given = headers.get("retry-after", "").strip()
    if given.isascii() and given.isdigit():
        return float(given[:9])
    try:
        until = parsedate_to_datetime(given)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
