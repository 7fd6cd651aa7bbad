"""The page of quests: made, listed, played, broken, taken along."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from npcgen.client import LocalServer, SyncClient
from npcgen.preview.pages.quests.form import EXAMPLE
from tests.preview.conftest import shot
from worldgen.quests.quest import Quest

LINK = "/quests?world=emberlow&count=2&seed=0"
HOSTILE = "<img src=x onerror=alert(1)> \u202eevil\u202c 🐉 {{7*7}}"


@pytest.fixture(scope="module")
def made(room: LocalServer) -> tuple[Quest, ...]:
    """What the link shows: of the first, Ansa Hale asks, and Sister Halwen could ask instead."""
    with SyncClient(room.target) as client:
        return client.generate_quests("emberlow", {"count": 2, "seed": 0})


@pytest.fixture
def opened(tab: Page, made: tuple[Quest, ...]) -> Page:
    """The first quest."""
    tab.goto(LINK)
    rows(tab).first.get_by_role("link").click()
    expect(verdict(tab)).to_contain_text("Nothing has happened yet")
    return tab


def rows(tab: Page) -> Locator:
    return tab.get_by_role("region", name="Quests").locator("tbody tr")


def verdict(tab: Page) -> Locator:
    return tab.get_by_test_id("verdict")


def test_quests_are_made_listed_and_still_there_after_a_reload(
    tab: Page, made: tuple[Quest, ...]
) -> None:
    tab.goto("/quests")
    tab.get_by_label("How many").fill("2")
    tab.get_by_role("button", name="Make quests").click()
    expect(rows(tab)).to_have_count(2)
    expect(rows(tab).first).to_contain_text("Ansa Hale")
    expect(rows(tab).first).to_contain_text("curiosity")
    shot(tab, "quests-list")
    tab.reload()
    expect(rows(tab)).to_have_count(2)
    assert "count=2" in tab.url


def test_who_kills_the_giver_reads_what_becomes_of_the_quest(opened: Page) -> None:
    opened.get_by_role("button", name="Kill Ansa Hale").click()
    expect(verdict(opened)).to_contain_text("Ansa Hale is killed")
    expect(verdict(opened)).to_contain_text("Sister Halwen asks for it from now on")
    expect(verdict(opened)).to_contain_text("a new one was planned")
    expect(opened.get_by_test_id("giver")).to_contain_text("Sister Halwen")
    expect(opened.get_by_role("heading", name="A new way")).to_be_visible()
    shot(opened, "quests-broken")
    opened.reload()
    expect(verdict(opened)).to_contain_text("Sister Halwen asks for it from now on")
    opened.get_by_role("button", name="Take back the last").click()
    expect(verdict(opened)).to_contain_text("under way")
    expect(opened.get_by_role("button", name="Kill Ansa Hale")).to_be_visible()


def test_a_quest_is_played_to_its_end(opened: Page) -> None:
    opened.get_by_role("button", name="Say yes").click()
    expect(verdict(opened)).to_contain_text("under way")
    steps = opened.get_by_role("tabpanel").locator("button", has_text=re.compile("mill|Wat Hollin"))
    steps.first.click()
    expect(verdict(opened)).to_contain_text("Done:")
    expect(opened.get_by_role("button", name=re.compile(r"mill.*, done"))).to_be_visible()
    opened.get_by_role("tabpanel").get_by_role("button", name="Send Wat Hollin").first.click()
    expect(verdict(opened)).to_contain_text("The quest is done")
    expect(verdict(opened)).to_contain_text("7 coins and 25 experience")
    expect(opened.get_by_test_id("giver")).to_contain_text("Ansa Hale would say now")
    expect(opened.get_by_text("Break it", exact=True)).to_have_count(0)


def test_a_stage_says_who_says_what_there(opened: Page) -> None:
    stage = opened.get_by_role("group", name="Graph of the quest").get_by_role("button")
    stage.first.focus()
    opened.keyboard.press("Enter")
    panel = opened.get_by_role("tabpanel").last
    expect(panel).to_contain_text("Ansa Hale asks")
    expect(panel).to_contain_text("offer")


def test_a_quest_is_taken_along_as_the_api_gives_it(
    opened: Page, room: LocalServer, made: tuple[Quest, ...], tmp_path: Path
) -> None:
    opened.get_by_role("button", name="Export").click()
    opened.get_by_role("radio", name=re.compile("^Ink")).click()
    with opened.expect_download() as coming:
        opened.get_by_role("button", name="Download").click()
    coming.value.save_as(tmp_path / "quest.ink")
    with SyncClient(room.target) as client:
        files = client.export_quests(made[:1], "emberlow", "ink")
    assert {coming.value.suggested_filename: (tmp_path / "quest.ink").read_bytes()} == files


def test_work_is_cancelled_and_what_was_made_stays(tab: Page, made: tuple[Quest, ...]) -> None:
    tab.goto("/quests")
    tab.get_by_label("How many").fill("500")
    tab.get_by_role("button", name="Make quests").click()
    expect(rows(tab).first).to_contain_text("Ansa Hale")
    tab.get_by_role("button", name="Cancel").click()
    expect(tab.get_by_text("were made until then")).to_be_visible()
    expect(tab.get_by_role("button", name="Cancel")).not_to_be_visible()


def test_a_link_to_what_cannot_have_happened_shows_what_came_before(
    tab: Page, made: tuple[Quest, ...]
) -> None:
    tab.goto(f"{LINK}&quest={made[0].id}&deeds=begin.killed-nobody")
    expect(tab.get_by_role("alert")).to_contain_text("can't happen in this quest")
    expect(verdict(tab)).to_contain_text("under way")


def test_a_link_that_cannot_be_right_says_why_beside_a_form_that_works(tab: Page) -> None:
    tab.goto("/quests?seed=nonsense")
    expect(tab.get_by_role("alert")).to_contain_text("'nonsense' is no whole number")
    tab.get_by_label("How many").fill("2")
    tab.get_by_role("button", name="Make quests").click()
    expect(rows(tab)).to_have_count(2)


def test_what_is_looked_for_is_in_the_link(tab: Page, made: tuple[Quest, ...]) -> None:
    tab.goto(f"{LINK}&find=nobody&sort=-coins")
    expect(tab.get_by_text("0 of 2 quests")).to_be_visible()
    expect(tab.get_by_label("Look for")).to_have_value("nobody")
    expect(tab.get_by_role("columnheader", name="Reward")).to_have_attribute(
        "aria-sort", "descending"
    )
    tab.get_by_role("button", name="Show all of them").click()
    expect(rows(tab)).to_have_count(2)
    tab.get_by_role("combobox", name="Why", exact=True).click()
    tab.get_by_role("option", name="curiosity").click()
    expect(tab).to_have_url(re.compile("why=curiosity"))
    tab.locator("nav a", has_text="Server").click()
    expect(tab).to_have_title(re.compile("^Server"))
    tab.locator("nav a", has_text="Quests").click()
    expect(rows(tab)).to_have_count(1)


def test_a_hostile_world_is_shown_as_text(tab: Page) -> None:
    world = EXAMPLE.replace("name: Mira,", f"name: {json.dumps(HOSTILE, ensure_ascii=False)},")
    tab.goto("/quests")
    tab.get_by_role("combobox", name="World").click()
    tab.get_by_role("option", name="My own").click()
    tab.get_by_label("The world, as YAML or JSON").fill("#" * 300_000)
    tab.get_by_role("button", name="Make quests").click()
    expect(tab.get_by_role("alert")).to_contain_text("at most 262144 are read")
    tab.get_by_label("The world, as YAML or JSON").fill(world)
    tab.get_by_role("button", name="Make quests").click()
    expect(rows(tab).first).to_contain_text("<img src=x onerror=alert(1)>")
    rows(tab).first.get_by_role("link").click()
    tab.get_by_role("button", name="who asks for it").click()
    expect(verdict(tab)).to_contain_text("🐉 {{7*7}} is killed")
    assert tab.locator("img[src=x]").count() == 0
