"""Our calls as native gRPC: the handlers that grpc.aio asks for, the catch-all included."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from functools import partial
from typing import Any, NoReturn, TypeAlias

import grpc
from google.protobuf.message import Message
from google.rpc.status_pb2 import Status

from npcgen.errors import Cancelled, Unimplemented
from npcgen.service.calls import CallFailed, Calls, new_request_id
from npcgen.service.rpc import CallContext, Method, decode_binary, known_paths, too_large
from npcgen.status import DETAILS_KEY, code_of, to_status

ServicerContext: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"
Handler: TypeAlias = "grpc.RpcMethodHandler[Any, Any]"


class NativeHandlers(grpc.GenericRpcHandler):  # type: ignore[type-arg]
    """Finds the handler of a path; one that doesn't exist gets a typed error."""

    def __init__(
        self, methods: Sequence[Method], calls: Calls, max_bytes: int, stall_s: float
    ) -> None:
        """`max_bytes`: of one request. `stall_s`: how long a client may accept nothing before its
        stream is given up.
        """
        self._calls = calls
        self._known = known_paths(methods)
        self._handlers = {
            method.path: _streaming(method, calls, max_bytes, stall_s)
            if method.streams
            else _unary(method, calls, max_bytes)
            for method in methods
        }

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Handler:
        path = str(handler_call_details.method)
        return self._handlers.get(path) or self._unknown(path)

    def _unknown(self, path: str) -> Handler:
        error = Unimplemented(f"no call {path[:120]}; this server has {self._known}")
        return refusing(partial(self._calls.refuse, path, "grpc", error))


def refusing(status: Callable[[str], Status]) -> Handler:
    """A handler for a call of any kind that ends it; `status` takes the request's id."""

    async def refuse(_requests: object, context: ServicerContext) -> None:
        await end_with(context, status(new_request_id()))

    return grpc.stream_stream_rpc_method_handler(refuse)


async def end_with(context: ServicerContext, status: Status) -> NoReturn:
    """Ends the call with a status other than OK, its details in the trailers."""
    trailers = ((DETAILS_KEY, status.SerializeToString()),)
    await context.abort(code_of(status), status.message, trailers)


def _unary(method: Method, calls: Calls, max_bytes: int) -> Handler:
    async def answer(data: bytes, context: ServicerContext) -> bytes:
        decode = partial(_decode, data, method, max_bytes)
        try:
            message = await calls.unary(method, decode, _context_of(context))
        except CallFailed as failure:
            await end_with(context, failure.status)
        return message.SerializeToString()

    return grpc.unary_unary_rpc_method_handler(answer)


def _streaming(method: Method, calls: Calls, max_bytes: int, stall_s: float) -> Handler:
    async def answer(data: bytes, context: ServicerContext) -> None:
        decode = partial(_decode, data, method, max_bytes)
        stream = calls.stream(method, decode, _context_of(context))
        try:
            async with aclosing(stream) as messages:
                async for message in messages:
                    await _write(context.write, message, stall_s)
        except CallFailed as failure:
            await end_with(context, failure.status)

    return grpc.unary_stream_rpc_method_handler(answer)


def _decode(data: bytes, method: Method, max_bytes: int) -> Message:
    if len(data) > max_bytes:
        raise too_large(max_bytes, len(data))
    return decode_binary(data, method.request_type)


async def _write(
    write: Callable[[bytes], Awaitable[None]], message: Message, stall_s: float
) -> None:
    try:
        async with asyncio.timeout(stall_s):
            await write(message.SerializeToString())
    except TimeoutError as error:
        stalled = Cancelled(f"nothing was read for {stall_s:g} s", reason="STALLED_READER")
        raise CallFailed(to_status(stalled)) from error


def _context_of(context: ServicerContext) -> CallContext:
    return CallContext(new_request_id(), "grpc", context.time_remaining())
