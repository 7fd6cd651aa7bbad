"""The room in a real browser, against a real server process with the pocket model."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api")
pytest.importorskip("nicegui")

from playwright.sync_api import (  # noqa: E402
    Browser,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
)

from npcgen.client import LocalServer, SyncClient  # noqa: E402
from npcgen.engine.models import resolve  # noqa: E402
from tests.browser import chromium_or_skip  # noqa: E402

SIZE: ViewportSize = {"width": 1280, "height": 720}
GRAPHICS = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""WebGL without a graphics card."""
PATIENCE_MS = 30_000
"""How long a page may take; machines that test are busy."""
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ends with this package: Playwright's event loop runs in the main thread until then, and no
    other test could run one of its own.
    """
    with chromium_or_skip(*GRAPHICS) as launched:
        yield launched


@pytest.fixture(scope="package")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """One server for all tests that don't end it; each test makes what it needs.

    It has a second model on its disk, `twin`, which is the first one's file under another name.
    """
    data = tmp_path_factory.mktemp("room")
    (data / "models").mkdir()
    shutil.copy(resolve("pocket", data / "models"), data / "models" / "twin.gguf")
    flags = ("--data-dir", str(data), "--generation-workers", "1")
    with LocalServer(*flags) as server:
        with SyncClient(server.target) as client:
            client.wait_ready(120.0)
        yield server


@pytest.fixture
def tab(browser: Browser, room: LocalServer) -> Iterator[Page]:
    """A fresh browser's tab. Fails the test if a script fails or a file isn't found."""
    context = browser.new_context(viewport=SIZE, base_url=room.http_url)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    failed = watched(page)
    yield page
    context.close()
    assert failed == []


def watched(page: Page) -> list[str]:
    """What goes wrong in `page` from now on."""
    failed: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type == "error":
            failed.append(message.text)

    page.on("console", said)
    page.on("pageerror", lambda error: failed.append(str(error)))
    return failed


def shot(page: Page, name: str) -> Path:
    """A picture of the page, where NPCGEN_SHOTS names a folder to keep them."""
    folder = Path(os.environ.get("NPCGEN_SHOTS", "."))
    path = folder / f"{name}.png"
    if "NPCGEN_SHOTS" in os.environ:
        page.screenshot(path=path)
    return path
