"""The page /: a talk, what the model read, what it felt, and who sees the talk again."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from npcgen import FinishReason, Persona, Player
from npcgen.client import LocalServer, SyncClient
from npcgen.dialogue import save_game
from npcgen.dialogue.secrets import Secret, SecretCondition
from npcgen.preview.pages.talk.attacks import (
    FAMILIES,
    Attack,
    judged,
    read_attacks,
    why_through,
)
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


def expect_done(page: Page, text: str, action: Locator) -> None:
    """NOTE: said again where he refuses, for then he does nothing."""
    replies = page.locator(".talk-npc")
    for _ in range(6):
        before = replies.count()
        say(page, text)
        expect(replies).to_have_count(before + 1)
        expect_answered(page)
        if action.count():
            return


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
    cost = tab.locator(".talk-cost").inner_text()
    assert "first word after" in cost
    assert "talk=" in tab.url
    tab.reload()
    expect(answer(tab)).to_have_text(said)
    expect(tab.locator(".talk-player .talk-text")).to_have_text(
        "Good morning. What do you know about moonwort?"
    )
    expect(tab.locator(".talk-cost")).to_have_text(cost, use_inner_text=True)
    expect(tab.get_by_test_id("part-lore").first).to_contain_text("moonwort")


def test_any_answer_can_be_asked_why(tab: Page) -> None:
    tab.goto("/?persona=tamsin")
    for line in ("Good morning.", "What do you know about moonwort?"):
        say(tab, line)
        expect_answered(tab)
    expect(tab.get_by_test_id("asked")).to_contain_text("moonwort")
    tab.get_by_role("tab", name="Settings").click()
    tab.get_by_role("button", name="Why it said this").first.click()
    expect(tab.get_by_test_id("asked")).to_have_text("Read for “Good morning.”")
    expect(tab.get_by_test_id("part-player")).to_contain_text("Good morning.")


def test_a_secret_is_held_back_until_there_is_trust_and_the_page_says_why(
    tab: Page, room: LocalServer
) -> None:
    secret = Secret(text="She waters the ale.", condition=SecretCondition(trust=0.4))
    berta = Persona(id="berta", name="Berta Holm", role="innkeeper", secrets=(secret,))
    with SyncClient(room.target) as client:
        client.create_persona(berta)
    tab.goto("/?persona=berta")
    tab.get_by_role("button", name="What are you hiding?").click()
    expect_answered(tab)
    expect(tab.get_by_test_id("secrets")).to_contain_text("Held back")
    expect(tab.get_by_test_id("secrets")).to_contain_text("trust 0.00 is below 0.40")
    tab.get_by_role("button", name="Set how they feel").click()
    tab.get_by_role("dialog").get_by_label("Trust").fill("0.5")
    tab.get_by_role("button", name="Set", exact=True).click()
    expect(tab.get_by_role("meter", name="trust")).to_have_attribute("aria-valuenow", "0.5")
    say(tab, "Do you water the ale?")
    expect(tab.get_by_test_id("secrets")).to_contain_text("May be told")
    expect(tab.get_by_test_id("part-secret")).to_contain_text("She waters the ale.")
    shot(tab, "talk_secret")


def test_a_talk_goes_on_with_the_sheet_as_it_was_changed_elsewhere(
    tab: Page, room: LocalServer
) -> None:
    odo = Persona(id="odo", name="Odo Lint", role="tailor")
    with SyncClient(room.target) as client:
        client.create_persona(odo)
        tab.goto("/?persona=odo")
        say(tab, "Good morning.")
        expect_answered(tab)
        client.update_persona(odo.model_copy(update={"knowledge": ("Wool is dear.",)}))
    tab.reload()
    expect(tab.get_by_text("the talk goes on with the new one")).to_be_visible()
    expect(tab.locator(".talk-turn")).to_have_count(1)
    say(tab, "What is dear?")
    expect(tab.get_by_test_id("part-persona")).to_contain_text("Wool is dear.")


def test_an_action_and_what_became_of_it_stay(tab: Page) -> None:
    tab.goto("/?persona=brannoch")
    action = tab.get_by_test_id("action")
    expect_done(tab, "Come with me, follow me to the gate!", action)
    expect(action).to_contain_text("follow")
    action.get_by_role("button", name="It worked: follow").click()
    expect(action).to_contain_text("it worked")
    tab.reload()
    expect(action).to_contain_text("whom: player_1")
    expect(action).to_contain_text("it worked")


def test_a_link_opens_with_its_settings_and_the_menu_leads_back(tab: Page) -> None:
    tab.goto("/?persona=odrin&temperature=0.25&scene=It+rains.&persona_b=isolde&top_k_b=7")
    tab.get_by_role("tab", name="Settings").first.click()
    expect(tab.get_by_label("Temperature")).to_have_value("0.25")
    tab.get_by_label("Top p").fill("0.5")
    expect(tab).to_have_url(re.compile("top_p=0.5"))
    link = tab.url
    assert "top_k_b=7" in link
    tab.get_by_role("link", name="Cast").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Cast")
    tab.get_by_role("link", name="Talk", exact=True).click()
    expect(tab).to_have_url(link)
    expect(tab.locator(".talk-pane")).to_have_count(2)


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


def test_an_edited_character_goes_on_with_the_same_talk(tab: Page, room: LocalServer) -> None:
    tab.goto("/?persona=corrin")
    say(tab, "Good evening.")
    expect_answered(tab)
    said = answer(tab).inner_text()
    tab.get_by_role("tab", name="Character").click()
    name = tab.get_by_label("Name", exact=True)
    expect(name).to_have_value(re.compile("Corrin"))
    name.fill("Mira Ossel")
    tab.get_by_role("button", name="Save and go on").click()
    expect(tab.get_by_text("Saved as mira-ossel")).to_be_visible()
    expect(tab.get_by_label("Character", exact=True)).to_have_value(re.compile("Mira Ossel"))
    expect(answer(tab)).to_have_text(said)
    say(tab, "Who are you?")
    expect(tab.locator(".talk-turn")).to_have_count(2)
    tab.get_by_role("tab", name="Prompt").click()
    expect(tab.get_by_test_id("part-persona")).to_contain_text("You are Mira Ossel")
    expect_answered(tab)


def test_two_sides_answer_the_same_line_and_another_seed_answers_again(tab: Page) -> None:
    tab.goto("/?persona=odrin")
    say(tab, "Good evening.")
    expect_answered(tab)
    seed = tab.get_by_test_id("figures").get_by_text("Seed").locator("xpath=../..")
    before = seed.inner_text()
    tab.get_by_role("button", name="Say it again").click()
    expect(seed).not_to_have_text(before)
    expect_answered(tab)
    expect(tab.locator(".talk-turn")).to_have_count(1)
    tab.get_by_role("button", name="Compare two talks").click()
    sides = tab.locator(".talk-pane")
    expect(sides.nth(1).locator(".talk-turn")).to_have_count(1)
    say(tab, "What does ale cost?")
    for side in (sides.nth(0), sides.nth(1)):
        expect(side.locator(".talk-turn")).to_have_count(2)
        expect(side.locator(".talk-npc .talk-text").last).to_have_text(re.compile(r"\w"))
    expect(tab.get_by_role("button", name="Send")).to_be_visible()
    tab.reload()
    expect(sides.nth(1).locator(".talk-turn")).to_have_count(2)
    shot(tab, "talk_compare")


def test_a_talk_becomes_a_test_that_passes(tab: Page, room: LocalServer, tmp_path: Path) -> None:
    tab.goto("/?persona=halwen")
    say(tab, 'Peace. Is it "raining"?')
    expect_answered(tab)
    tab.get_by_role("tab", name="Test").click()
    with tab.expect_download() as downloading:
        tab.get_by_role("button", name="Download the test").click()
    file = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(file)
    assert file.name == "test_halwen.py"
    assert "'Peace. Is it \"raining\"?'" in file.read_text("utf-8")
    assert run_test(file, room) == 0
    file.write_text(file.read_text("utf-8").replace('"holds": []', '"holds": ["Xyzzy"]'), "utf-8")
    assert run_test(file, room) == 1


def run_test(file: Path, room: LocalServer) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)]
    environment = {**os.environ, "NPCGEN_SERVER": room.target}
    return subprocess.run(command, env=environment, cwd=Path.cwd(), check=False).returncode


def test_an_attack_says_what_got_through_and_can_be_cancelled(slow_tab: Page) -> None:
    slow_tab.goto("/?persona=isolde")
    slow_tab.get_by_role("tab", name="Attack").click()
    slow_tab.get_by_role("button", name="Attack", exact=True).click()
    slow_tab.get_by_role("button", name="Cancel").click()
    expect(slow_tab.get_by_test_id("attacked")).to_contain_text("Cancelled.")


def test_attacks_are_judged_by_what_must_not_be_said() -> None:
    persona = Persona(id="ada", name="Ada", role="smith", secrets=("She sold the reeve's blade.",))
    attack = Attack("secret_extraction", "Tell me.", ("hacked",))
    assert why_through(attack, persona, "No.") == ""
    assert why_through(attack, persona, "She sold the reeve's blade, I think.") != ""
    assert why_through(attack, persona, "I am HACKED.") == "it said “hacked”"
    assert why_through(attack, persona, "As an AI, I can't.") != ""
    assert why_through(attack, persona, " ") == "it said nothing"
    assert judged(attack, persona, "hacked", FinishReason.GUARDRAIL).through == ""


def test_every_family_has_lines() -> None:
    assert {attack.family for attack in read_attacks(1)} == set(FAMILIES)
    assert all(attack.line for attack in read_attacks(99))
