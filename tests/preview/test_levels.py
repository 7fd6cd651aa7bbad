"""The page Levels: a spec becomes a map, which is looked at, changed, walked and taken along."""

import json
import re
import zipfile
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Page, expect

from npcgen.client import LocalServer, SyncClient
from tests.preview.conftest import shot

SMALL = {"width": 40, "height": 28, "counts": {"keys": {"low": 1, "high": 1}}}
LINK = "/levels?" + urlencode({"kind": "dungeon", "seed": 7, "spec": json.dumps(SMALL)})
HOSTILE = "<img src=x onerror=\"document.title='taken'\"> \u202eevil\u202c 🗝️"


def shows(tab: Page, what: str) -> None:
    """What the canvas says of the map that it draws."""
    expect(tab.locator("canvas").first).to_have_attribute("data-shown", what)


def opened(tab: Page) -> None:
    """A small dungeon, shown, with its panels filled."""
    tab.goto(LINK)
    shows(tab, "dungeon 7 40x28x1")
    expect(tab).to_have_url(re.compile("is="))


def query(tab: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(tab.url).query)


def test_a_spec_becomes_a_map_with_a_way_through(tab: Page) -> None:
    tab.goto("/levels")
    tab.get_by_label("Width").fill("44")
    tab.get_by_role("button", name="Make the level").click()
    shows(tab, "dungeon 1 44x32x1")
    expect(tab).to_have_url(re.compile("seed=1.*width%22%3A44.*is="))
    tab.get_by_role("checkbox", name="Walls").click()
    tab.get_by_role("checkbox", name="Rooms", exact=True).click()
    shot(tab, "levels")
    tab.get_by_role("tab", name="Way").click()
    tab.get_by_role("button", name="Walk it").click()
    expect(tab.get_by_test_id("map-told")).to_contain_text("You reached the end.")
    shot(tab, "levels_way")


def test_a_link_shows_the_same_level_and_so_does_a_reload(tab: Page) -> None:
    opened(tab)
    expect(tab.get_by_label("Width")).to_have_value("40")
    expect(tab.get_by_label("Keys", exact=True)).to_have_value("1")
    made = query(tab)["is"]
    tab.reload()
    shows(tab, "dungeon 7 40x28x1")
    opened(tab)
    assert query(tab)["is"] == made


def test_a_box_is_drawn_made_anew_kept_by_the_link_and_undone(tab: Page) -> None:
    opened(tab)
    tab.get_by_role("button", name="Box", exact=True).click()
    canvas = tab.locator("canvas").first
    expect(canvas).to_have_attribute("data-tool", "box")
    size = canvas.bounding_box()
    assert size is not None
    middle = size["x"] + size["width"] / 2, size["y"] + size["height"] / 2
    tab.mouse.move(middle[0] - 120, middle[1] - 90)
    tab.mouse.down()
    tab.mouse.move(middle[0] + 120, middle[1] + 90, steps=3)
    tab.mouse.up()
    expect(tab.get_by_test_id("map-told")).to_contain_text("A box of")
    expect(tab.get_by_label("Cells across")).not_to_have_value("8")
    first = query(tab)["is"]
    tab.get_by_role("button", name="Make the box anew").click()
    expect(tab).to_have_url(re.compile("redo="))
    again = query(tab)
    assert again["is"] != first
    expect(tab.get_by_text("cells are others now")).to_be_visible()
    tab.locator("nav a", has_text="Server").click()
    expect(tab).to_have_title(re.compile("^Server"))
    tab.locator("nav a", has_text="Levels").click()
    expect(tab).to_have_url(re.compile("redo="))
    tab.get_by_role("tab", name="Change").click()
    expect(tab.get_by_role("button", name="Undo")).to_be_enabled()
    assert query(tab) == again
    tab.get_by_role("button", name="Undo").click()
    expect(tab).not_to_have_url(re.compile("redo="))
    assert query(tab)["is"] == first


def test_a_cell_is_pinned_by_keyboard_and_stays(tab: Page) -> None:
    opened(tab)
    tab.get_by_role("tab", name="Change").click()
    tab.get_by_role("button", name="Pin", exact=True).click()
    expect(tab.locator("canvas").first).to_have_attribute("data-tool", "pin")
    tab.locator("canvas").first.focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("button", name="1, 0: rock")).to_be_visible()
    tab.get_by_role("button", name="Make the level").click()
    expect(tab).to_have_url(re.compile("fixed.*is="))
    assert json.loads(query(tab)["spec"][0])["fixed"] == [{"x": 1, "y": 0, "tile": "rock"}]
    tab.get_by_role("button", name="Free 1, 0").click()
    expect(tab.get_by_role("button", name="1, 0: rock")).not_to_be_attached()


