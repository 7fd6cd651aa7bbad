"""Our calls as Connect and gRPC-Web, by connectrpc.

NOTE: connectrpc decodes before it calls us. Its codecs here only hand the bytes on, so that a
request is decoded behind the same guards as a native one.
"""

import json
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from functools import partial
from typing import Any, TypeAlias

from connectrpc.codec import Codec
from connectrpc.method import IdempotencyLevel, MethodInfo, StreamType
from connectrpc.request import RequestContext
from connectrpc.server import ConnectASGIApplication, Endpoint
from google.protobuf import json_format
from google.protobuf.message import Message

from npcgen.errors import InvalidArgument
from npcgen.service.calls import CallFailed, Calls, new_request_id
from npcgen.service.connect_errors import TypedErrors, connect_error
from npcgen.service.heartbeat import with_heartbeats
from npcgen.service.json_fields import IGNORED_HEADER, unknown_names
from npcgen.service.rpc import CallContext, Method, decode_binary

logger = logging.getLogger(__name__)

_MAX_IGNORED_CHARS = 500

Context: TypeAlias = "RequestContext[Any, Any]"
Told: TypeAlias = Callable[[Sequence[str]], None]
"""Hears which names of a request were ignored."""
Body: TypeAlias = Callable[[Told], Message]
"""A request that came whole, and isn't decoded yet."""


class Application(ConnectASGIApplication[None]):
    """Every call of the server, whatever service it belongs to."""

    def __init__(
        self, methods: Sequence[Method], calls: Calls, max_bytes: int, heartbeat_s: float
    ) -> None:
        super().__init__(
            service=None,
            endpoints=lambda _: {
                method.path: _endpoint(method, calls, heartbeat_s) for method in methods
            },
            interceptors=[TypedErrors(max_bytes)],
            read_max_bytes=max_bytes,
            codecs=[BinaryCodec(), JsonCodec()],
        )

    @property
    def path(self) -> str:
        return "/"


class BinaryCodec(Codec[Message, Any]):
    """Protocol Buffers' own bytes."""

    def name(self) -> str:
        return "proto"

    def encode(self, message: Message) -> bytes:
        return message.SerializeToString()

    def decode(self, data: bytes | bytearray, message_class: type[Message]) -> Any:
        return lambda _: decode_binary(bytes(data), message_class)


class JsonCodec(Codec[Message, Any]):
    """Protocol Buffers as JSON: on one line, with every field that has no presence."""

    def name(self) -> str:
        return "json"

    def encode(self, message: Message) -> bytes:
        fields = json_format.MessageToDict(message, always_print_fields_with_no_presence=True)
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()

    def decode(self, data: bytes | bytearray, message_class: type[Message]) -> Any:
        return partial(decode_json, bytes(data), message_class)


def decode_json(data: bytes, message_type: type[Message], told: Told) -> Message:
    """The message; fields it doesn't have are told, and ignored. Raises InvalidArgument."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise InvalidArgument(
            f"byte {error.start} of the JSON is not UTF-8", reason="MALFORMED_REQUEST"
        ) from error
    if text and not text.lstrip().startswith("{"):
        raise _malformed(message_type, "it doesn't begin with {")
    try:
        given = json.loads(text or "{}", object_pairs_hook=_each_once)
        ignored = list(unknown_names(given, message_type))
        message = json_format.ParseDict(given, message_type(), ignore_unknown_fields=True)
    except (json_format.ParseError, ValueError, TypeError, RecursionError) as error:
        raise _malformed(message_type, str(error)) from error
    if ignored:
        told(ignored)
    return message


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice} stands there twice")
    return fields


def _malformed(message_type: type[Message], why: str) -> InvalidArgument:
    return InvalidArgument(
        f"this JSON is no {message_type.DESCRIPTOR.full_name}: {why}", reason="MALFORMED_REQUEST"
    )


def _endpoint(method: Method, calls: Calls, heartbeat_s: float) -> Any:
    """NOTE: connectrpc doesn't export the type."""
    info: MethodInfo[Any, Any] = MethodInfo(
        name=method.name,
        service_name=method.service_name,
        input=method.request_type,
        output=method.response_type,
        idempotency_level=(
            IdempotencyLevel.NO_SIDE_EFFECTS if method.safe else IdempotencyLevel.UNKNOWN
        ),
        stream_type=StreamType.SERVER_STREAM if method.streams else StreamType.UNARY,
    )
    if method.streams:
        return Endpoint.server_stream(info, _streaming(method, calls, heartbeat_s))
    return Endpoint.unary(info, _unary(method, calls))


def _unary(method: Method, calls: Calls) -> Callable[[Body, Context], Awaitable[Message]]:
    async def answer(body: Body, context: Context) -> Message:
        call = _context_of(context)
        decode = partial(body, partial(_tell_ignored, method, call, context))
        try:
            return await calls.unary(method, decode, call)
        except CallFailed as failure:
            raise connect_error(failure.status) from failure

    return answer


def _streaming(
    method: Method, calls: Calls, heartbeat_s: float
) -> Callable[[Body, Context], AsyncGenerator[Message, None]]:
    async def answer(body: Body, context: Context) -> AsyncGenerator[Message, None]:
        call = _context_of(context)
        decode = partial(body, partial(_tell_ignored, method, call, context))
        stream = calls.stream(method, decode, call)
        lively = with_heartbeats(stream, method.response_type, heartbeat_s)
        try:
            async with aclosing(lively) as messages:
                async for message in messages:
                    yield message
        except CallFailed as failure:
            raise connect_error(failure.status) from failure

    return answer


def _tell_ignored(
    method: Method, call: CallContext, context: Context, names: Sequence[str]
) -> None:
    """NOTE: quoted as ASCII, for a name may hold what no header may."""
    shown = ", ".join(
        name if name.isprintable() and name.isascii() else ascii(name) for name in names
    )
    if len(shown) > _MAX_IGNORED_CHARS:
        shown = f"{shown[:_MAX_IGNORED_CHARS]} .. ({len(names)} names)"
    context.response_headers[IGNORED_HEADER] = shown
    logger.warning("ignored names path=%s names=%s id=%s", method.path, shown, call.request_id)


def _context_of(context: Context) -> CallContext:
    remaining_ms = context.timeout_ms
    remaining_s = None if remaining_ms is None else remaining_ms / 1000
    return CallContext(new_request_id(), "http", remaining_s)
