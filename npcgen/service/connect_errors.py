"""Errors as connectrpc sends them: ours with their details, and its own made into ours."""

from connectrpc.code import Code
from connectrpc.errors import ConnectError, ErrorDetail
from connectrpc.interceptor import MetadataInterceptor
from connectrpc.request import RequestContext
from google.rpc.status_pb2 import Status
from protobuf.wkt import Any as WireAny

from npcgen.errors import Cancelled, DeadlineExceeded, InvalidArgument, NpcgenError
from npcgen.service.rpc import too_large
from npcgen.status import code_of, to_status

# Once a call reached us, its errors have details, so these are about the request alone.
_MALFORMED = frozenset({Code.INVALID_ARGUMENT, Code.INTERNAL, Code.UNIMPLEMENTED})


class TypedErrors(MetadataInterceptor[None]):
    """Gives the errors that connectrpc finds itself a reason and details."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes

    async def on_start(self, ctx: "RequestContext[object, object]") -> None:
        return

    async def on_end(
        self, token: None, ctx: "RequestContext[object, object]", error: Exception | None, /
    ) -> None:
        if isinstance(error, ConnectError) and not error.details:
            typed = self._typed(error)
            if typed is not None:
                raise connect_error(to_status(typed)) from error

    def _typed(self, error: ConnectError) -> NpcgenError | None:
        if error.code in _MALFORMED:
            return InvalidArgument(error.message, reason="MALFORMED_REQUEST")
        match error.code:
            case Code.RESOURCE_EXHAUSTED:
                return too_large(self._max_bytes)
            case Code.DEADLINE_EXCEEDED:
                return DeadlineExceeded("the call took longer than its timeout")
            case Code.CANCELED:
                return Cancelled("the client went away")
        return None


def connect_error(status: Status) -> ConnectError:
    """The status as connectrpc sends it, details included."""
    details = [
        ErrorDetail(WireAny(type_url=detail.type_url, value=detail.value))
        for detail in status.details
    ]
    return ConnectError(connect_code(status), status.message, details)


def connect_code(status: Status) -> Code:
    """Connect's name for the code; the same as gRPC's, but for one letter."""
    name = code_of(status).name
    return Code["CANCELED" if name == "CANCELLED" else name]
