"""The table between errors and status codes."""

from collections.abc import Iterable

import grpc
import pytest
from google.rpc.status_pb2 import Status

from npcgen.errors import (
    ContextTooSmall,
    FieldViolation,
    InternalError,
    InvalidArgument,
    NotFound,
    NpcgenError,
    Overloaded,
    Unavailable,
)
from npcgen.status import CODES, DETAILS_KEY, code_of, from_rpc, from_status, to_status


def subclasses(cls: type[NpcgenError]) -> Iterable[type[NpcgenError]]:
    for sub in cls.__subclasses__():
        yield sub
        yield from subclasses(sub)


def test_the_table_knows_every_error() -> None:
    assert set(CODES) == set(subclasses(NpcgenError))


@pytest.mark.parametrize("cls", [cls for cls in CODES if cls is not InternalError])
def test_every_error_comes_back_as_itself(cls: type[NpcgenError]) -> None:
    error = cls(
        "what, and what to do",
        reason="SOME_REASON",
        violations=(FieldViolation("persona.name", "is empty"),),
        retry_after_s=1.5,
        metadata={"persona_id": "odo"},
    )
    back = from_status(to_status(error))
    assert type(back) is cls
    assert vars(back) == vars(error)


def test_a_foreign_exception_gives_nothing_away_but_the_request_id() -> None:
    status = to_status(ValueError("the player said: my secret"), "ab12")
    assert code_of(status) is grpc.StatusCode.INTERNAL
    assert status.message == (
        "an internal error; the server's log explains it under request id ab12"
    )
    assert b"secret" not in status.SerializeToString()


def test_our_own_internal_error_gives_nothing_away_either() -> None:
    back = from_status(to_status(InternalError("slot 3 has no sequence"), "ab12"))
    assert type(back) is InternalError
    assert back.metadata == {"request_id": "ab12"}
    assert "slot" not in back.message


def test_a_status_fits_the_headers_however_long_the_error_is() -> None:
    violations = tuple(FieldViolation("ы" * 500, "ы" * 500) for _ in range(500))
    error = InvalidArgument("ы" * 9_999, violations=violations, metadata={"id": "ы" * 9_999})
    status = to_status(error)
    assert len(status.SerializeToString()) <= 3_000
    assert len(status.message.encode()) <= 1_000
    assert status.message.endswith("…")
    assert len(from_status(status).violations) > 0


def test_a_half_of_a_character_does_no_harm() -> None:
    assert to_status(NotFound("no persona '\ud800'")).message == "no persona '?'"


def test_an_error_without_details_becomes_the_general_class_of_its_code() -> None:
    status = Status(code=grpc.StatusCode.FAILED_PRECONDITION.value[0], message="no")
    assert type(from_status(status)).__name__ == "FailedPrecondition"


def test_a_code_of_nobody_becomes_an_internal_error() -> None:
    error = from_rpc(grpc.StatusCode.ABORTED, None, None)
    assert type(error) is InternalError
    assert error.message == "ABORTED"


def test_trailers_win_over_the_bare_code() -> None:
    status = to_status(ContextTooSmall("too long", metadata={"persona_tokens": "900"}))
    trailers = (("x", "y"), (DETAILS_KEY, status.SerializeToString()))
    error = from_rpc(grpc.StatusCode.FAILED_PRECONDITION, "too long", trailers)
    assert type(error) is ContextTooSmall
    assert error.metadata == {"persona_tokens": "900"}


def test_damaged_trailers_leave_the_code_and_the_text() -> None:
    error = from_rpc(grpc.StatusCode.UNAVAILABLE, "gone", ((DETAILS_KEY, b"\xff\xff"),))
    assert (type(error), error.message) == (Unavailable, "gone")


def test_a_wait_survives_to_the_millisecond() -> None:
    assert from_status(to_status(Overloaded("full", retry_after_s=0.125))).retry_after_s == 0.125
