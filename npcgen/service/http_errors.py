"""An error as an HTTP response that Connect, gRPC-Web and a person at curl all understand."""

import base64

from google.rpc.status_pb2 import Status
from starlette.responses import JSONResponse, Response

from npcgen.errors import NpcgenError
from npcgen.service.connect_errors import connect_code
from npcgen.status import to_status

# NOTE: 404 for an unknown call, not 501: all three protocols read 404 as "unimplemented".
_OF_CODE = {
    "invalid_argument": 400,
    "failed_precondition": 400,
    "unauthenticated": 401,
    "permission_denied": 403,
    "not_found": 404,
    "unimplemented": 404,
    "resource_exhausted": 429,
    "unavailable": 503,
}
_OF_REASON = {"HTTP_METHOD": 405, "CONTENT_TYPE": 415, "UNKNOWN_COMPRESSION": 415}


def error_response(error: NpcgenError) -> Response:
    """Connect's JSON form of the error, for what is refused before a call begins."""
    status = to_status(error)
    code = connect_code(status).value
    body = {"code": code, "message": status.message, "details": _details(status)}
    allow = error.metadata.get("allow")
    headers = {"allow": allow} if allow else None
    return JSONResponse(body, _OF_REASON.get(error.reason) or _OF_CODE[code], headers)


def _details(status: Status) -> list[dict[str, str]]:
    return [
        {
            "type": detail.TypeName(),
            "value": base64.b64encode(detail.value).decode().rstrip("="),
        }
        for detail in status.details
    ]
