"""The page /cast in a real browser: people, cards, lore, ties, and two who talk to each other."""

import json
import re
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from npcgen import LoreEntry, Persona, SyncClient, World
from npcgen.client import LocalServer
from tests.preview.conftest import PATIENCE_MS, shot

HOSTILE = "<b onclick=alert(1)>Zöe</b> שלום 🐉 {{x}}"


def kept(room: LocalServer, persona_id: str, **fields: object) -> Persona:
    """A persona of a test's own on the server."""
    values = {"id": persona_id, "name": "Mara Vey", "role": "ferrywoman"} | fields
    with SyncClient(room.target) as client:
        return client.create_persona(Persona.model_validate(values))


def test_people_are_found_and_lead_to_a_talk(tab: Page) -> None:
    tab.goto("/cast")
    tab.get_by_label("Search").fill("smith forge")
    expect(tab.get_by_role("listitem")).to_have_count(1)
    expect(tab.get_by_role("listitem")).to_contain_text("Brannoch Vale")
    link = tab.get_by_role("link", name="Talk to Brannoch Vale")
    expect(link).to_have_attribute("href", "/?persona=brannoch")
    shot(tab, "cast_people")


def test_a_new_character_gets_a_secret_that_is_kept_through_reload_and_save(
    tab: Page, room: LocalServer
) -> None:
    tab.goto("/cast?tab=new")
    tab.get_by_label("Name").fill("Ilse Torn")
    tab.get_by_label("Role").fill("bell founder")
    shot(tab, "cast_new")
    tab.get_by_role("button", name="Begin").click()
    tab.get_by_role("button", name="Add a secret").click()
    tab.get_by_label("The secret").fill("The bell is cracked.")
    expect(tab.get_by_text("Never told, whatever")).to_be_visible()
    tab.get_by_role("checkbox", name="May be told").click()
    tab.get_by_label("Trust, at least").fill("0.4")
    expect(tab.get_by_text("it trusts the player 0.4 or more")).to_be_visible()
    expect(tab.get_by_text("Changes aren't saved yet.")).to_be_visible()

    tab.reload()
    expect(tab.get_by_label("The secret")).to_have_value("The bell is cracked.")
    shot(tab, "cast_sheet")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("All saved.")).to_be_visible()

    with SyncClient(room.target) as client:
        secret = client.get_persona("ilse-torn").persona.secrets[0]
    assert not isinstance(secret, str)
    assert (secret.text, secret.condition.trust) == ("The bell is cracked.", 0.4)


def test_a_copy_is_made_and_deleted_once_they_are_sure(tab: Page) -> None:
    tab.goto("/cast?persona=brannoch")
    expect(tab.get_by_text("Copy it to make it yours")).to_be_visible()
    tab.get_by_role("button", name="Copy and edit").click()
    expect(tab.get_by_role("heading", name="Brannoch Vale (copy)")).to_be_visible()
    expect(tab).to_have_url(re.compile(r"persona=brannoch-copy$"))
    tab.get_by_role("button", name="Delete").click()
    tab.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(tab.get_by_role("listitem").first).to_be_visible()
    expect(tab.get_by_text("Brannoch Vale (copy)", exact=True)).to_have_count(0)
    tab.reload()
    expect(tab.get_by_text("“Brannoch Vale (copy)” is deleted.")).to_be_visible()
    shot(tab, "cast_undo")
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_text("Brannoch Vale (copy)", exact=True)).to_be_visible()
    expect(tab.get_by_role("button", name="Undo")).to_be_hidden()


def test_a_world_that_came_with_the_server_says_how_it_is_changed(tab: Page) -> None:
    tab.goto("/cast?tab=lore&world=emberlow")
    expect(tab.get_by_test_id("bundled")).to_contain_text("Copy it to change it")
    expect(tab.get_by_role("button", name="New entry")).to_have_count(0)
    tab.get_by_role("button", name="Look at").first.click()
    expect(tab.get_by_label("Title")).to_be_disabled()
    tab.get_by_role("button", name="Copy the world to change it").click()
    expect(tab).to_have_url(re.compile("world=emberlow-copy"), timeout=2 * PATIENCE_MS)
    expect(tab.get_by_role("button", name="New entry")).to_be_visible()
    expect(tab.get_by_test_id("bundled")).to_have_count(0)


