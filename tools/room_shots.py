"""`python -m tools.room_shots [PAGE ...]`: pictures of the designer's room in docs/pictures/.

Of each page, or of those named ("talk levels"), after its main task, on a server of its own with
the pocket model. Needs Chromium.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from npcgen.client import LocalServer, SyncClient
from npcgen.preview.paths import PAGES
from tools.chromium import browser, need_chromium

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1280, "height": 800}
MOST_BYTES = 150_000
QUALITIES = (85, 75, 65, 50, 35)
PATIENCE_MS = 120_000
SETTLED_MS = 3_000
"""For pictures that fade in, and messages that go."""


def main() -> None:
    need_chromium()
    wanted = [name.lower() for name in sys.argv[1:]] or [name.lower() for name in PAGES.values()]
    with (
        tempfile.TemporaryDirectory() as data,
        LocalServer("--data-dir", data, "--generation-workers", "1") as server,
        SyncClient(server.target) as client,
        browser() as chromium,
    ):
        client.wait_ready(PATIENCE_MS / 1000)
        page = chromium.new_page(viewport=SIZE, base_url=server.http_url)
        page.set_default_timeout(PATIENCE_MS)
        for path, name in PAGES.items():
            if name.lower() in wanted:
                page.goto(path)
                page.get_by_role("heading", level=1).wait_for()
                TASKS[path](page)
                page.wait_for_load_state("networkidle")
                page.wait_for_timeout(SETTLED_MS)
                keep(page, FOLDER / f"room_{name.lower()}.jpg")


def keep(page: Page, path: Path) -> None:
    """As good as MOST_BYTES allow."""
    for quality in QUALITIES:
        picture = page.screenshot(type="jpeg", quality=quality)
        if len(picture) <= MOST_BYTES:
            break
    path.write_bytes(picture)
    print(f"{path.name}: {len(picture) / 1000:.0f} kB at quality {quality}")


def talk(page: Page) -> None:
    page.goto("/?persona=tamsin")
    page.get_by_label("What you say").fill("What do you know about moonwort?")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("First word after").first.wait_for()


def cast(page: Page) -> None:
    page.goto("/cast?persona=brannoch")
    page.get_by_role("heading", level=1).wait_for()


def level(page: Page) -> None:
    page.get_by_role("button", name="Make the level").click()
    page.get_by_test_id("map-told").wait_for()


def quest(page: Page) -> None:
    page.get_by_role("button", name="Make quests").click()
    page.get_by_role("region", name="Quests").locator("tbody tr").first.get_by_role("link").click()
    page.get_by_test_id("verdict").wait_for()


def material(page: Page) -> None:
    """The page opens with one; its light and the other pictures come after it."""
    page.get_by_text("made in").wait_for()
    page.wait_for_timeout(5 * SETTLED_MS)


def server(page: Page) -> None:
    page.get_by_role("region", name="Chosen settings").wait_for()


TASKS: dict[str, Callable[[Page], None]] = {
    "/": talk,
    "/cast": cast,
    "/levels": level,
    "/quests": quest,
    "/materials": material,
    "/server": server,
}


if __name__ == "__main__":
    main()
