"""What a file of verbs builds on: a connection that asks once, page by page, or for a stream.

`Verbs` is for asyncio, `BlockingVerbs` for everything else. Neither knows a verb: a file of those
has a class on each, which both clients have among their bases, and `calls.py` is what they send.
"""

from collections.abc import AsyncGenerator, Callable, Generator
from types import TracebackType
from typing import Self, TypeVar

import grpc
import grpc.aio
from grpc.experimental import ChannelOptions

from npcgen.client import connection
from npcgen.client.calls import Call, Stream
from npcgen.client.connection import Tls
from npcgen.client.failures import raised
from npcgen.dialogue.paging import Page
from npcgen.errors import FailedPrecondition

Result = TypeVar("Result")

# Streams are then read by the thread that asks for them. With gRPC's default, a thread of its own,
# a Ctrl-C at the wrong moment makes `close` wait for ever.
_ONE_THREAD = (ChannelOptions.SingleThreadedUnaryStream, 1)


class Verbs:
    """A connection for asyncio."""

    def __init__(
        self,
        target: str = connection.DEFAULT_TARGET,
        *,
        api_key: str | None = None,
        tls: Tls | None = None,
        timeout_s: float = connection.DEFAULT_TIMEOUT_S,
    ) -> None:
        """`timeout_s` is for each unary call, its retries included. Nothing connects yet."""
        self.target = target
        self._tls = tls
        self._metadata = connection.metadata(api_key)
        self._timeout_s = timeout_s
        self._open_channel: grpc.aio.Channel | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends the connection, and with it every reply that is still streaming."""
        if self._open_channel is not None:
            await self._open_channel.close(grace=None)
            self._open_channel = None

    async def _unary(
        self, call: Call[Result], timeout_s: float | None = None, *, wait_for_ready: bool = False
    ) -> Result:
        method = self._channel().unary_unary(
            call.method,
            request_serializer=type(call.request).SerializeToString,
            response_deserializer=call.answer.FromString,
        )
        try:
            answer = await method(
                call.request,
                timeout=timeout_s or self._timeout_s,
                metadata=self._metadata,
                wait_for_ready=wait_for_ready,
            )
        except grpc.aio.AioRpcError as error:
            raise raised(error, self.target) from error
        return call.read(answer)

    async def _paged(
        self, list_page: Callable[[str], Call[Page[Result]]]
    ) -> AsyncGenerator[Result, None]:
        token = ""
        while True:
            page = await self._unary(list_page(token))
            for item in page.items:
                yield item
            if not (token := page.next_token):
                return

    async def _stream(self, call: Stream[Result]) -> AsyncGenerator[Result, None]:
        stream = self._channel().unary_stream(
            call.method,
            request_serializer=type(call.request).SerializeToString,
            response_deserializer=call.answer.FromString,
        )(call.request, timeout=call.timeout_s or self._timeout_s, metadata=self._metadata)
        try:
            async for answer in stream:
                if (piece := call.read(answer)) is not None:
                    yield piece
        except grpc.aio.AioRpcError as error:
            raise raised(error, self.target) from error
        finally:
            stream.cancel()

    def _channel(self) -> grpc.aio.Channel:
        # NOTE: a channel belongs to the event loop it is made in, so not in __init__.
        if self._open_channel is None:
            options = connection.channel_options(self._tls)
            self._open_channel = (
                grpc.aio.insecure_channel(self.target, options)
                if self._tls is None
                else grpc.aio.secure_channel(
                    self.target, connection.credentials(self._tls), options
                )
            )
        return self._open_channel


class BlockingVerbs:
    """A blocking connection, safe to share between threads.

    NOTE: on gRPC's own blocking channel, not on a loop in a thread: grpc.aio works with one event
    loop in a process, which is the application's.
    """

    def __init__(
        self,
        target: str = connection.DEFAULT_TARGET,
        *,
        api_key: str | None = None,
        tls: Tls | None = None,
        timeout_s: float = connection.DEFAULT_TIMEOUT_S,
    ) -> None:
        """`timeout_s` is for each unary call, its retries included. Nothing connects yet."""
        self.target = target
        self._metadata = connection.metadata(api_key)
        self._timeout_s = timeout_s
        self._closed = False
        options = [*connection.channel_options(tls), _ONE_THREAD]
        self._channel = (
            grpc.insecure_channel(target, options)
            if tls is None
            else grpc.secure_channel(target, connection.credentials(tls), options)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection, and with it every reply that is still streaming."""
        self._closed = True
        self._channel.close()

    def _unary(
        self, call: Call[Result], timeout_s: float | None = None, *, wait_for_ready: bool = False
    ) -> Result:
        self._check_open()
        method = self._channel.unary_unary(
            call.method,
            request_serializer=type(call.request).SerializeToString,
            response_deserializer=call.answer.FromString,
        )
        try:
            answer = method(
                call.request,
                timeout=timeout_s or self._timeout_s,
                metadata=self._metadata,
                wait_for_ready=wait_for_ready,
            )
        except grpc.RpcError as error:
            raise raised(error, self.target) from error
        return call.read(answer)

    def _paged(
        self, list_page: Callable[[str], Call[Page[Result]]]
    ) -> Generator[Result, None, None]:
        token = ""
        while True:
            page = self._unary(list_page(token))
            yield from page.items
            if not (token := page.next_token):
                return

    def _stream(self, call: Stream[Result]) -> Generator[Result, None, None]:
        self._check_open()
        stream = self._channel.unary_stream(
            call.method,
            request_serializer=type(call.request).SerializeToString,
            response_deserializer=call.answer.FromString,
        )(call.request, timeout=call.timeout_s or self._timeout_s, metadata=self._metadata)
        try:
            for answer in stream:
                if (piece := call.read(answer)) is not None:
                    yield piece
        except grpc.RpcError as error:
            raise raised(error, self.target) from error
        finally:
            stream.cancel()  # type: ignore[no-untyped-call]

    def _check_open(self) -> None:
        if self._closed:
            raise FailedPrecondition("this client is closed; make a new one", reason="CLOSED")