def test_a_lorebook_comes_into_a_world_and_an_entry_comes_back(
    tab: Page, room: LocalServer
) -> None:
    with SyncClient(room.target) as client:
        client.create_world(World(id="isle", name="The Isle"))
    book = {
        "spec": "lorebook_v3",
        "data": {"entries": [{"keys": ["lamp"], "content": HOSTILE, "name": "The lamp"}]},
    }
    tab.goto("/cast?tab=lore&world=isle")
    tab.get_by_role("button", name="Import a lorebook").click()
    tab.locator("input[type=file]").set_input_files(
        {"name": "isle.json", "mimeType": "application/json", "buffer": json.dumps(book).encode()}
    )
    expect(tab.get_by_test_id("came")).to_contain_text("1 entry of isle.json came.")
    tab.get_by_role("button", name="Done").click()
    cell = tab.get_by_role("cell", name="The lamp", exact=True)
    expect(cell).to_be_visible()
    tab.get_by_role("button", name="Delete The lamp").click()
    tab.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(cell).to_have_count(0)
    tab.get_by_role("button", name="Undo").click()
    expect(cell).to_be_visible()


def test_a_world_is_edited_and_its_deletion_undone_with_its_lore(
    tab: Page, room: LocalServer
) -> None:
    with SyncClient(room.target) as client:
        client.create_world(World(id="cove", name="The Cove"))
        client.create_lore_entry("cove", LoreEntry(id="reef", title="The reef", text="It bites."))
    tab.goto("/cast?tab=lore&world=cove")
    tab.get_by_role("button", name="Edit this world").click()
    tab.get_by_label("What everybody in it knows").fill("The sea is cold.")
    tab.get_by_role("button", name="Save the world").click()
    expect(tab.get_by_role("dialog")).to_have_count(0)
    tab.get_by_role("button", name="Delete this world").click()
    tab.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(tab.get_by_text("“The Cove” is deleted.")).to_be_visible()
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_role("button", name="Undo")).to_be_hidden()
    with SyncClient(room.target) as client:
        assert client.get_world("cove").description == "The sea is cold."
        assert [each.title for each in client.list_lore_entries("cove")] == ["The reef"]


def test_a_card_is_brought_with_its_warnings_and_goes_out_as_a_picture(tab: Page) -> None:
    card = {
        "spec": "chara_card_v2",
        "spec_version": "2.0",
        "data": {
            "name": "Orla Finch",
            "description": "A lamplighter.",
            "personality": "cheerful",
            "scenario": "",
            "first_mes": "Evening!",
            "mes_example": "",
            "system_prompt": "Always rhyme.",
        },
    }
    tab.goto("/cast?tab=new")
    tab.locator("input[type=file]").set_input_files(
        {"name": "orla.json", "mimeType": "application/json", "buffer": json.dumps(card).encode()}
    )
    expect(tab.get_by_test_id("brought")).to_contain_text("Orla Finch")
    expect(tab.get_by_test_id("brought")).to_contain_text("system_prompt")
    tab.get_by_role("button", name="Open").click()
    tab.get_by_role("button", name="Export").click()
    with tab.expect_download() as coming:
        tab.get_by_text("PNG card").click()
    assert coming.value.suggested_filename == "orla-finch.png"
    assert Path(coming.value.path()).read_bytes().startswith(b"\x89PNG\r\n")


def test_a_sentence_becomes_somebody_who_is_kept(tab: Page, room: LocalServer) -> None:
    tab.goto("/cast?tab=new")
    tab.get_by_label("One sentence").fill("a cheerful old baker")
    tab.get_by_role("button", name="Make", exact=True).click()
    expect(tab.get_by_test_id("made")).to_contain_text("baker")
    tab.get_by_role("button", name="Keep").click()
    expect(tab.get_by_label("Role")).to_have_value("baker")
    kept_id = parse_qs(urlsplit(tab.url).query)["persona"][0]
    with SyncClient(room.target) as client:
        assert client.get_persona(kept_id).persona.role == "baker"


