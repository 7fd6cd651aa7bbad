"""The menu, light and dark, and who may have a page at all."""

import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from npcgen.client import LocalServer
from npcgen.preview.paths import PAGES


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_reached_by_its_address_and_named(tab: Page, path: str) -> None:
    tab.goto(path)
    expect(tab.locator("nav [aria-current=page]")).to_contain_text(PAGES[path])
    expect(tab).to_have_title(f"{PAGES[path]} · npcgen")


def test_the_menu_leads_from_page_to_page(tab: Page) -> None:
    tab.goto("/")
    for path, name in PAGES.items():
        tab.locator("nav a", has_text=name).click()
        expect(tab.locator("nav [aria-current=page]")).to_contain_text(name)
        assert urlsplit(tab.url).path == path


def test_it_turns_dark_and_light(tab: Page) -> None:
    tab.goto("/")
    tab.get_by_role("button", name="Light or dark").click()
    expect(tab.locator("body.body--dark")).to_be_attached()
    tab.get_by_role("button", name="Light or dark").click()
    expect(tab.locator("body.body--dark")).not_to_be_attached()


def test_a_page_of_a_stranger_gets_no_socket(tab: Page, room: LocalServer) -> None:
    request = urllib.request.Request(
        f"{room.http_url}/_nicegui_ws/socket.io/?EIO=4&transport=websocket",
        headers={
            "Origin": "https://elsewhere.example",
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        },
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 403
    refused.value.close()


def test_who_asks_for_no_page_still_gets_the_description(room: LocalServer) -> None:
    with urllib.request.urlopen(room.http_url, timeout=10) as answer:
        assert answer.headers["content-type"] == "application/json"
