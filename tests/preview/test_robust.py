"""What a browser does to a server and a server to a browser: restarts, two tabs, bad addresses."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from npcgen.client import LocalServer
from npcgen.preview.paths import PAGES
from tests.preview.conftest import PATIENCE_MS, SIZE

HTML = '<img id="hostile" src=x onerror="window.hostile=1">'
HOSTILE = (HTML, "‮evil‬ 🐉", "NaN", "-1e999", "9" * 400, "../../etc/passwd", "null", "{{7*7}}")
NAMES = (
    "persona",
    "with",
    "world",
    "player",
    "tab",
    "spec",
    "seed",
    "kind",
    "level",
    "quest",
    "recipe",
    "material",
    "model",
    "view",
)
"""What the pages' addresses may hold, and more."""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", [20_000, 100_000])
def test_a_huge_address_is_opened_or_refused_in_words(
    room: LocalServer, path: str, size: int
) -> None:
    status, _ = answer(room, f"{path}?persona={'a' * size}")

    assert status in (200, 400, 414, 422, 431)


@pytest.mark.parametrize("path", PAGES)
def test_a_hostile_address_is_no_error_of_the_servers(room: LocalServer, path: str) -> None:
    for value in HOSTILE:
        query = "&".join(f"{name}={quote(value)}" for name in NAMES)
        status, page = answer(room, f"{path}?{query}")
        assert status in (200, 422), value
        assert HTML not in page


@pytest.mark.parametrize("path", PAGES)
def test_a_hostile_address_runs_nothing_in_the_browser(tab: Page, path: str) -> None:
    tab.goto(f"{path}?{'&'.join(f'{name}={quote(HTML)}' for name in NAMES)}")
    shown = tab.get_by_role("heading", level=1).or_(tab.get_by_role("alert"))
    expect(shown.first).to_be_visible()
    tab.wait_for_load_state("networkidle")

    assert tab.locator("#hostile").count() == 0
    assert tab.evaluate("window.hostile") is None
    expect(tab.get_by_text("Something went wrong in the server")).to_have_count(0)


def test_two_tabs_see_the_same_server(tab: Page) -> None:
    other = tab.context.new_page()
    for each in (tab, other):
        each.goto("/server")
        expect(each.get_by_role("button", name="Load twin")).to_be_visible()
    tab.get_by_role("button", name="Load twin").click()
    other.get_by_role("button", name="Unload twin").click()
    expect(tab.get_by_role("button", name="Load twin")).to_be_visible()


@pytest.mark.timeout(400)
def test_a_page_comes_back_with_its_server(browser: Browser, tmp_path: Path) -> None:
    flags = ("--backend", "scripted", "--generation-workers", "0", "--data-dir", str(tmp_path))
    at = ("--http-port", str(free_port()))
    with LocalServer(*flags, *at) as first, opened(browser, first) as page:
        page.goto("/server")
        model = page.get_by_test_id("model").filter(has_text="scripted")
        expect(model).to_contain_text("Loaded")
        first.stop(timeout_s=0)
        expect(page.get_by_text("Trying to reconnect")).to_be_visible()

        with LocalServer(*flags, *at):
            expect(page.get_by_text("Trying to reconnect")).to_be_hidden(timeout=3 * PATIENCE_MS)
            expect(model).to_contain_text("Loaded")
            page.get_by_role("link", name="Cast").click()
            expect(page.get_by_role("heading", level=1)).to_be_visible()


def answer(room: LocalServer, address: str) -> tuple[int, str]:
    """The status and what came with it."""
    asked = Request(f"{room.http_url}{address}", headers={"accept": "text/html"})
    try:
        with urlopen(asked, timeout=PATIENCE_MS / 1000) as page:
            return page.status, page.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


@contextmanager
def opened(browser: Browser, server: LocalServer) -> Iterator[Page]:
    context = browser.new_context(viewport=SIZE, base_url=server.http_url)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
