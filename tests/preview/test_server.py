"""The page /server: models, slots, figures and histograms of a real server."""

from playwright.sync_api import Page, expect

from npcgen.client import LocalServer, SyncClient
from tests.preview.conftest import shot


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
    row = tab.get_by_role("row").filter(has=tab.get_by_role("rowheader", name="qwen3-0.6b"))
    expect(row).to_contain_text("Apache-2.0")
    expect(row).to_contain_text("MiB")
    expect(tab.get_by_text("npcgen models pull NAME")).to_be_visible()


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
