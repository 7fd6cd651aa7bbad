"""The page /: a talk, what the model read, what it felt, and who sees the talk again."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from npcgen import Player
from npcgen.client import LocalServer, SyncClient
from npcgen.dialogue import save_game
from tests.preview.conftest import PATIENCE_MS, SIZE, shot, watched

HOSTILE = "<b id=bad>bold</b> \u05e9\u05dc\u05d5\u05dd \U0001f409"


@pytest.fixture(scope="module")
def slow_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """Scripted replies, two words a second: there is time to stop one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NPCGEN_SCRIPTED_TOKENS_PER_S", "2")
        flags = ("--backend", "scripted", "--data-dir", str(tmp_path_factory.mktemp("slow")))
        with LocalServer(*flags) as server:
            with SyncClient(server.target) as client:
                client.wait_ready(120.0)
            yield server


@pytest.fixture
def slow_tab(browser: Browser, slow_room: LocalServer) -> Iterator[Page]:
    context = browser.new_context(viewport=SIZE, base_url=slow_room.http_url)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    failed = watched(page)
    yield page
    context.close()
    assert failed == []


def say(page: Page, text: str) -> None:
    line = page.get_by_label("What you say")
    line.fill(text)
    line.press("Enter")


def answer(page: Page) -> Locator:
    """The words of the last reply."""
    return page.locator(".talk-npc .talk-text").last


def expect_answered(page: Page) -> None:
    expect(page.get_by_test_id("figures")).to_contain_text("First word after", timeout=PATIENCE_MS)
    expect(answer(page)).to_have_text(re.compile(r"\w"))
    expect(page.get_by_role("button", name="Send")).to_be_visible()


def test_a_line_is_answered_and_a_reload_shows_the_same_talk(tab: Page) -> None:
    tab.goto("/?persona=tamsin")
    say(tab, "Good morning. What do you know about moonwort?")
    expect_answered(tab)
    expect(tab.get_by_test_id("part-player")).to_contain_text("What do you know about moonwort?")
    expect(tab.get_by_test_id("part-lore").first).to_contain_text("moonwort")
    expect(tab.get_by_role("meter", name="familiarity")).to_have_attribute(
        "aria-valuenow", re.compile(r"0\.0[1-9]")
    )
    shot(tab, "talk")
    said = answer(tab).inner_text()
    assert "talk=" in tab.url
    tab.reload()
    expect(answer(tab)).to_have_text(said)
    expect(tab.locator(".talk-player .talk-text")).to_have_text(
        "Good morning. What do you know about moonwort?"
    )


def test_hostile_words_are_shown_as_words_and_too_many_refused(tab: Page) -> None:
    tab.goto("/")
    say(tab, HOSTILE)
    expect_answered(tab)
    expect(tab.locator(".talk-player .talk-text")).to_have_text(HOSTILE)
    expect(tab.locator("#bad")).to_have_count(0)
    say(tab, "x" * 100_000)
    expect(tab.get_by_role("alert")).to_contain_text("4000")
    expect(tab.locator(".talk-player")).to_have_count(1)


def test_a_reply_is_stopped_in_the_middle_of_a_sentence(
    slow_tab: Page, slow_room: LocalServer
) -> None:
    slow_tab.goto("/")
    say(slow_tab, "Tell me of the old road.")
    expect(answer(slow_tab)).to_have_text(re.compile(r"\w+ \w+"), timeout=PATIENCE_MS)
    slow_tab.get_by_role("button", name="Stop").click()
    expect(slow_tab.get_by_text("cut short")).to_be_visible()
    expect(slow_tab.get_by_role("button", name="Send")).to_be_visible()
    talk = re.search(r"talk=([\w-]+)", slow_tab.url)
    assert talk
    with SyncClient(slow_room.target) as client:
        (turn,) = client.get_conversation(talk[1]).turns
    assert turn.finish_reason == "cancelled"


def test_a_talk_of_a_thousand_turns_shows_its_end_and_goes_on(tab: Page, room: LocalServer) -> None:
    conversation_id = long_talk(room, 1_000)
    tab.goto(f"/?persona=brannoch&talk={conversation_id}")
    expect(tab.locator(".talk-turn")).to_have_count(40)
    expect(tab.locator(".talk-player .talk-text").last).to_have_text("Line 1000.")
    tab.get_by_role("button", name="Show 40 of 960 earlier turns").click()
    expect(tab.locator(".talk-turn")).to_have_count(80)
    expect(tab.locator(".talk-player .talk-text").first).to_have_text("Line 921.")
    say(tab, "Who are you?")
    expect_answered(tab)
    expect(tab.locator(".talk-turn")).to_have_count(80)


def long_talk(room: LocalServer, turns: int) -> str:
    """The id of a talk with so many turns, all of them like its first."""
    with SyncClient(room.target) as client:
        talk = client.start_conversation("brannoch", player=Player("reader", "Ada"))
        _ = list(client.chat(talk.id, "Line 1."))
        save = save_game.decode(client.save_conversations([talk.id]))
        first = save.turns[0]
        many = tuple(
            replace(first, number=n, turn_id=f"{talk.id}.{n}", player_text=f"Line {n}.")
            for n in range(1, turns + 1)
        )
        begun = replace(save.conversations[0], turns_begun=turns, trimmed_turns=turns - 10)
        client.load_conversations(
            save_game.encode(replace(save, turns=many, conversations=(begun,)))
        )
    return talk.id
