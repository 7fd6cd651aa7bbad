"""The TypeScript package in Chromium: the example page, served from where it doesn't belong."""

import functools
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")

from playwright.sync_api import Browser, Page, expect

from npcgen.client import LocalServer, SyncClient
from tests.browser import chromium_or_skip
from tests.clients.web_build import GUIDE, blocks, web_build

PATIENCE_MS = 30_000
ELSEWHERE = "game.example"
STRANGE = "strange.example"
# Names that the browser is told to find on this machine.
FLAGS = ("--host-resolver-rules=MAP *.example 127.0.0.1",)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test's output is for its failures."""


@contextmanager
def served_folder(folder: Path) -> Iterator[int]:
    """The port it is served at, as `python3 -m http.server` would."""
    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the example page, which lies beside the package's one file, as docs say."""
    web, folder = web_build(), tmp_path_factory.mktemp("site")
    shutil.copy(web / "dist" / "npcgen.min.js", folder)
    shutil.copy(web / "examples" / "blacksmith.html", folder / "index.html")
    with served_folder(folder) as port:
        yield port


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with this module: Playwright's event loop runs in the main thread until then."""
    with chromium_or_skip(*FLAGS) as launched:
        yield launched


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def served(folder: Path, *origins: str) -> LocalServer:
    """A server that pages of `origins` may call, besides those of this machine."""
    os.environ["NPCGEN_ALLOWED_ORIGINS"] = json.dumps(origins)
    try:
        server = LocalServer("--backend", "scripted", "--no-preview", "--data-dir", str(folder))
        server.start()
    finally:
        del os.environ["NPCGEN_ALLOWED_ORIGINS"]
    with SyncClient(server.target) as client:
        client.wait_ready(60.0)
    return server


@pytest.fixture(scope="module")
def server(site: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    started = served(tmp_path_factory.mktemp("web"), f"http://{ELSEWHERE}:{site}")
    yield started
    started.stop()


def say(page: Page, site: str, server: str, line: str) -> None:
    page.goto(f"{site}/?server={server}")
    page.get_by_label("What you say").fill(line)
    page.get_by_role("button").click()


@pytest.mark.parametrize("host", ["127.0.0.1", ELSEWHERE])
def test_a_page_of_an_allowed_origin_hears_him(
    page: Page, site: int, server: LocalServer, host: str
) -> None:
    say(page, f"http://{host}:{site}", server.http_url, "Good day.")
    expect(page.get_by_role("status")).to_contain_text("First word after", timeout=PATIENCE_MS)
    expect(page.locator("#words")).to_contain_text(". ")


def test_a_strange_page_is_told_how_to_be_let_in(
    page: Page, site: int, server: LocalServer
) -> None:
    say(page, f"http://{STRANGE}:{site}", server.http_url, "Good day.")
    told = page.get_by_role("status")
    expect(told).to_contain_text("NPCGEN_ALLOWED_ORIGINS", timeout=PATIENCE_MS)
    expect(told).to_contain_text("SERVER_UNREACHABLE")
    expect(page.locator("#words")).to_have_text("The smoke is in my throat. Ask me later.")


def test_the_page_goes_on_after_its_server_died(page: Page, site: int, tmp_path: Path) -> None:
    mortal = served(tmp_path)
    say(page, f"http://127.0.0.1:{site}", mortal.http_url, "Good day.")
    expect(page.get_by_role("status")).to_contain_text("First word after", timeout=PATIENCE_MS)
    mortal.stop()
    page.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("SERVER_UNREACHABLE", timeout=PATIENCE_MS)
    expect(page.locator("#words")).to_have_text("The smoke is in my throat. Ask me later.")
    expect(page.get_by_role("button")).to_be_enabled()


def test_the_page_of_the_guide_works_as_it_stands(
    page: Page, server: LocalServer, tmp_path: Path
) -> None:
    shutil.copy(web_build() / "dist" / "npcgen.min.js", tmp_path)
    html = blocks(GUIDE, "html")[0].replace("http://127.0.0.1:8080", server.http_url)
    (tmp_path / "index.html").write_text(html, encoding="utf-8")
    with served_folder(tmp_path) as port:
        page.goto(f"http://localhost:{port}/")
        page.get_by_role("button", name="Say it").click()
        expect(page.locator("#words")).to_contain_text(". ", timeout=PATIENCE_MS)
