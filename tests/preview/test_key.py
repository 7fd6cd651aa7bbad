"""A server with keys: every page asks for one first."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from npcgen.client import LocalServer
from tests.preview.conftest import PATIENCE_MS, SIZE

FLAGS = ("--backend", "scripted", "--generation-workers", "0")


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NPCGEN_API_KEYS", '["sesame"]')
        with LocalServer(*FLAGS, "--data-dir", str(tmp_path_factory.mktemp("locked"))) as server:
            yield server


@pytest.fixture
def stranger(browser: Browser, locked: LocalServer) -> Iterator[Page]:
    context = browser.new_context(viewport=SIZE, base_url=locked.http_url)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def test_a_wrong_key_is_said_and_the_right_one_opens_every_page(stranger: Page) -> None:
    stranger.goto("/server")
    dialog = stranger.get_by_role("dialog", name="API key")
    dialog.get_by_label("API key").fill("sesam")
    dialog.get_by_role("button", name="Enter").click()
    expect(dialog).to_contain_text("this isn't one of the server's keys")

    dialog.get_by_label("API key").fill("sesame")
    dialog.get_by_label("API key").press("Enter")
    expect(dialog).to_have_count(0)
    expect(stranger.get_by_test_id("model").filter(has_text="scripted")).to_be_visible()

    stranger.goto("/cast")
    expect(stranger.locator("nav [aria-current=page]")).to_contain_text("Cast")
    expect(dialog).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/levels"])
def test_a_key_that_no_header_can_carry_is_said(stranger: Page, path: str) -> None:
    stranger.goto(path)
    dialog = stranger.get_by_role("dialog", name="API key")
    dialog.get_by_label("API key").fill("Schlüssel <b>")
    dialog.get_by_role("button", name="Enter").click()

    expect(dialog).to_contain_text("holds a character that no header can carry")
