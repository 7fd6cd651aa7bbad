"""The TypeScript package in Chromium: the example page, served from where it doesn't belong."""

import functools
import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

pytest.importorskip("playwright.sync_api")

from playwright.sync_api import Browser, Page, expect

from npcgen import FinishReason, Turn
from npcgen.client import LocalServer, SyncClient
from tests.browser import chromium_or_skip
from tests.clients.web_build import GUIDE, blocks, npm, web_build

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


def local(site: int, url: str) -> str:
    return f"http://127.0.0.1:{site}{urlsplit(url).path}"


BEGIN = """async ([server, tokensPerS]) => {
  const {Npc, NpcgenClient} = await import("/npcgen.min.js");
  const brannoch = new Npc(new NpcgenClient(server), "brannoch", {player: "Ada"});
  const limits = {maxTokensPerS: tokensPerS};
  await new Promise((onText) => {
    window.heard = brannoch.chat("Tell me all of it.", {limits}).listen({onText});
  });
  return await brannoch.conversationId();
}"""


def begin_slowly(page: Page, site: int, server: LocalServer, tokens_per_s: float) -> str:
    """The conversation whose first words the page heard."""
    page.goto(f"http://127.0.0.1:{site}/")
    conversation: str = page.evaluate(BEGIN, [server.http_url, tokens_per_s])
    return conversation


@contextmanager
def asleep(browser: Browser) -> Iterator[None]:
    """All pages of the browser, as on a machine whose lid is closed."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    pages = [psutil.Process(each["id"]) for each in told if each["type"] == "renderer"]
    for page in pages:
        page.suspend()
    yield
    for page in pages:
        page.resume()


def first_turn(client: SyncClient, conversation: str) -> Turn:
    """Once it is over."""
    while not (turns := client.get_conversation(conversation).turns):
        time.sleep(0.1)
    return turns[0]


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
    expect(told).to_contain_text(f"ORIGIN_NOT_ALLOWED: {server.http_url} answers, but not to pages")
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


def test_a_page_that_is_closed_frees_its_npc(page: Page, site: int, server: LocalServer) -> None:
    conversation = begin_slowly(page, site, server, tokens_per_s=0.5)
    page.close()
    with SyncClient(server.target) as client:
        turn = first_turn(client, conversation)
    assert turn.finish_reason == FinishReason.CANCELLED


def test_a_page_that_slept_hears_all_that_was_said_meanwhile(
    browser: Browser, page: Page, site: int, server: LocalServer
) -> None:
    conversation = begin_slowly(page, site, server, tokens_per_s=10.0)
    with SyncClient(server.target) as client, asleep(browser):
        turn = first_turn(client, conversation)
    assert page.evaluate("window.heard") == {"text": turn.npc_text, "failure": None}


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("npc.example", "a page of https may call no http address"),
        ("127.0.0.1", "machine closed to the page"),
    ],
)
def test_a_public_page_is_told_what_keeps_it_from_its_server(
    page: Page, site: int, server: LocalServer, host: str, told: str
) -> None:
    """Chromium takes a page for public whose answers don't come from this machine."""
    page.context.route(
        "https://play.example/**",
        lambda route: route.fulfill(response=page.request.get(local(site, route.request.url))),
    )
    say(page, "https://play.example", server.http_url.replace("127.0.0.1", host), "Good day.")
    expect(page.get_by_role("status")).to_contain_text(told, timeout=PATIENCE_MS)
    expect(page.locator("#words")).to_have_text("The smoke is in my throat. Ask me later.")


def test_another_server_on_that_port_is_named_as_such(page: Page, site: int) -> None:
    say(page, f"http://localhost:{site}", f"http://127.0.0.1:{site}", "Good day.")
    expect(page.get_by_role("status")).to_contain_text("NOT_NPCGEN", timeout=PATIENCE_MS)


def test_a_server_without_tls_behind_https_is_unreachable(
    page: Page, site: int, server: LocalServer
) -> None:
    say(page, f"http://127.0.0.1:{site}", server.http_url.replace("http:", "https:"), "Good day.")
    expect(page.get_by_role("status")).to_contain_text("certificate", timeout=PATIENCE_MS)


def test_the_page_of_the_guide_works_as_it_stands(
    page: Page, server: LocalServer, tmp_path: Path
) -> None:
    shutil.copy(web_build() / "dist" / "npcgen.min.js", tmp_path)
    html = blocks(GUIDE, "html")[0].replace("http://127.0.0.1:8080", server.http_url)
    (tmp_path / "index.html").write_text(html, encoding="utf-8")
    expect_said(page, tmp_path)


def test_its_script_works_with_a_bundler(page: Page, server: LocalServer, tmp_path: Path) -> None:
    source = web_build() / "build" / "main.ts"
    script = blocks(GUIDE, "ts")[0].replace("http://127.0.0.1:8080", server.http_url)
    source.write_text(script, encoding="utf-8")
    npm("exec", "--", "esbuild", str(source), "--bundle", f"--outfile={tmp_path}/main.js")
    body = blocks(GUIDE, "html")[0].partition("<script")[0]
    html = f'{body}<script type="module" src="main.js"></script>'
    (tmp_path / "index.html").write_text(html, encoding="utf-8")
    assert "node:" not in (tmp_path / "main.js").read_text(encoding="utf-8")
    expect_said(page, tmp_path)


def expect_said(page: Page, folder: Path) -> None:
    with served_folder(folder) as port:
        page.goto(f"http://localhost:{port}/")
        page.get_by_role("button", name="Say it").click()
        expect(page.locator("#words")).to_contain_text(". ", timeout=PATIENCE_MS)
