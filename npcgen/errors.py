"""Every error npcgen raises on purpose.

Knows no gRPC: `npcgen/status.py` holds the one table from these classes to status codes.

NpcgenError
├── InvalidArgument        the caller sent something that can't be right; names the field
├── NotFound               no such persona, conversation, world or model
├── AlreadyExists          the name or the id is taken
├── FailedPrecondition     right request, wrong moment or wrong set-up
│   ├── ModelUnusable      the model file is missing, damaged or of an unknown kind
│   ├── ContextTooSmall    the persona doesn't fit the model's context
│   └── MissingExtra       an optional dependency isn't installed
├── Overloaded             more to do than the server takes on; try again later
│   └── InsufficientMemory no room for a model; says what to lower
├── Unavailable            loading or draining; try again later
├── DataLoss               a save game or a store that is damaged
├── DeadlineExceeded       the time the caller gave is over
├── Cancelled              the caller went away or called Cancel
├── Unauthenticated        no key, or the wrong one
├── PermissionDenied       a key that may not do this, or a bundled thing that can't be changed
├── Unimplemented          no such call on this server
├── ConfigError            a setting that can't work; the process doesn't start
└── InternalError          a bug of ours; its text never reaches a client
"""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """One field that is wrong: its path as the caller wrote it, and what to do about it."""

    path: str
    description: str


@dataclass(eq=False)
class NpcgenError(Exception):
    """An error with a stable reason (UPPER_SNAKE_CASE) and a text that says what to do."""

    default_reason: ClassVar[str] = "INTERNAL"

    message: str
    reason: str = ""
    violations: tuple[FieldViolation, ...] = ()
    retry_after_s: float | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.message)
        self.reason = self.reason or self.default_reason

    def __str__(self) -> str:
        return self.message


class InvalidArgument(NpcgenError):
    default_reason = "INVALID_ARGUMENT"

    @classmethod
    def at(cls, path: str, description: str, *, reason: str = "") -> "InvalidArgument":
        """The error for one bad field; `path` is the field as the caller wrote it."""
        return cls(
            f"{path}: {description}",
            reason=reason,
            violations=(FieldViolation(path, description),),
        )


class NotFound(NpcgenError):
    default_reason = "NOT_FOUND"


class AlreadyExists(NpcgenError):
    default_reason = "ALREADY_EXISTS"


class FailedPrecondition(NpcgenError):
    default_reason = "FAILED_PRECONDITION"


class ModelUnusable(FailedPrecondition):
    default_reason = "MODEL_UNUSABLE"


class ContextTooSmall(FailedPrecondition):
    default_reason = "CONTEXT_TOO_SMALL"


class MissingExtra(FailedPrecondition):
    default_reason = "MISSING_EXTRA"


class Overloaded(NpcgenError):
    default_reason = "OVERLOADED"


class InsufficientMemory(Overloaded):
    default_reason = "INSUFFICIENT_MEMORY"


class Unavailable(NpcgenError):
    default_reason = "UNAVAILABLE"


class DataLoss(NpcgenError):
    default_reason = "DATA_LOSS"


class DeadlineExceeded(NpcgenError):
    default_reason = "DEADLINE_EXCEEDED"


class Cancelled(NpcgenError):
    default_reason = "CANCELLED"


class Unauthenticated(NpcgenError):
    default_reason = "UNAUTHENTICATED"


class PermissionDenied(NpcgenError):
    default_reason = "PERMISSION_DENIED"


class Unimplemented(NpcgenError):
    default_reason = "UNKNOWN_METHOD"


class ConfigError(NpcgenError):
    default_reason = "CONFIG"


class InternalError(NpcgenError):
    default_reason = "INTERNAL"


def trace_of(error: BaseException) -> str:
    """Which exception came from where, for the log.

    NOTE: without its text, which may hold what a player said.
    """
    lines = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__name__}\n{lines}".rstrip()