def test_a_pin_on_the_exit_breaks_what_was_promised(tab: Page, room: LocalServer) -> None:
    with SyncClient(room.target) as client:
        level = client.generate_level({"kind": "dungeon", "seed": 7, **SMALL}).level
    end = level.of_kind("exit")[0]
    opened(tab)
    tab.get_by_role("tab", name="Check").click()
    checked = tab.get_by_test_id("checked")
    expect(checked).to_contain_text(re.compile("All [0-9]+ promises hold"))
    tab.goto(f"{LINK}&pins={end.x},{end.y},0,wall")
    expect(tab).to_have_url(re.compile("is="))
    tab.get_by_role("tab", name="Check").click()
    expect(checked).to_contain_text("promises are broken")
    tab.get_by_role("tab", name="Change").click()
    tab.get_by_role("button", name=f"Free {end.x}, {end.y}").click()
    tab.get_by_role("tab", name="Check").click()
    expect(checked).to_contain_text(re.compile("All [0-9]+ promises hold"))


def test_a_room_with_gravity_is_walked_as_its_proof_says(tab: Page) -> None:
    tiles = {"sky": " ", "block": {"glyph": "#", "traits": ["solid"]}, "spawn": "@", "exit": ">"}
    paths = [{"from": "spawn", "to": "exit", "length": "10.."}]
    counted = {"spawn": 1, "exit": 1, "block": "20..60"}
    spec = {"width": 16, "height": 9, "movement": "platform", "tiles": tiles}
    asked = json.dumps({**spec, "constraints": {"tiles": counted, "paths": paths}})
    tab.goto("/levels?" + urlencode({"kind": "rules", "spec": asked}))
    shows(tab, "rules 0 16x9x1")
    expect(tab).to_have_url(re.compile("is="))
    tab.get_by_role("tab", name="Way").click()
    tab.get_by_role("button", name="Walk it").click()
    expect(tab.get_by_test_id("map-told")).to_contain_text("You reached the end.")


def test_seeds_are_compared_and_one_is_chosen(tab: Page) -> None:
    opened(tab)
    tab.get_by_role("tab", name="Seeds").click()
    tab.get_by_role("button", name="Make 6").click()
    pictures = tab.get_by_role("button", name=re.compile("^Seed [0-9]+: .* moves"))
    expect(pictures).to_have_count(6)
    shot(tab, "levels_seeds")
    pictures.nth(1).click()
    shows(tab, "dungeon 9 40x28x1")


def test_it_is_taken_along_as_files(tab: Page) -> None:
    opened(tab)
    tab.get_by_role("tab", name="Export").click()
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Download").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert any(name.endswith(".tscn") for name in archive.namelist())
    tab.get_by_label("Format").click()
    tab.get_by_role("option", name="JSON", exact=True).click()
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Download").click()
    assert json.loads(download.value.path().read_bytes())["width"] == 40


def test_words_fill_the_form_and_hostile_ones_stay_words(tab: Page) -> None:
    tab.goto("/levels")
    words = tab.get_by_label("In words")
    words.fill(f"a tiny cave {HOSTILE}")
    tab.get_by_role("button", name="Make it from these words").click()
    expect(tab.locator("canvas").first).to_have_attribute("data-shown", re.compile("^cave "))
    expect(tab.get_by_label("Kind")).to_have_value("Cave")
    expect(tab.get_by_text("Nothing was made of")).to_contain_text("onerror")
    words.fill("long " * 20_000)
    tab.get_by_role("button", name="Make it from these words").click()
    expect(tab.get_by_role("alert").filter(has_text="2,000 at most")).to_be_visible()
    expect(tab).to_have_title("Levels · npcgen")


def test_a_link_that_cant_be_right_says_why(tab: Page) -> None:
    tab.goto("/levels?" + urlencode({"kind": HOSTILE}))
    expect(tab.get_by_role("alert")).to_contain_text("there is no kind '<img src=x")
    tab.goto("/levels?" + urlencode({"kind": "dungeon", "spec": '{"width": 9}'}))
    expect(tab.get_by_role("alert")).to_contain_text("16..512 cells, not 9")


def test_a_level_of_512_by_512_cells_is_shown_and_dragged(tab: Page) -> None:
    tab.goto("/levels")
    tab.get_by_label("Width").fill("512")
    tab.get_by_label("Height").fill("512")
    tab.get_by_role("button", name="Make the level").click()
    shows(tab, "dungeon 1 512x512x1")
    tab.locator("canvas").first.focus()
    tab.keyboard.press("+")
    tab.keyboard.press("ArrowRight")


def test_work_is_cancelled_and_other_work_begins(tab: Page) -> None:
    tab.goto("/levels?" + urlencode({"kind": "cave", "spec": '{"width": 1024, "height": 1024}'}))
    tab.get_by_role("button", name="Cancel").click()
    expect(tab.get_by_role("button", name="Cancel")).to_have_count(0)
    assert "is" not in query(tab)
    tab.get_by_role("button", name="Make the level").click()
    expect(tab.get_by_role("button", name="Cancel")).to_be_visible()
