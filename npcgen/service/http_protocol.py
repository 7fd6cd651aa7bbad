"""uvicorn's HTTP/1.1 with what it leaves out: a deadline for a request, and so many connections.

A connection either waits for (the rest of) a request, or its request is being answered. Only the
waiting is limited; an answer may take as long as it does. A WebSocket counts as one that is being
answered for as long as it is open, and half of the places are kept from them.
"""

import asyncio
import logging
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

logger = logging.getLogger(__name__)

REQUEST_S = 10.0
"""Seconds for a request's head and body, from its first byte or from the connection's start."""
MAX_CONNECTIONS = 512
"""Half of the 1024 files that a process commonly may open."""


class PatientProtocol(H11Protocol):
    """One connection; ends when its request doesn't come, or when others need its place."""

    def __init__(
        self,
        *args: Any,
        request_s: float = REQUEST_S,
        max_connections: int = MAX_CONNECTIONS,
        **given: Any,
    ) -> None:
        super().__init__(*args, **given)
        self._request_s = request_s
        self._max_connections = max_connections
        self._deadline: asyncio.TimerHandle | None = None
        self._waiting_since = self.loop.time()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()
        if len(self.connections) > self._max_connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_watching()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        self._waiting_since = self.loop.time()
        super().on_response_complete()
        self._watch()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        sockets = sum(not isinstance(each, PatientProtocol) for each in self.connections)
        if sockets < self._max_connections // 2:
            super().handle_websocket_upgrade(event)
        else:
            self._give_up("too many sockets")

    @property
    def _waiting(self) -> bool:
        """Whether the next thing to happen is up to the client."""
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY)

    @property
    def _between(self) -> bool:
        """Whether nothing of a next request came yet, so that uvicorn's keep-alive counts."""
        idle = self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]
        return idle and self.timeout_keep_alive_task is not None

    @property
    def _is_left(self) -> bool:
        """Whether it became a WebSocket, whose request's end is never read here."""
        return self.transport.get_protocol() is not self

    def _watch(self) -> None:
        """NOTE: never begins anew while one request is waited for, whatever trickles in."""
        if not self._waiting or self._between or self._is_left or self.transport.is_closing():
            self._stop_watching()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self._request_s, self._give_up, "too slow")

    def _stop_watching(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _make_room(self) -> None:
        """Ends the connection that waits longest; this one when none does."""
        requests = [each for each in self.connections if isinstance(each, PatientProtocol)]
        waiting = [each for each in requests if each is not self and each._waiting]
        longest = min(waiting, key=lambda each: each._waiting_since, default=self)
        longest._give_up("too many connections")

    def _give_up(self, why: str) -> None:
        logger.info("connection ended: %s", why)
        self.connections.discard(self)
        self.transport.abort()
