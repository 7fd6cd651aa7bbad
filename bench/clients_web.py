"""`python -m bench.clients_web`: what the TypeScript package costs, in Node and in Chromium.

Needs `npm ci` and `npm run build` in clients/web.
"""

import json
import random
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from bench.figures import Figure, as_table
from tools.chromium import browser, need_chromium

WEB = Path(__file__).parents[1] / "clients" / "web"
TOKENS = 100_000
MESSAGES = 300
FRAME_MS = 1000 / 60
FILES = {
    "/npcgen.min.js": WEB / "dist" / "npcgen.min.js",
    "/measures.mjs": WEB / "tools" / "measures.mjs",
}
FLAGS = ("--js-flags=--expose-gc", "--enable-precise-memory-info")
IN_NODE = """
import {NpcgenClient} from "@npcgen/client";
import {delays, parsing} from "./tools/measures.mjs";
const heapBytes = () => { gc(); return process.memoryUsage().heapUsed; };
const parsed = await parsing(NpcgenClient, TOKENS, heapBytes);
console.log(JSON.stringify({...parsed, delays: await delays(NpcgenClient, URL)}));
"""
IN_A_PAGE = """async ([tokens, url]) => {
  const {NpcgenClient} = await import("/npcgen.min.js");
  const {delays, parsing} = await import("/measures.mjs");
  const heapBytes = () => { gc(); return performance.memory.usedJSHeapSize; };
  const parsed = await parsing(NpcgenClient, tokens, heapBytes);
  return {...parsed, delays: await delays(NpcgenClient, url)};
}"""


class _Timed(BaseHTTPRequestHandler):
    """A page to measure in, and a reply of which each text is the time it is sent at, in ms since
    1970, some 20 ms after the one before.
    """

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file = FILES.get(self.path)
        data = file.read_bytes() if file else b"<!doctype html>"
        self.send_response(200)
        self.send_header("content-type", "text/javascript" if file else "text/html")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "application/connect+json")
        self.send_header("connection", "close")
        self.end_headers()
        pauses = random.Random(7)
        for _ in range(MESSAGES):
            time.sleep(pauses.uniform(0.01, 0.03))
            self._send({"event": {"textDelta": {"text": f"{time.time() * 1000:.3f}"}}})
        self._send({}, flags=2)

    def _send(self, message: dict[str, Any], flags: int = 0) -> None:
        data = json.dumps(message).encode()
        self.wfile.write(bytes([flags]) + len(data).to_bytes(4, "big") + data)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def _server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Timed) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def _in_node(url: str) -> dict[str, Any]:
    program = IN_NODE.replace("TOKENS", str(TOKENS)).replace("URL", json.dumps(url))
    command = ["node", "--expose-gc", "--input-type=module", "--eval", program]
    ran = subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=True)
    measured: dict[str, Any] = json.loads(ran.stdout)
    return measured


def _in_chromium(url: str) -> dict[str, Any]:
    with browser(*FLAGS) as chromium:
        page = chromium.new_page()
        page.goto(url)
        measured: dict[str, Any] = page.evaluate(IN_A_PAGE, [TOKENS, url])
    return measured


def _figures(where: str, measured: dict[str, Any]) -> Sequence[Figure]:
    times = np.array(measured["delays"])
    half, most = np.percentile(times, [50, 99])
    per_s, kept = measured["tokens_per_s"], measured["retained_bytes_per_token"]
    return [
        Figure(f"{where}: tokens parsed on one core", per_s, "/s", 10_000, False),
        Figure(f"{where}: memory kept a token, of {TOKENS:,}", kept, "bytes", 0.5),
        Figure(f"{where}: tokens timed, from send to callback", len(times), "", MESSAGES, False),
        Figure(f"{where}: from send to callback, median", half, "ms", FRAME_MS),
        Figure(f"{where}: the same, 99 %", most, "ms", FRAME_MS),
        Figure(f"{where}: the same, the slowest", times.max(), "ms", FRAME_MS),
    ]


def figures() -> list[Figure]:
    with _server() as url:
        return [*_figures("Node", _in_node(url)), *_figures("Chromium", _in_chromium(url))]


if __name__ == "__main__":
    need_chromium()
    Console().print(as_table(figures()))
