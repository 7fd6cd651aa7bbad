"""A driver in plain Python over http.client, to record with and to try the runner with.

It shares no code with npcgen.client or with the runner: README.md alone says what it does. A thread
runs each call; whatever it may raise ends as a `done`.
"""

import http.client
import json
import socket
import ssl
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from clients.conformance.reference_events import typed
from clients.conformance.reference_failures import Failure, from_connect, own_failure

MAX_MESSAGE_BYTES = 4 * 1024 * 1024
ONE_TURN = ("Chat", "Notify", "Regenerate")
DIALOGUE = (*ONE_TURN, "Bark", "GroupChat")
_FIRST_PAUSE_S = 0.1

Say = Callable[[dict[str, Any]], None]


class Call:
    """One call of a driver, from its line on stdin to its `done`."""

    def __init__(self, order: dict[str, Any], say: Say) -> None:
        self._order = order
        self._tell = say
        self._method = order["method"].rpartition("/")[2]
        timeout_ms = order.get("timeout_ms", 0)
        now = time.monotonic()
        self._ends_at: float | None = now + timeout_ms / 1000 if timeout_ms else None
        self._events = 0
        self._completed = False

    def run(self) -> None:
        try:
            self._attempts()
            self._say(done={"ok": True})
        except Failure as failure:
            self._say(done=failure.as_done())

    def _attempts(self) -> None:
        left = 0 if self._order["stream"] else self._order.get("retries", 0)
        pause_s = _FIRST_PAUSE_S
        while True:
            try:
                return self._attempt()
            except Failure as failure:
                if not left or failure.code != "unavailable":
                    raise
                time.sleep(max(pause_s, failure.retry_after_ms / 1000))
            left, pause_s = left - 1, pause_s * 2

    def _attempt(self) -> None:
        connection = self._connection()
        try:
            response = self._answered(connection)
            if self._order["stream"]:
                self._read_stream(response)
            else:
                self._read_unary(response)
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        url = urlsplit(self._order["base_url"])
        assert url.hostname is not None
        if url.scheme == "https":
            return http.client.HTTPSConnection(url.hostname, url.port, timeout=self._left())
        return http.client.HTTPConnection(url.hostname, url.port, timeout=self._left())

    def _answered(self, connection: http.client.HTTPConnection) -> http.client.HTTPResponse:
        """The answer, its head read and found to be npcgen's."""
        try:
            connection.request("POST", f"/{self._order['method']}", self._body(), self._headers())
            response = connection.getresponse()
        except ssl.SSLError as error:
            raise own_failure("TLS_UNTRUSTED", str(error)) from error
        except TimeoutError as error:
            raise own_failure("DEADLINE_EXCEEDED", "no answer came in time") from error
        except (ConnectionError, http.client.RemoteDisconnected, socket.gaierror) as error:
            raise own_failure("SERVER_UNREACHABLE", str(error)) from error
        except http.client.HTTPException as error:
            raise own_failure("NOT_NPCGEN", f"no HTTP: {error!r}") from error
        self._check_head(response)
        return response

    def _body(self) -> bytes:
        data = json.dumps(self._order["request"]).encode()
        return struct.pack(">BI", 0, len(data)) + data if self._order["stream"] else data

    def _headers(self) -> dict[str, str]:
        kind = "connect+json" if self._order["stream"] else "json"
        headers = {"content-type": f"application/{kind}", "connect-protocol-version": "1"}
        if key := self._order.get("key"):
            headers["authorization"] = f"Bearer {key}"
        if timeout_ms := self._order.get("timeout_ms"):
            headers["connect-timeout-ms"] = str(timeout_ms)
        return headers

    def _check_head(self, response: http.client.HTTPResponse) -> None:
        kind = response.headers.get_content_type()
        if response.status != 200:
            error = _object(response.read()) if kind == "application/json" else None
            if error is None or not isinstance(error.get("code"), str):
                raise own_failure("NOT_NPCGEN", f"status {response.status}, {kind}")
            raise from_connect(error)
        wanted = "application/connect+json" if self._order["stream"] else "application/json"
        if kind != wanted:
            raise own_failure("NOT_NPCGEN", f"{kind}, not {wanted}")

    def _read_unary(self, response: http.client.HTTPResponse) -> None:
        data = b"".join(self._pieces(response))
        if len(data) > MAX_MESSAGE_BYTES:
            raise own_failure("MESSAGE_TOO_LARGE", f"{len(data)} bytes")
        self._say(response=_message(data))

    def _read_stream(self, response: http.client.HTTPResponse) -> None:
        data = b""
        for piece in self._pieces(response):
            data += piece
            while len(data) >= 5:
                flag, length = struct.unpack(">BI", data[:5])
                if length > MAX_MESSAGE_BYTES:
                    raise own_failure("MESSAGE_TOO_LARGE", f"an envelope of {length} bytes")
                if flag not in (0, 2):
                    raise own_failure("BAD_MESSAGE", f"an envelope with flag {flag}")
                if len(data) < 5 + length:
                    break
                payload, data = data[5 : 5 + length], data[5 + length :]
                if flag == 2:
                    return self._end(payload)
                self._take(_message(payload))
        if data or not (self._completed and self._method in ONE_TURN):
            raise own_failure("STREAM_CUT", "the answer ended without its end")

    def _pieces(self, response: http.client.HTTPResponse) -> Iterator[bytes]:
        """The body as it comes; raises Failure where it breaks."""
        while True:
            try:
                self._set_timeout(response)
                piece = response.read1(65536)
            except TimeoutError as error:
                raise own_failure("DEADLINE_EXCEEDED", "the answer took too long") from error
            except (OSError, http.client.HTTPException, ValueError) as error:
                if self._completed and self._method in ONE_TURN:
                    return
                raise own_failure("STREAM_CUT", repr(error)) from error
            if not piece:
                return
            yield piece

    def _set_timeout(self, response: http.client.HTTPResponse) -> None:
        """NOTE: http.client offers no way to the socket of an answer but its file's."""
        if self._ends_at is not None and response.fp is not None:
            response.fp.raw._sock.settimeout(self._left())  # type: ignore[attr-defined]

    def _left(self) -> float | None:
        if self._ends_at is None:
            return None
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise own_failure("DEADLINE_EXCEEDED", "the call's time is over")
        return left

    def _end(self, payload: bytes) -> None:
        end = _message(payload)
        if isinstance(end.get("error"), dict):
            raise from_connect(end["error"])

    def _take(self, message: dict[str, Any]) -> None:
        event = message.get("event")
        if self._method in DIALOGUE:
            if event is None:
                return
            shown = typed(event)
            self._completed = self._completed or shown["kind"] == "completed"
            self._say(event=shown)
        elif message:
            self._say(message=message)
        else:
            return
        self._events += 1
        if self._events == self._order.get("cancel_after_events"):
            raise own_failure("CANCELLED", "cancelled")

    def _say(self, **answer: Any) -> None:
        self._tell({"id": self._order["id"], **answer})


def _message(data: bytes) -> dict[str, Any]:
    found = _object(data)
    if found is None:
        raise own_failure("BAD_MESSAGE", f"{len(data)} bytes that are no JSON object")
    return found


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(data.decode())
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def main() -> None:
    lock = threading.Lock()
    calls: list[threading.Thread] = []

    def say(answer: dict[str, Any]) -> None:
        with lock:
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()

    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "quit":
            break
        calls.append(threading.Thread(target=Call(order, say).run, daemon=True))
        calls[-1].start()


if __name__ == "__main__":
    main()
