"""Our calls as native gRPC: the handlers that grpc.aio asks for, the catch-all included."""

import asyncio
from collections.abc import Callable, Sequence
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
        watch = _StallWatch(stall_s)
        try:
            async with aclosing(stream) as messages:
                async for message in messages:
                    with watch:
                        await context.write(message.SerializeToString())
        except CallFailed as failure:
            await end_with(context, failure.status)
        except asyncio.CancelledError:
            if not watch.stalled:
                raise
            await end_with(context, watch.status())
        finally:
            watch.close()

    return grpc.unary_stream_rpc_method_handler(answer)


def _decode(data: bytes, method: Method, max_bytes: int) -> Message:
    if len(data) > max_bytes:
        raise too_large(max_bytes, len(data))
    return decode_binary(data, method.request_type)


class _StallWatch:
    """Cancels the stream of a client that accepts nothing; one timer a stream, not one a message.

    A client that stalls is given up after `stall_s` to twice that. It belongs to the task that
    makes it.
    """

    def __init__(self, stall_s: float) -> None:
        self.stalled = False
        self._stall_s = stall_s
        self._since: float | None = None
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._timer = self._loop.call_later(stall_s, self._look)

    def __enter__(self) -> None:
        self._since = self._loop.time()

    def __exit__(self, *_: object) -> None:
        self._since = None

    def close(self) -> None:
        self._timer.cancel()

    def status(self) -> Status:
        """What a stalled client is told; the task goes on to tell it."""
        if self._task is not None:
            self._task.uncancel()
        return to_status(
            Cancelled(f"nothing was read for {self._stall_s:g} s", reason="STALLED_READER")
        )

    def _look(self) -> None:
        waited_s = 0.0 if self._since is None else self._loop.time() - self._since
        if waited_s >= self._stall_s and self._task is not None:
            self.stalled = True
            self._task.cancel()
        else:
            self._timer = self._loop.call_later(self._stall_s - waited_s, self._look)


def _context_of(context: ServicerContext) -> CallContext:
    return CallContext(new_request_id(), "grpc", context.time_remaining())
