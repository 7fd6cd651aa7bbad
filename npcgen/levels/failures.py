"""worldgen's errors as ours, which have a status and a reason."""

from collections.abc import Iterator
from contextlib import contextmanager

from npcgen.errors import (
    DeadlineExceeded,
    FieldViolation,
    InternalError,
    InvalidArgument,
    NotFound,
    NpcgenError,
)
from worldgen.errors import (
    InvalidSpec,
    NobodyAsks,
    OutOfReach,
    OutOfTime,
    UnknownQuest,
    Unsatisfiable,
    WorldgenError,
)


@contextmanager
def told_as_ours() -> Iterator[None]:
    """Raises worldgen's errors as those that have a status."""
    try:
        yield
    except WorldgenError as error:
        raise ours(error) from error


def ours(error: WorldgenError) -> NpcgenError:
    if isinstance(error, InvalidSpec):
        field, message = error.field or "spec", error.message
        violation = FieldViolation(field, message.removeprefix(f"{field}: "))
        return InvalidArgument(message, reason="INVALID_SPEC", violations=(violation,))
    if isinstance(error, Unsatisfiable):
        clashes = tuple(
            FieldViolation(name, "it clashes with the others named here, or can't be met")
            for name in error.clashes
        )
        return InvalidArgument(error.message, reason="UNSATISFIABLE", violations=clashes)
    if isinstance(error, NobodyAsks):
        reasons = tuple(FieldViolation("world", reason) for reason in error.reasons)
        return InvalidArgument(error.message, reason="NOBODY_ASKS", violations=reasons)
    if isinstance(error, OutOfReach):
        missing = tuple(
            FieldViolation("goal", f"nothing brings about {fact}") for fact in error.missing
        )
        return InvalidArgument(error.message, reason="OUT_OF_REACH", violations=missing)
    if isinstance(error, UnknownQuest):
        return NotFound(error.message, reason="QUEST_NOT_STARTED")
    if isinstance(error, OutOfTime):
        return DeadlineExceeded(error.message, reason="OUT_OF_TIME")
    return InternalError(error.message)
