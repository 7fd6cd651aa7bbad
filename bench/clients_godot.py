"""`python -m bench.clients_godot`: what the Godot add-on costs, in Godot 4."""

import json
import random
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from bench.figures import Figure, as_table
from tests.clients.godot_engine import imported, run_script

MESSAGES = 300
FRAME_MS = 1000 / 60


class _TimedReply(BaseHTTPRequestHandler):
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
def _server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _TimedReply) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def _told(project: Path, script: str, **given: str) -> dict[str, Any]:
    lines = run_script(project, script, 0, **given)
    told: dict[str, Any] = json.loads(next(line for line in lines if line.startswith("{")))
    return told


def _passes(project: Path, count: int) -> tuple[dict[str, Any], float]:
    """What reading the same stream so often says, and the processor's seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = _told(project, "tests/bench.gd", BENCH_PASSES=str(count))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def figures(project: Path) -> list[Figure]:
    # NOTE: the processor's time, for a core that others use too; less that of starting the engine.
    few, few_s = _passes(project, 1)
    core, core_s = _passes(project, 6)
    tokens_per_s = (core["tokens"] - few["tokens"]) / (core_s - few_s)
    with _server() as url:
        timed = _told(project, "tests/bench_latency.gd", TEST_URL=url)
    half, most = np.percentile(timed["delays_ms"], [50, 99])
    return [
        Figure("tokens parsed on one core", round(tokens_per_s), "/s", 10_000, False),
        Figure("objects kept after 120,000 tokens", core["kept_objects"], "", 0, True),
        Figure("memory kept after 120,000 tokens", core["kept_bytes"], "bytes", 1024, True),
        Figure("from the server's send to the callback, half of 300", half, "ms", FRAME_MS, True),
        Figure("from the server's send to the callback, 99 %", most, "ms", FRAME_MS, True),
        Figure("the slowest of them", max(timed["delays_ms"]), "ms", FRAME_MS, True),
    ]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        Console().print(as_table(figures(imported(Path(folder)))))
