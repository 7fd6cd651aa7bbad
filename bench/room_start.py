"""The designer's room: how soon a page can be used, and what it costs while nobody does anything.

`python -m bench.room_start`, with Chromium and a server process of its own; prints one table.
"""

import time
from collections.abc import Callable

import psutil
from playwright.sync_api import Browser, Page
from rich.console import Console

from bench.figures import Figure, as_table
from npcgen.client import LocalServer, SyncClient
from npcgen.preview.paths import PAGES
from npcgen.serving import FIRST_WORDS_S
from tools.chromium import browser, need_chromium

READY = {"/levels": "Make the level", "/quests": "Make quests", "/materials": "Download"}
"""The button that a page is for; where it has none, its heading stands with the rest."""
IDLE_S = 30.0
TIMES = 5
_PREPARED_S = 20.0
_PATIENCE_MS = 60_000


def main() -> None:
    need_chromium()
    console = Console()
    with (
        console.status("measuring, about 5 minutes"),
        LocalServer() as server,
        SyncClient(server.target) as client,
    ):
        client.wait_ready()
        time.sleep(FIRST_WORDS_S + _PREPARED_S)
        with browser() as chromium:
            figures = [*starts(chromium, server.http_url), *idle(chromium, server)]
    console.print(as_table(figures))


def starts(browser: Browser, url: str) -> list[Figure]:
    """Of the first page that the server ever shows, then of each page with the files at hand."""
    first = Figure("first page usable, nothing cached", usable_s(browser, url, "/", 1), "s", 1.5)
    return [
        first,
        *(
            Figure(
                f"{name} usable, median of {TIMES}", usable_s(browser, url, path, TIMES), "s", 1.5
            )
            for path, name in PAGES.items()
        ),
    ]


def usable_s(browser: Browser, url: str, path: str, times: int) -> float:
    """Seconds from asking until the page's own content stands; each time a browser that knows
    nothing.
    """
    took = sorted(in_new_tab(browser, url, lambda page: opened_s(page, path)) for _ in range(times))
    return took[len(took) // 2]


def in_new_tab(browser: Browser, url: str, do: Callable[[Page], float]) -> float:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, base_url=url)
    context.set_default_timeout(_PATIENCE_MS)
    try:
        return do(context.new_page())
    finally:
        context.close()


def opened_s(page: Page, path: str) -> float:
    began = time.perf_counter()
    page.goto(path, wait_until="commit")
    page.get_by_role("heading", level=1).wait_for()
    if path in READY:
        page.get_by_role("button", name=READY[path]).wait_for()
    return time.perf_counter() - began


def idle(browser: Browser, server: LocalServer) -> list[Figure]:
    """The share of a core that the server's processes take, with no page and with one."""
    process = process_at(server.http_url)
    figures = [Figure("idle, no page", busy(process), "% of a core", 2)]
    for path, name in PAGES.items():

        def with_page(page: Page, path: str = path) -> float:
            opened_s(page, path)
            page.wait_for_load_state("networkidle")
            return busy(process)

        share = in_new_tab(browser, server.http_url, with_page)
        figures.append(Figure(f"idle, {name} open", share, "% of a core", 2))
    return figures


def busy(process: psutil.Process) -> float:
    """Percent of a core over IDLE_S, children included."""
    before = cpu_s(process)
    time.sleep(IDLE_S)
    return 100 * (cpu_s(process) - before) / IDLE_S


def cpu_s(process: psutil.Process) -> float:
    all_of_them = [process, *process.children(recursive=True)]
    return sum(sum(each.cpu_times()[:2]) for each in all_of_them)


def process_at(url: str) -> psutil.Process:
    """The child of this process that listens there."""
    port = int(url.rpartition(":")[2])
    for child in psutil.Process().children(recursive=True):
        if any(each.laddr.port == port for each in child.net_connections("tcp")):
            return child
    raise LookupError(f"no child of this process listens on {port}")


if __name__ == "__main__":
    main()