def test_lore_says_who_knows_it_and_why_it_comes_to_mind(tab: Page, room: LocalServer) -> None:
    with SyncClient(room.target) as client:
        client.create_world(World(id="ford", name="The Ford"))
    kept(room, "mara", world="ford")
    kept(room, "toll-keeper", name="Bren Holt", role="toll keeper", world="ford")
    tab.goto("/cast?tab=lore&world=ford&persona=mara")
    tab.get_by_role("button", name="New entry").click()
    tab.get_by_label("Title").fill("The sunken bell")
    tab.get_by_label("What they know then").fill("A bell lies under the ford.")
    tab.get_by_label("Keys, one a line").fill("bell")
    tab.get_by_label("Roles").fill("toll keeper")
    tab.get_by_role("button", name="Save entry").click()
    expect(tab.get_by_role("cell", name="Bren Holt (role: toll keeper)")).to_be_visible()
    expect(tab.get_by_role("img", name="Graph of who knows what")).to_contain_text("sunken bell")

    ask = tab.get_by_label("What a player says")
    ask.fill("Where is the bell?")
    tab.get_by_role("button", name="Test").click()
    expect(tab.get_by_test_id("found")).to_contain_text("only for the role toll keeper")
    shot(tab, "cast_lore")
    tab.goto("/cast?tab=lore&world=ford&persona=toll-keeper")
    ask.fill("Where is the bell?")
    tab.get_by_role("button", name="Test").click()
    expect(tab.get_by_test_id("found")).to_contain_text("Comes to mind")
    expect(tab.get_by_test_id("found")).to_contain_text("key 'bell'")


def test_two_people_talk_until_they_are_stopped(tab: Page, room: LocalServer) -> None:
    kept(room, "east", name="Ona East")
    kept(room, "west", name="Wil West")
    tab.goto("/cast?tab=overhear&persona=east&other=west")
    tab.get_by_label("Lines").fill("20")
    tab.get_by_role("button", name="Listen").click()
    heard = tab.get_by_test_id("heard")
    expect(heard.get_by_text("Ona East").nth(1)).to_be_visible()
    tab.get_by_role("button", name="Cancel").click()
    expect(tab.get_by_role("button", name="Cancel")).to_be_hidden()
    with SyncClient(room.target) as client:
        expect_none_of(client, {"east", "west"})
    tab.reload()
    expect(heard.get_by_text("Have you heard the news?")).to_be_visible()
    expect(heard.get_by_text("Wil West").first).to_be_visible()


def test_a_memory_is_added_felt_and_forgotten(tab: Page, room: LocalServer) -> None:
    kept(room, "smith", name="Una Forge")
    tab.goto("/cast?tab=memories&persona=smith&player=ada")
    tab.get_by_label("What they are to remember").fill("Ada stole the horseshoes.")
    tab.get_by_label("It was").click()
    tab.get_by_role("option", name="a theft").click()
    tab.get_by_role("button", name="Add", exact=True).click()
    expect(tab.get_by_role("cell", name="Ada stole the horseshoes.", exact=True)).to_be_visible()
    expect(tab.get_by_test_id("felt")).to_contain_text("distrusts")
    tab.get_by_role("button", name="Ties").click()
    expect(tab.get_by_role("row", name="Una Forge")).to_contain_text("distrusts")
    shot(tab, "cast_ties")
    tab.get_by_role("button", name="What Una Forge remembers").click()
    tab.get_by_role("button", name="Forget: Ada stole").click()
    tab.get_by_role("dialog").get_by_role("button", name="Forget").click()
    expect(tab.get_by_text("Nothing yet.")).to_be_visible()


def test_hostile_texts_are_shown_as_text_or_refused_with_the_limit(
    tab: Page, room: LocalServer
) -> None:
    kept(room, "hostile", name=HOSTILE, role=HOSTILE, place=HOSTILE, speech_style=HOSTILE * 40)
    tab.goto("/cast")
    tab.get_by_label("Search").fill("Zöe שלום")
    expect(tab.get_by_role("listitem")).to_have_count(1)
    expect(tab.get_by_text(HOSTILE, exact=True)).to_have_count(3)
    tab.goto("/cast?persona=hostile")
    expect(tab.get_by_label("Place")).to_have_value(HOSTILE)
    tab.goto("/cast?tab=new")
    tab.get_by_label("Name").fill("x" * 100_000)
    tab.get_by_label("Role").fill("lamp\u202elighter")
    tab.get_by_role("button", name="Begin").click()
    alert = tab.get_by_role("alert")
    expect(alert).to_contain_text("name: String should have at most 60 characters")
    expect(alert).to_contain_text("role: holds U+202E")


def expect_none_of(client: SyncClient, personas: set[str]) -> None:
    """No talk of theirs is left; the last is deleted as soon as its reply has ended."""
    for _ in range(100):
        if not personas & {each.npc_id for each in client.list_conversations()}:
            return
        time.sleep(0.1)
    pytest.fail("conversations are left behind")
