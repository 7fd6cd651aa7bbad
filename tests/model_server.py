"""A real HTTP server on this machine that hands out one file, and misbehaves when told to.

Each request takes the next of `moods`; when none is left, the server is honest: it knows ranges,
If-Range, ETag and Content-Length.
"""

import re
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_PIECE = 16 * 1024
Mood = Callable[["Handler"], None]


@dataclass
class Shelf:
    """What the server has, what it is asked, how it will behave."""

    data: bytes
    etag: str = ""
    """Without one of its own, the data's sum in quotes."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Sent with every answer."""
    moods: deque[Mood] = field(default_factory=deque)
    asked: list[Mapping[str, str]] = field(default_factory=list)
    """The headers of each request, names in lower case; the path as ":path"."""
    url: str = ""

    @property
    def tag(self) -> str:
        return self.etag or f'"{sha256(self.data).hexdigest()}"'

    @property
    def ranges(self) -> list[str]:
        """What was asked for; empty for all of it."""
        return [each.get("range", "") for each in self.asked]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    shelf: Shelf

    def handle(self) -> None:
        """A client may hang up whenever it likes."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        asked = {name.lower(): value for name, value in self.headers.items()}
        self.shelf.asked.append({**asked, ":path": self.path})
        mood = self.shelf.moods.popleft() if self.shelf.moods else honest
        mood(self)

    def start(self) -> int:
        """Where the answer begins, its status and common headers sent."""
        shelf, size = self.shelf, len(self.shelf.data)
        found = re.fullmatch(r"bytes=(\d+)-", self.headers.get("range", ""))
        begin = int(found[1]) if found else 0
        if self.headers.get("if-range", shelf.tag) != shelf.tag:
            begin = 0
        self.send_response(416 if begin >= size else 206 if begin else 200)
        if begin:
            asked = f"{begin}-{size - 1}" if begin < size else "*"
            self.send_header("content-range", f"bytes {asked}/{size}")
        self.send_header("etag", shelf.tag)
        for name, value in shelf.headers.items():
            self.send_header(name, value)
        return min(begin, size)

    def finish_headers(self, length: int | None) -> None:
        if length is None:
            self.send_header("connection", "close")
            self.close_connection = True
        else:
            self.send_header("content-length", str(length))
        self.end_headers()

    def hang_up(self) -> None:
        """In the middle of whatever was promised."""
        self.close_connection = True
        with suppress(OSError):
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def honest(handler: Handler) -> None:
    begin = handler.start()
    handler.finish_headers(len(handler.shelf.data) - begin)
    handler.wfile.write(handler.shelf.data[begin:])


def breaking_off(after: int) -> Mood:
    """Sends so many bytes of what it promised."""

    def mood(handler: Handler) -> None:
        begin = handler.start()
        handler.finish_headers(len(handler.shelf.data) - begin)
        handler.wfile.write(handler.shelf.data[begin : begin + after])
        handler.hang_up()

    return mood


def saying_length(length: int | None) -> Mood:
    """Sends the file under another Content-Length, or under none, and hangs up."""

    def mood(handler: Handler) -> None:
        begin = handler.start()
        handler.finish_headers(length)
        handler.wfile.write(handler.shelf.data[begin:])
        handler.hang_up()

    return mood


def chunked(handler: Handler) -> None:
    """Says nothing of how long it is, but where it ends."""
    begin = handler.start()
    handler.send_header("transfer-encoding", "chunked")
    handler.end_headers()
    for at in range(begin, len(handler.shelf.data), _PIECE):
        piece = handler.shelf.data[at : at + _PIECE]
        handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    handler.wfile.write(b"0\r\n\r\n")


def knowing_no_ranges(handler: Handler) -> None:
    del handler.headers["range"]
    honest(handler)


def answering(status: int, body: bytes = b"no", **headers: str) -> Mood:
    """Header names with "_" for "-"."""

    def mood(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.finish_headers(len(body))
        handler.wfile.write(body)

    return mood


def held(after: int, until: threading.Event) -> Mood:
    """Sends so many bytes, then nothing until the event, then hangs up."""

    def mood(handler: Handler) -> None:
        begin = handler.start()
        handler.finish_headers(len(handler.shelf.data) - begin)
        handler.wfile.write(handler.shelf.data[begin : begin + after])
        handler.wfile.flush()
        until.wait(60)
        handler.hang_up()

    return mood


@contextmanager
def serving(data: bytes, certificate: Path | None = None) -> Iterator[Shelf]:
    """The server's shelf; it answers every path alike.

    `certificate`: a PEM file with its key, of "localhost", for https.
    """
    shelf = Shelf(data)
    handler = type("Handler", (Handler,), {"shelf": shelf})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        shelf.url = f"http://127.0.0.1:{server.server_address[1]}"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            shelf.url = f"https://localhost:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield shelf
        finally:
            server.shutdown()
            thread.join()
