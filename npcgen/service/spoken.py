"""What a Connect or gRPC-Web request must say in its head.

connectrpc refuses the same requests, some without a word, none with details.
"""

import re
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import Scope

from npcgen.errors import InvalidArgument, Unimplemented
from npcgen.service.rpc import Method

_UNARY_TYPES = ("application/json", "application/proto")
_STREAM_TYPES = ("application/connect+json", "application/connect+proto")
_GRPC_WEB_TYPES = (
    "application/grpc-web",
    "application/grpc-web+proto",
    "application/grpc-web+json",
)
_ENCODINGS = ("json", "proto")
_COMPRESSIONS = ("gzip", "identity", "")
_CONNECT_TIMEOUT = r"\d{1,10}"
_GRPC_TIMEOUT = r"\d{1,8}[HMSmun]"


def check_spoken(method: Method, scope: Scope) -> None:
    """Raises InvalidArgument for a head that the call can't be made with, or Unimplemented."""
    headers = Headers(scope=scope)
    if scope["method"] == "GET" and method.safe:
        _check_query(method, scope)
        grpc_web = False
    elif scope["method"] == "POST":
        grpc_web = _check_type(method, headers)
    else:
        allow = "GET, POST" if method.safe else "POST"
        raise InvalidArgument(
            f"{method.name} needs POST", reason="HTTP_METHOD", metadata={"allow": allow}
        )
    if grpc_web:
        _check_timeout(headers, "grpc-timeout", _GRPC_TIMEOUT)
        _check_compression(headers, "grpc-encoding")
        return
    _check_version(headers)
    _check_timeout(headers, "connect-timeout-ms", _CONNECT_TIMEOUT)
    prefix = "connect-" if method.streams else ""
    _check_compression(headers, f"{prefix}content-encoding")


def _check_query(method: Method, scope: Scope) -> None:
    query = parse_qs(scope["query_string"].decode(), keep_blank_values=True)
    encoding = query.get("encoding", [""])[0]
    if encoding not in _ENCODINGS:
        raise InvalidArgument(
            f"a GET of {method.name} needs encoding=json or encoding=proto in its query, not "
            f"'{encoding[:80]}'",
            reason="CONTENT_TYPE",
        )


def _check_type(method: Method, headers: Headers) -> bool:
    """Whether it is gRPC-Web."""
    whole = headers.get("content-type", "")
    if whole in _GRPC_WEB_TYPES:
        return True
    sent = whole.partition(";")[0].strip().lower()
    own = _STREAM_TYPES if method.streams else _UNARY_TYPES
    if sent not in own:
        raise InvalidArgument(
            f"{method.name} doesn't take content-type '{sent[:80]}'; send {' or '.join(own)}, "
            "or gRPC-Web; native gRPC has a port of its own",
            reason="CONTENT_TYPE",
        )
    return False


def _check_version(headers: Headers) -> None:
    version = headers.get("connect-protocol-version", "1")
    if version != "1":
        raise InvalidArgument(
            f"connect-protocol-version is '{version[:80]}'; send 1, or none",
            reason="MALFORMED_HEADER",
        )


def _check_timeout(headers: Headers, name: str, pattern: str) -> None:
    timeout = headers.get(name)
    if timeout is not None and not re.fullmatch(pattern, timeout, re.ASCII):
        like = "milliseconds, such as 5000" if "ms" in name else "such as 5000m or 5S"
        raise InvalidArgument(
            f"{name} is '{timeout[:80]}'; send {like}, or none", reason="MALFORMED_HEADER"
        )


def _check_compression(headers: Headers, name: str) -> None:
    compression = headers.get(name, "")
    if compression not in _COMPRESSIONS:
        raise Unimplemented(
            f"{name} is '{compression[:80]}'; send gzip or identity", reason="UNKNOWN_COMPRESSION"
        )
