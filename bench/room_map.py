"""The designer's room: redraws a second while a map of 256x256 cells is dragged.

`python -m bench.room_map`: a server, its page Levels and a Chromium. Every frame moves the pointer
once; drawn is what the page then does in the browser's next frame.
"""

import json
import statistics
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlencode

from playwright.sync_api import Page
from rich.console import Console

from bench.figures import Figure, as_table
from npcgen.client import LocalServer, SyncClient
from tools.chromium import browser, need_chromium

SIDE = 256
FRAMES = 240
TARGET_PER_S = 59.5
"""60, but for how exact a browser's clock is."""
_PATIENCE_MS = 300_000
ZOOMS = {"all of it": 0, "glyphs of some 8 px": 5, "glyphs of some 16 px": 8}
"""By how often `+` is pressed."""
EMPTY = "a page that draws nothing"
"""What this machine's browser gives at best while the others on it work."""
_TIMED = """
window.drawn = [];
const plain = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (draw) => plain((now) => {
  const began = performance.now();
  draw(now);
  if (window.isTiming) window.drawn.push(performance.now() - began);
});
window.plainFrame = plain;
"""
_DRAG = """async (frames) => {
  const canvas = document.querySelector("canvas");
  const {left, top, width, height} = canvas.getBoundingClientRect();
  const fire = (kind, turn) => canvas.dispatchEvent(new PointerEvent(kind, {
    pointerId: 1, bubbles: true, button: 0,
    clientX: left + width / 2 + width * 0.3 * Math.sin(turn),
    clientY: top + height / 2 + height * 0.3 * Math.cos(turn * 0.7)}));
  canvas.setPointerCapture = () => {};
  const next = () => new Promise((done) => window.plainFrame(done));
  fire("pointerdown", 0);
  const stamps = [];
  window.drawn = [];
  window.isTiming = true;
  for (let at = 0; at < frames; at++) {
    fire("pointermove", at / 20);
    stamps.push(await next());
  }
  window.isTiming = false;
  fire("pointerup", 0);
  return [stamps, window.drawn];
}"""


@dataclass(frozen=True, slots=True)
class Dragged:
    """How a drag went."""

    per_s: float
    """Frames, by the median distance of two."""
    late: float
    """The share of frames that came later than two 60ths of a second after the last."""
    draw_ms: float
    """What the page worked in a frame, 95th percentile."""


def main() -> None:
    need_chromium()
    console = Console()
    with console.status("measuring, about a minute"):
        dragged = _measured()
    console.print(as_table([it for name, each in dragged.items() for it in figures(name, each)]))


def figures(name: str, dragged: Dragged) -> list[Figure]:
    return [
        Figure(f"{name}: redraws", dragged.per_s, "/s", TARGET_PER_S, at_most=False),
        Figure(f"{name}: late frames", dragged.late * 100, "%", 5.0),
        Figure(f"{name}: drawing, 95th percentile", dragged.draw_ms, "ms", 1000 / TARGET_PER_S),
    ]


def _measured() -> dict[str, Dragged]:
    spec = json.dumps({"width": SIDE, "height": SIDE})
    link = "/levels?" + urlencode({"kind": "overworld", "seed": 3, "spec": spec})
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalServer("--data-dir", folder, "--generation-workers", "1") as server,
        browser() as chromium,
    ):
        with SyncClient(server.target) as client:
            client.wait_ready(120.0)
        page = chromium.new_page(viewport={"width": 1280, "height": 720})
        page.set_default_timeout(_PATIENCE_MS)
        page.add_init_script(_TIMED)
        page.goto("data:text/html,<canvas></canvas>")
        dragged = {EMPTY: _drag(page, 0)}
        page.goto(server.http_url + link)
        page.wait_for_selector(f"canvas[data-shown='overworld 3 {SIDE}x{SIDE}x1']")
        dragged |= {name: _drag(page, presses) for name, presses in ZOOMS.items()}
    return dragged


def _drag(page: Page, presses: int) -> Dragged:
    page.locator("canvas").focus()
    page.keyboard.press("0")
    for _ in range(presses):
        page.keyboard.press("+")
    stamps, drawn = page.evaluate(_DRAG, FRAMES)
    apart = [later - before for before, later in pairwise(stamps)]
    late = sum(each > 2000 / TARGET_PER_S for each in apart) / len(apart)
    draw_ms = statistics.quantiles(drawn, n=20)[18] if drawn else 0.0
    return Dragged(1000 / statistics.median(apart), late, draw_ms)


if __name__ == "__main__":
    main()
