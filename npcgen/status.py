"""The one table between our errors and gRPC status codes, both ways.

Servers use `to_status`, the Python client `from_status`: what was raised there is raised here.
The details are google.rpc's own: ErrorInfo with a stable reason, BadRequest with field paths,
RetryInfo where trying again helps.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import grpc
from google.protobuf.any_pb2 import Any
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import DecodeError, Message
from google.rpc import error_details_pb2
from google.rpc.status_pb2 import Status

from npcgen import errors
from npcgen.errors import FieldViolation, InternalError, NpcgenError

DOMAIN = "npcgen.dev"
DETAILS_KEY = "grpc-status-details-bin"
"""The trailer that carries a whole Status."""

CODES: Mapping[type[NpcgenError], grpc.StatusCode] = MappingProxyType(
    {
        errors.InvalidArgument: grpc.StatusCode.INVALID_ARGUMENT,
        errors.NotFound: grpc.StatusCode.NOT_FOUND,
        errors.AlreadyExists: grpc.StatusCode.ALREADY_EXISTS,
        errors.FailedPrecondition: grpc.StatusCode.FAILED_PRECONDITION,
        errors.ModelUnusable: grpc.StatusCode.FAILED_PRECONDITION,
        errors.ContextTooSmall: grpc.StatusCode.FAILED_PRECONDITION,
        errors.MissingExtra: grpc.StatusCode.FAILED_PRECONDITION,
        errors.Overloaded: grpc.StatusCode.RESOURCE_EXHAUSTED,
        errors.InsufficientMemory: grpc.StatusCode.RESOURCE_EXHAUSTED,
        errors.Unavailable: grpc.StatusCode.UNAVAILABLE,
        errors.DataLoss: grpc.StatusCode.DATA_LOSS,
        errors.DeadlineExceeded: grpc.StatusCode.DEADLINE_EXCEEDED,
        errors.Cancelled: grpc.StatusCode.CANCELLED,
        errors.Unauthenticated: grpc.StatusCode.UNAUTHENTICATED,
        errors.PermissionDenied: grpc.StatusCode.PERMISSION_DENIED,
        errors.Unimplemented: grpc.StatusCode.UNIMPLEMENTED,
        errors.ConfigError: grpc.StatusCode.FAILED_PRECONDITION,
        errors.InternalError: grpc.StatusCode.INTERNAL,
    }
)

# gRPC refuses header blocks over 8 KiB, and the text travels twice, percent-encoded once.
_MAX_TEXT_BYTES = 1_000
_MAX_METADATA_BYTES = 120
_MAX_STATUS_BYTES = 3_000
# Tells the subclass where several share a code; taken out again on the way back.
_CLASS_KEY = "error_class"
_BY_NUMBER = {code.value[0]: code for code in grpc.StatusCode}
_CLASSES: Mapping[str, type[NpcgenError]] = {cls.__name__: cls for cls in CODES}
# The first class of each code, which is the most general one.
_GENERAL: Mapping[grpc.StatusCode, type[NpcgenError]] = {
    code: cls for cls, code in reversed(list(CODES.items()))
}


def code_of(status: Status) -> grpc.StatusCode:
    """The status code; UNKNOWN for a number that gRPC doesn't define."""
    return _BY_NUMBER.get(status.code, grpc.StatusCode.UNKNOWN)


def to_status(error: BaseException, request_id: str = "") -> Status:
    """The status a client gets for `error`.

    What isn't ours, and InternalError, become INTERNAL with a text that gives nothing away but
    `request_id`, which the server's log holds beside the traceback.
    """
    if not isinstance(error, NpcgenError) or isinstance(error, InternalError):
        error = _opaque(request_id)
    status = Status(code=CODES[type(error)].value[0], message=_clipped(error.message))
    for detail in _details(error):
        packed = Any()
        packed.Pack(detail)
        if status.ByteSize() + packed.ByteSize() <= _MAX_STATUS_BYTES:
            status.details.append(packed)
    return status


def from_status(status: Status) -> NpcgenError:
    """The error that `status` was made of, as the same class."""
    code = code_of(status)
    cls = _GENERAL.get(code, InternalError)
    error: NpcgenError = cls(status.message or code.name)
    for detail in status.details:
        error = _with_detail(error, detail)
    return error


def from_rpc(
    code: grpc.StatusCode, details: str | None, trailers: Iterable[tuple[str, str | bytes]] | None
) -> NpcgenError:
    """The error of a failed gRPC call; also for one that a proxy or gRPC itself failed."""
    for key, value in trailers or ():
        if key == DETAILS_KEY and isinstance(value, bytes):
            try:
                return from_status(Status.FromString(value))
            except DecodeError:
                break
    return from_status(Status(code=code.value[0], message=details or ""))


def _opaque(request_id: str) -> InternalError:
    return InternalError(
        f"an internal error; the server's log explains it under request id {request_id or 'none'}",
        metadata={"request_id": request_id},
    )


def _details(error: NpcgenError) -> Iterable[Message]:
    metadata = {key: _clipped(text, _MAX_METADATA_BYTES) for key, text in error.metadata.items()}
    metadata[_CLASS_KEY] = type(error).__name__
    yield error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=metadata)
    if error.retry_after_s is not None:
        delay = Duration()
        delay.FromNanoseconds(round(error.retry_after_s * 1e9))
        yield error_details_pb2.RetryInfo(retry_delay=delay)
    if error.violations:
        yield _bad_request(error.violations)


def _bad_request(violations: Iterable[FieldViolation]) -> error_details_pb2.BadRequest:
    bad_request = error_details_pb2.BadRequest()
    for violation in violations:
        entry = error_details_pb2.BadRequest.FieldViolation(
            field=_clipped(violation.path, _MAX_METADATA_BYTES),
            description=_clipped(violation.description, _MAX_METADATA_BYTES * 2),
        )
        if bad_request.ByteSize() + entry.ByteSize() > _MAX_STATUS_BYTES // 3:
            break
        bad_request.field_violations.append(entry)
    return bad_request


def _with_detail(error: NpcgenError, detail: Any) -> NpcgenError:
    """`error` with what one detail says; an unknown or damaged detail says nothing."""
    info = error_details_pb2.ErrorInfo()
    retry = error_details_pb2.RetryInfo()
    bad_request = error_details_pb2.BadRequest()
    try:
        if detail.Unpack(info) and info.domain == DOMAIN:
            return _named(error, info)
        if detail.Unpack(retry):
            error.retry_after_s = retry.retry_delay.ToNanoseconds() / 1e9
        elif detail.Unpack(bad_request):
            error.violations = tuple(
                FieldViolation(entry.field, entry.description)
                for entry in bad_request.field_violations
            )
    except DecodeError:
        return error
    return error


def _named(error: NpcgenError, info: error_details_pb2.ErrorInfo) -> NpcgenError:
    metadata = dict(info.metadata)
    cls = _CLASSES.get(metadata.pop(_CLASS_KEY, ""), type(error))
    return cls(error.message, info.reason, error.violations, error.retry_after_s, metadata)


def _clipped(text: str, limit: int = _MAX_TEXT_BYTES) -> str:
    """`text` in at most `limit` bytes of UTF-8, the end cut off and marked where need be."""
    data = text.encode("utf-8", "replace")
    if len(data) <= limit:
        return data.decode()
    return data[: limit - 3].decode("utf-8", "ignore") + "…"
