"""`python -m tools.web_shots`: pictures of the TypeScript client's example page in docs/pictures/.

In Chromium, of a server with the pocket model: the blacksmith answers, and then the server is gone.
Needs `npm run build` in clients/web.
"""

import functools
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page

from npcgen.client import LocalServer, SyncClient
from tools.chromium import browser, need_chromium

ROOT = Path(__file__).parents[1]
WEB = ROOT / "clients" / "web"
LINE = "What do you know about the mine?"
PATIENCE_MS = 60_000


def main() -> None:
    need_chromium()
    with tempfile.TemporaryDirectory() as data, site() as url, browser() as chromium:
        page = chromium.new_page(viewport={"width": 760, "height": 520})
        page.set_default_timeout(PATIENCE_MS)
        with LocalServer("--data-dir", data, "--no-preview") as server:
            with SyncClient(server.target) as client:
                client.wait_ready()
            page.goto(f"{url}?server={server.http_url}")
            keep(page, "First word after", "web_blacksmith.png")
        keep(page, "SERVER_UNREACHABLE", "web_unreachable.png")


@contextmanager
def site() -> Iterator[str]:
    """The page's address. NOTE: of this machine, or Chromium would keep it from the server."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(WEB / "dist" / "npcgen.min.js", folder)
        shutil.copy(WEB / "examples" / "blacksmith.html", Path(folder) / "index.html")
        handler = functools.partial(SimpleHTTPRequestHandler, directory=folder)
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_address[1]}/"
            server.shutdown()


def keep(page: Page, told: str, name: str) -> None:
    """Says the line, waits for what the page tells, and takes the picture."""
    page.get_by_label("What you say").fill(LINE)
    page.get_by_role("button").click()
    page.get_by_role("status").filter(has_text=told).wait_for()
    path = ROOT / "docs" / "pictures" / name
    page.screenshot(path=path)
    print(f"{name}: {path.stat().st_size / 1000:.0f} kB, {page.locator('#words').text_content()!r}")


if __name__ == "__main__":
    main()
