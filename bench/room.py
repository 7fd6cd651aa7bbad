"""The designer's room: what it adds to a talk, before its first word and to each that follows.

`python -m bench.room`: the server, its pages and a Chromium; an NPC says a word every 50 ms.
A word is on the screen with the first frame that Chromium draws after it stands in the page. Before
the first one there is the way from the Enter key to the call, which the page may not prolong.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

from playwright.sync_api import Page
from rich.console import Console

from bench.figures import Figure, as_table
from npcgen import Client, DialogueEvent, TextDelta
from npcgen.app import App
from npcgen.client import ReplyOptions
from npcgen.preview.reach import Reach
from npcgen.settings import Settings
from tools.chromium import browser, need_chromium

LINES = 8
WORDS_PER_S = 20.0
TARGET_MS = 50.0
_PATIENCE_MS = 60_000
_WATCH = """() => {
  window.drawn = [];
  const words = () => [...document.querySelectorAll(".talk-npc .talk-text")].at(-1);
  new MutationObserver(() => {
    const chars = words()?.textContent.length ?? 0;
    requestAnimationFrame(() =>
      window.drawn.push([chars, performance.timeOrigin + performance.now()]));
  }).observe(document.querySelector("[role=log]"),
             {childList: true, characterData: true, subtree: true});
}"""
Stamps = list[tuple[int, float]]
"""So many characters of a reply, and when, in milliseconds of unix time."""


class Overhearing(Client):
    """Notes when a line was said, and when each word of its answer came."""

    said_at: float
    """In milliseconds of unix time."""
    received: Stamps

    async def chat(
        self, conversation_id: str, text: str, **options: Unpack[ReplyOptions]
    ) -> AsyncGenerator[DialogueEvent, None]:
        self.said_at, self.received, chars = time.time() * 1000, [], 0
        async with aclosing(super().chat(conversation_id, text, **options)) as events:
            async for event in events:
                if isinstance(event.body, TextDelta):
                    chars += len(event.body.text)
                    self.received.append((chars, time.time() * 1000))
                yield event


class Overheard(Reach):
    """The way to the server, with one client for all."""

    def client(self, api_key: str = "") -> Client:
        return self._clients.setdefault("", Overhearing(self.target))

    @property
    def heard(self) -> Overhearing:
        client = self.client()
        assert isinstance(client, Overhearing)
        return client


class Room(App):
    """A server whose pages are overheard."""

    reach: Overheard

    def _reach(self) -> Reach:
        plain = super()._reach()
        self.reach = Overheard(plain.target, plain.http_url)
        return self.reach


def main() -> None:
    need_chromium()
    console = Console()
    with console.status("measuring, about a minute"), tempfile.TemporaryDirectory() as folder:
        lines = asyncio.run(_measured(Path(folder)))
    console.print(as_table(figures(lines)))


@dataclass(frozen=True, slots=True)
class Line:
    """Of one line that was said, in milliseconds."""

    asked: float
    """From the Enter key to the call."""
    words: Sequence[float]
    """From the page's client to the screen, each word of the answer."""


def figures(lines: Sequence[Line]) -> list[Figure]:
    delays = [each for line in lines for each in line.words]
    ranked = statistics.quantiles(delays, n=20)
    # A talk begins with its first line, so that one asks twice.
    first, *later = [line.asked for line in lines]
    return [
        Figure("Enter to the call, first line", first, "ms", TARGET_MS),
        Figure(
            "Enter to the call, median of later ones", statistics.median(later), "ms", TARGET_MS
        ),
        Figure(f"word on screen, median of {len(delays)}", ranked[9], "ms", TARGET_MS),
        Figure("word on screen, 95th percentile", ranked[18], "ms", TARGET_MS),
    ]


async def _measured(folder: Path) -> list[Line]:
    """What each line took. The browser is driven by a thread beside the server's loop."""
    settings = Settings(
        backend="scripted",
        grpc_port=0,
        http_port=0,
        data_dir=folder,
        scripted_tokens_per_s=WORDS_PER_S,
    )
    app = Room(settings)
    bound = await app.start()
    try:
        await app.wait_ready()
        return await asyncio.to_thread(_talk, app, bound.http_url)
    finally:
        await app.stop()


def _talk(app: Room, url: str) -> list[Line]:
    with browser() as chromium:
        page = chromium.new_page(base_url=url)
        page.set_default_timeout(_PATIENCE_MS)
        page.goto("/")
        page.get_by_label("What you say").wait_for()
        page.evaluate(_WATCH)
        return [_line(app, page, number) for number in range(LINES)]


def _line(app: Room, page: Page, number: int) -> Line:
    """Says a line, and waits for the end of its answer.

    In a talk of its own: a guardrail replaces what an NPC says twice by a line that comes whole.
    """
    page.get_by_role("button", name="New talk").click()
    page.locator(".talk-turn").wait_for(state="detached")
    page.evaluate("window.drawn.length = 0")
    line = page.get_by_label("What you say")
    line.fill(f"Tell me of the old road, for the {number + 1}th time.")
    pressed = time.time() * 1000
    line.press("Enter")
    page.get_by_role("button", name="Stop").wait_for()
    page.get_by_role("button", name="Send").wait_for()
    drawn: Stamps = page.evaluate("window.drawn")
    heard = app.reach.heard
    words = [_drawn_at(chars, at, drawn) - at for chars, at in heard.received]
    return Line(heard.said_at - pressed, words)


def _drawn_at(chars: int, received: float, drawn: Stamps) -> float:
    """When so many characters stood on the screen."""
    return next(at for shown, at in drawn if shown >= chars and at >= received)


if __name__ == "__main__":
    main()
