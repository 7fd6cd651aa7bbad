"""A reply that tells when each of its words was sent: what a client's delays are measured with."""

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MESSAGES = 300


class TimedReply(BaseHTTPRequestHandler):
    """Each text is the time it is sent at, in ms since 1970, some 20 ms after the one before."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "application/connect+json")
        self.send_header("transfer-encoding", "chunked")
        self.close_connection = True
        self.end_headers()
        pauses = random.Random(7)
        for _ in range(MESSAGES):
            time.sleep(pauses.uniform(0.01, 0.03))
            self._send({"event": {"textDelta": {"text": f"{time.time() * 1000:.3f}"}}})
        self._send({}, flags=2)
        self.wfile.write(b"0\r\n\r\n")

    def _send(self, message: dict[str, Any], flags: int = 0) -> None:
        data = json.dumps(message).encode()
        envelope = bytes([flags]) + len(data).to_bytes(4, "big") + data
        self.wfile.write(b"%x\r\n%b\r\n" % (len(envelope), envelope))

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def serving(handler: type[TimedReply] = TimedReply) -> Iterator[str]:
    """The address of a server that answers every call so."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
