"""`python -m bench.clients_web`: what the TypeScript package costs, in Node and in Chromium.

Needs `npm ci` and `npm run build` in clients/web.
"""

import json
import resource
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser
from rich.console import Console

from bench.figures import Figure, as_table
from bench.timed_reply import MESSAGES, TimedReply, serving
from tools.chromium import browser, need_chromium

WEB = Path(__file__).parents[1] / "clients" / "web"
TOKENS = 100_000
FRAME_MS = 1000 / 60
FILES = {
    "/npcgen.min.js": WEB / "dist" / "npcgen.min.js",
    "/measures.mjs": WEB / "tools" / "measures.mjs",
}
FLAGS = ("--js-flags=--expose-gc", "--enable-precise-memory-info")
PARSING_IN_NODE = """
import {NpcgenClient} from "@npcgen/client";
import {parsing} from "./tools/measures.mjs";
const heapBytes = () => { gc(); return process.memoryUsage().heapUsed; };
console.log(JSON.stringify(await parsing(NpcgenClient, Number(process.argv[1]), heapBytes)));
"""
DELAYS_IN_NODE = """
import {NpcgenClient} from "@npcgen/client";
import {delays} from "./tools/measures.mjs";
console.log(JSON.stringify(await delays(NpcgenClient, process.argv[1])));
"""
PARSING_IN_A_PAGE = """async (tokens) => {
  const {NpcgenClient} = await import("/npcgen.min.js");
  const {parsing} = await import("/measures.mjs");
  const heapBytes = () => { gc(); return performance.memory.usedJSHeapSize; };
  return await parsing(NpcgenClient, tokens, heapBytes);
}"""
DELAYS_IN_A_PAGE = """async (url) => {
  const {NpcgenClient} = await import("/npcgen.min.js");
  const {delays} = await import("/measures.mjs");
  return await delays(NpcgenClient, url);
}"""


@dataclass(frozen=True, slots=True)
class Measured:
    """NOTE: the processor's time, for a core that others use too; all threads', so rather more."""

    parsing: dict[str, float]
    parsing_cpu_s: float
    delays_ms: list[float]


class _PageToo(TimedReply):
    """And a page to measure in."""

    def do_GET(self) -> None:
        file = FILES.get(self.path)
        data = file.read_bytes() if file else b"<!doctype html>"
        self.send_response(200)
        self.send_header("content-type", "text/javascript" if file else "text/html")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _in_node(url: str) -> Measured:
    before = _children_cpu_s()
    parsing = _node(PARSING_IN_NODE, str(TOKENS))
    cpu_s = _children_cpu_s() - before
    return Measured(parsing, cpu_s, _node(DELAYS_IN_NODE, url))


def _node(program: str, argument: str) -> Any:
    command = ["node", "--expose-gc", "--input-type=module", "--eval", program, argument]
    ran = subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _in_chromium(url: str) -> Measured:
    with browser(*FLAGS) as chromium:
        page = chromium.new_page()
        page.goto(url)
        before = _pages_cpu_s(chromium)
        parsing = page.evaluate(PARSING_IN_A_PAGE, TOKENS)
        cpu_s = _pages_cpu_s(chromium) - before
        return Measured(parsing, cpu_s, page.evaluate(DELAYS_IN_A_PAGE, url))


def _pages_cpu_s(chromium: Browser) -> float:
    told = chromium.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return float(sum(each["cpuTime"] for each in told if each["type"] == "renderer"))


def _figures(where: str, measured: Measured) -> Sequence[Figure]:
    delays = np.array(measured.delays_ms)
    half, most = np.percentile(delays, [50, 99])
    per_s = measured.parsing["tokens_read"] / measured.parsing_cpu_s
    kept = measured.parsing["retained_bytes_per_token"]
    return [
        Figure(f"{where}: tokens parsed on one core", per_s, "/s", 10_000, False),
        Figure(f"{where}: memory kept a token, of {TOKENS:,}", kept, "bytes", 0.5),
        Figure(f"{where}: tokens timed, from send to callback", len(delays), "", MESSAGES, False),
        Figure(f"{where}: from send to callback, median", half, "ms", FRAME_MS),
        Figure(f"{where}: the same, 99 %", most, "ms", FRAME_MS),
        Figure(f"{where}: the same, the slowest", delays.max(), "ms", FRAME_MS),
    ]


def figures() -> list[Figure]:
    with serving(_PageToo) as url:
        return [*_figures("Node", _in_node(url)), *_figures("Chromium", _in_chromium(url))]


if __name__ == "__main__":
    need_chromium()
    Console().print(as_table(figures()))
