"""What every call goes through, on either transport: admission, guards, a log line, metrics.

Knows no transport: what goes wrong is raised as CallFailed, whose status the transport sends.
NOTE: neither player text nor persona text is ever logged here.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager

from google.protobuf.message import Message
from google.rpc.status_pb2 import Status

from npcgen.errors import DeadlineExceeded, NpcgenError, Unavailable, trace_of
from npcgen.service.metrics import Metrics
from npcgen.service.rpc import CallContext, Decode, Method, Transport
from npcgen.status import code_of, to_status
from npcgen.workers.pool import DRAIN_RETRY_S

logger = logging.getLogger(__name__)

# Whoever waits for a reply to finish may still ask how it stands, and end it.
_WHILE_DRAINING = frozenset({"GetServerInfo", "Cancel"})
# Who looks on asks for these every few seconds.
_ASKED_AGAIN = frozenset({"GetServerInfo", "ListLogRecords"})


class CallFailed(Exception):
    """A call that ends with a status other than OK."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.message)
        self.status = status


class Calls:
    """The calls of one server process."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._draining = False
        self._in_flight = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def draining(self) -> bool:
        return self._draining

    @property
    def in_flight(self) -> int:
        """Calls that haven't ended yet."""
        return self._in_flight

    def drain(self) -> None:
        """From now on new calls are refused; those in flight go on."""
        self._draining = True

    async def wait_idle(self, timeout_s: float) -> bool:
        """Whether every call ended within the time."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True

    async def unary(self, method: Method, decode: Decode, context: CallContext) -> Message:
        """The answer; raises CallFailed."""
        with self._guarded(method, context):
            return await method.call(decode(), context)

    async def stream(
        self, method: Method, decode: Decode, context: CallContext
    ) -> AsyncGenerator[Message, None]:
        """The answers; raises CallFailed. Closing it early ends the call."""
        with self._guarded(method, context):
            async with aclosing(method.stream(decode(), context)) as messages:
                async for message in messages:
                    yield message

    def refuse(
        self, path: str, transport: Transport, error: NpcgenError, request_id: str
    ) -> Status:
        """The status for a call that never came as far as its method."""
        status = to_status(error, request_id)
        self._metrics.call_ended("unknown", transport, code_of(status).name, 0.0)
        logger.info(
            "refused path=%.120r code=%s reason=%s transport=%s id=%s",
            path,
            code_of(status).name,
            error.reason,
            transport,
            request_id,
        )
        return status

    @contextmanager
    def _guarded(self, method: Method, context: CallContext) -> Iterator[None]:
        started = time.perf_counter()
        code = "OK"
        self._enter()
        try:
            self._admit(method, context)
            yield
        except (asyncio.CancelledError, GeneratorExit):
            code = "CANCELLED"
            raise
        except Exception as error:
            status = self._status(method, context, error)
            code = code_of(status).name
            raise CallFailed(status) from error
        finally:
            self._leave()
            self._record(method, context, code, time.perf_counter() - started)

    def _admit(self, method: Method, context: CallContext) -> None:
        if context.remaining_s is not None and context.remaining_s <= 0:
            raise DeadlineExceeded("the deadline had already passed when the call arrived")
        if self._draining and method.name not in _WHILE_DRAINING:
            raise Unavailable(
                "the server is shutting down and takes nothing new; call another one, "
                "or this one once it is back",
                reason="DRAINING",
                retry_after_s=DRAIN_RETRY_S,
            )

    def _status(self, method: Method, context: CallContext, error: Exception) -> Status:
        status = to_status(error, context.request_id)
        if not isinstance(error, NpcgenError):
            logger.error(
                "a bug in %s, request id %s: %s",
                method.path,
                context.request_id,
                trace_of(error),
            )
        return status

    def _enter(self) -> None:
        self._in_flight += 1
        self._idle.clear()

    def _leave(self) -> None:
        self._in_flight -= 1
        if self._in_flight == 0:
            self._idle.set()

    def _record(self, method: Method, context: CallContext, code: str, seconds: float) -> None:
        self._metrics.call_ended(method.path, context.transport, code, seconds)
        is_news = code != "OK" or method.name not in _ASKED_AGAIN
        logger.log(
            logging.INFO if is_news else logging.DEBUG,
            "call path=%s code=%s ms=%.1f transport=%s id=%s",
            method.path,
            code,
            seconds * 1000,
            context.transport,
            context.request_id,
        )


def new_request_id() -> str:
    """An id that names one call in the log."""
    return secrets.token_hex(8)
