"""The page Materials: a material chosen, turned, looked at from all sides, and taken along."""

import json
import re
import zipfile
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from npcgen.client import LocalServer, SyncClient
from tests.preview.conftest import shot

SMALL = "/materials?material=brick&seed=7&width=64&height=64"
LINK = '/materials?material=brick&seed=7&width=256&height=256&params={"rows":10}'


@pytest.fixture(scope="module", autouse=True)
def _painter(room: LocalServer) -> None:
    """The worker that paints has started; its first texture takes a busy machine a minute."""
    with SyncClient(room.target) as client:
        client.generate_texture({"material": "brick", "size": 64})


def opened(tab: Page, link: str) -> Locator:
    """The 3D view of a link, once it shows what was made. Each step has patience of its own."""
    tab.goto(link)
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    expect(tab.get_by_test_id("facts")).to_contain_text("made in")
    return shown(tab)


def shown(tab: Page, unlike: str = "") -> Locator:
    view = tab.locator(".material-view")
    if unlike:
        expect(view).not_to_have_attribute("data-shown", unlike)
    expect(view).to_have_attribute("data-shown", re.compile(r"\.glb$"))
    return view


def query(tab: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(tab.url).query).items()}


def colours(picture: bytes) -> int:
    """How many a picture has: a blank one has one, a lit surface thousands."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    return len(image.getcolors(image.width * image.height) or ())


def test_a_chosen_material_is_lit_in_3d_and_follows_a_slider(tab: Page) -> None:
    view = opened(tab, "/materials?width=256&height=256")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Castle wall")
    first = view.get_attribute("data-shown") or ""

    tab.get_by_role("searchbox", name="Find a material").fill("brick")
    tab.get_by_role("button", name="Brick", exact=True).click()
    second = shown(tab, first).get_attribute("data-shown") or ""
    expect(tab.get_by_role("heading", level=1)).to_have_text("Brick")

    tab.get_by_label("Rows, as a number").fill("20")
    tab.get_by_label("Rows, as a number").press("Enter")
    shown(tab, second)
    assert json.loads(query(tab)["params"]) == {"rows": 20}
    assert query(tab)["material"] == "brick"
    shot(tab, "materials")


def test_a_link_and_a_reload_show_the_same_from_any_side(tab: Page) -> None:
    view = opened(tab, LINK)
    canvas = view.locator("canvas")
    sphere = canvas.screenshot()
    assert colours(sphere) > 1000

    canvas.focus()
    canvas.press("Shift+ArrowRight")
    expect(tab.get_by_label("Lamp around")).to_have_value("-35")
    tab.get_by_role("tab", name="Cube").click()
    expect(tab).to_have_url(re.compile("view=cube"))

    tab.reload()
    shown(tab)
    expect(tab.get_by_role("tab", name="Cube")).to_have_attribute("aria-selected", "true")
    expect(tab.get_by_label("Rows", exact=True)).to_have_value("10")
    expect(tab.get_by_role("spinbutton", name="Seed")).to_have_value("7")
    assert canvas.screenshot() != sphere
    shot(tab, "materials-cube")


def test_a_link_that_cant_be_shown_says_why(tab: Page) -> None:
    tab.goto("/materials?material=<b>cobbel</b>&width=64&height=64")
    expect(tab.get_by_role("alert").filter(has_text="there is no '<b>cobbel</b>'")).to_be_visible()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Castle wall")


def test_words_make_a_material_and_what_was_not_understood_is_shown_as_text(tab: Page) -> None:
    view = opened(tab, SMALL)
    before = view.get_attribute("data-shown") or ""
    words = tab.get_by_role("textbox", name="In words")

    words.fill("\u202eab " * 25_000)
    tab.get_by_role("button", name="Make from words").click()
    expect(tab.get_by_role("alert").filter(has_text="2000")).to_be_visible()

    words.fill("mossy cobble <img-src=x>")
    tab.get_by_role("button", name="Make from words").click()
    shown(tab, before)
    expect(tab.get_by_test_id("unused")).to_have_text("Nothing was made of: img-src, x")
    assert query(tab)["material"] == "cobble"
    assert json.loads(query(tab)["layers"])["moss"] > 0


def test_maps_tiles_and_seeds_are_drawn_when_they_are_opened(tab: Page) -> None:
    opened(tab, SMALL)
    tab.get_by_role("tab", name="Maps").click()
    for title in ("Base colour", "Normal", "Roughness", "Metallic", "Ambient occlusion"):
        expect(tab.locator("figure", has_text=title).locator("img")).to_be_visible()

    tab.get_by_role("tab", name="Tiled").click()
    tab.get_by_role("checkbox", name="Mark the edges").click()
    expect(tab.get_by_role("img", name="Base colour, tiled four by four, edges")).to_be_visible()
    shot(tab, "materials-tiled")

    tab.get_by_role("tab", name="Seeds").click()
    tab.get_by_role("button", name="Seed 8").click()
    chosen = tab.get_by_role("button", name="Seed 8", pressed=True)
    expect(chosen).to_be_visible()
    expect(tab).to_have_url(re.compile("seed=8"))
    expect(tab.get_by_role("button", name="Cancel")).to_be_hidden()
    shot(tab, "materials-seeds")


def test_two_materials_are_mixed_and_leave_as_one_archive(tab: Page) -> None:
    view = opened(tab, SMALL)
    before = view.get_attribute("data-shown") or ""
    tab.get_by_text("Mix with another material").click()
    tab.get_by_role("combobox", name="Second material").click()
    tab.get_by_role("combobox", name="Second material").fill("grass")
    tab.get_by_role("option", name="Grass", exact=True).click()
    mixed = shown(tab, before).get_attribute("data-shown") or ""
    tab.get_by_label("Blades, as a number").fill("16")
    tab.get_by_label("Blades, as a number").press("Enter")
    shown(tab, mixed)
    surface = {"material": "grass", "params": {"blades": 16}, "seed": 7}
    assert json.loads(query(tab)["mixing"]) == {"surface": surface}
    tab.reload()
    expect(tab.get_by_label("Blades, as a number")).to_have_value("16")

    with tab.expect_download() as leaving:
        tab.get_by_role("button", name="Download").click()
    with zipfile.ZipFile(leaving.value.path()) as archive:
        record = json.loads(archive.read("brick/brick.npcgen.texture.json"))
        names = archive.namelist()
    assert leaving.value.suggested_filename == "brick-godot.zip"
    assert "brick/brick.tres" in names
    assert record["spec"]["mixing"]["surface"]["material"] == "grass"


def test_large_work_can_be_cancelled_and_begun_again(tab: Page) -> None:
    tab.goto("/materials?material=brick&width=4096&height=4096")
    tab.get_by_role("button", name="Cancel").click()
    expect(tab.get_by_role("button", name="Cancel")).to_be_hidden()
    expect(tab.get_by_test_id("facts")).to_be_empty()

    tab.get_by_role("combobox", name="Size").first.click()
    tab.get_by_role("option", name="256 px").click()
    expect(tab.get_by_test_id("facts")).to_contain_text("256 by 256 px")
