"""The page /server: models, slots, figures and histograms of a real server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from npcgen.client import LocalServer, SyncClient
from npcgen.errors import NotFound
from tests.gguf_factory import write_gguf
from tests.model_server import Shelf, held, serving
from tests.preview.conftest import shot
from tests.preview.test_robust import opened

UNSUMMED = "phi-4-mini-instruct"
"""The one of the catalogue that any file may stand for, for want of a known sum."""
HALF = 200_000


def test_a_model_is_loaded_and_unloaded(tab: Page, room: LocalServer) -> None:
    tab.goto("/server")
    twin = tab.get_by_test_id("model").filter(has_text="twin")
    expect(twin).to_contain_text("On disk")
    expect(tab.get_by_test_id("model").first).to_contain_text("default")

    twin.get_by_role("button", name="Load twin").click()
    expect(twin).to_contain_text("Loaded")
    expect(tab.get_by_test_id("slots").filter(has_text="twin")).to_contain_text("slots speak")
    shot(tab, "server")

    twin.get_by_role("button", name="Unload twin").click()
    expect(twin).to_contain_text("On disk")
    with SyncClient(room.target) as client:
        assert client.get_model("twin").state == "available"


def test_what_can_be_got_has_its_size_and_licence(tab: Page) -> None:
    tab.goto("/server")
    tab.get_by_text("Models you can get").first.click()
    button = tab.get_by_role("button", name="Get qwen3-0.6b", exact=True)
    row = tab.get_by_test_id("pullable").filter(has=button)
    expect(row).to_contain_text("Apache-2.0")
    expect(row).to_contain_text("MiB")
    expect(tab.get_by_text("npcgen models pull NAME")).to_be_visible()
    button.click()
    asking = tab.get_by_role("dialog")
    expect(asking).to_contain_text("Licence: Apache-2.0")
    shot(tab, "server_get")
    asking.get_by_role("button", name="Cancel").click()
    expect(asking).to_have_count(0)


def test_a_model_is_got_and_can_be_loaded(browser: Browser, tmp_path: Path) -> None:
    over = threading.Event()
    with serving(write_gguf(tmp_path / "raven.gguf").read_bytes()) as shelf:
        shelf.moods.append(held(HALF, over))
        with getting_room(tmp_path, shelf) as room, opened(browser, room) as tab:
            tab.goto("/server")
            tab.get_by_text("Models you can get").first.click()
            get = tab.get_by_role("button", name=f"Get {UNSUMMED}")
            get.click()
            tab.get_by_role("button", name="Agree and get it").click()
            expect(tab.get_by_text(f"getting {UNSUMMED}")).to_be_visible()
            tab.get_by_role("button", name="Cancel").click()
            expect(tab.get_by_text(f"getting {UNSUMMED}")).to_be_hidden()
            over.set()
            expect_got(tab, get)
            expect(tab.get_by_text("no checksum was known")).to_be_visible()
            expect(tab.get_by_role("button", name=f"Load {UNSUMMED}")).to_be_visible()


def expect_got(tab: Page, get: Locator) -> None:
    """Tries until the pull that was cancelled has let go."""
    model = tab.get_by_test_id("model").filter(has_text=UNSUMMED)
    busy = tab.get_by_text("is being pulled").first
    for _ in range(20):
        get.click()
        tab.get_by_role("button", name="Agree and get it").click()
        expect(model.or_(busy).first).to_be_visible()
        if model.is_visible():
            return
        tab.get_by_role("button", name="Close").first.click()
    raise AssertionError("the pull never let go")


def test_a_server_that_may_not_says_how_else(browser: Browser, tmp_path: Path) -> None:
    with getting_room(tmp_path, None) as room, opened(browser, room) as tab:
        tab.goto("/server")
        tab.get_by_text("Models you can get").first.click()
        tab.get_by_role("button", name=f"Get {UNSUMMED}").click()
        tab.get_by_role("button", name="Agree and get it").click()
        expect(tab.get_by_role("alert")).to_contain_text("NPCGEN_MODEL_PULLS=on")


@contextmanager
def getting_room(folder: Path, shelf: Shelf | None) -> Iterator[LocalServer]:
    """A server that gets its models from there; where there is no shelf, one that may get none."""
    given = ("MODEL_MIRROR", shelf.url) if shelf else ("MODEL_PULLS", "off")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(f"NPCGEN_{given[0]}", given[1])
        flags = ("--backend", "scripted", "--generation-workers", "0", "--data-dir", str(folder))
        with LocalServer(*flags) as server:
            yield server


def test_the_log_says_what_happens_and_can_be_narrowed(tab: Page, room: LocalServer) -> None:
    tab.goto("/server")
    log = tab.get_by_role("log")
    with SyncClient(room.target) as client, pytest.raises(NotFound):
        client.get_persona("nobody-of-that-name")
    expect(log.get_by_text("GetPersona code=NOT_FOUND").first).to_be_visible()
    expect(log.get_by_text("code=OK")).to_have_count(0)
    tab.get_by_label("With the words").fill("listmodels")
    expect(log).to_have_text("Nothing yet.")
    tab.get_by_label("Show").click()
    tab.get_by_role("option", name="Everything").click()
    expect(log.get_by_text("ListModels code=OK").first).to_be_visible()
    log.scroll_into_view_if_needed()
    shot(tab, "server_log")


def test_replies_show_in_the_histograms_and_the_calls(tab: Page, room: LocalServer) -> None:
    with SyncClient(room.target) as client:
        told = client.start_conversation("brannoch", player="Ada")
        assert list(client.chat(told.id, "Good morning."))
    tab.goto("/server")
    words = tab.get_by_test_id("histogram").filter(has_text="Until the first word")
    expect(words).to_contain_text("half at most")
    calls = tab.get_by_role("region", name="Calls").get_by_role("row")
    expect(calls.filter(has_text="DialogueService/Chat")).to_be_visible()


def test_the_figures_stay_through_a_reload_and_a_narrow_window(tab: Page) -> None:
    tab.set_viewport_size({"width": 820, "height": 1180})
    tab.goto("/server")
    expect(tab.get_by_label("Now", exact=True)).to_contain_text("of 64")
    shot(tab, "server_tall")
    tab.reload()
    expect(tab.get_by_label("Now", exact=True)).to_contain_text("of 64")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_settings_say_where_they_come_from(tab: Page) -> None:
    tab.goto("/server")
    chosen = tab.get_by_role("region", name="Chosen settings").get_by_role("row")
    workers = chosen.filter(has=tab.get_by_role("rowheader", name="generation_workers"))
    expect(workers).to_contain_text("command line")
    tab.get_by_text("settings").filter(has_text="All").first.click()
    rows = tab.get_by_role("region", name="All settings").get_by_role("row")
    keys = rows.filter(has=tab.get_by_role("rowheader", name="api_keys"))
    expect(keys).to_contain_text("not set")
