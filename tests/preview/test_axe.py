"""Every page in light and in dark, looked at by axe: nothing serious stands in anybody's way.

Without node, `.ci/run` hasn't fetched axe, and this skips.
"""

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from npcgen.preview.paths import PAGES

AXE = Path(__file__).parents[2] / "build" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
RUN = "() => axe.run(document, {resultTypes: ['violations']})"
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

pytestmark = pytest.mark.skipif(
    not AXE.is_file(), reason="needs `npm install --prefix build/npm axe-core`"
)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_serious_is_in_the_way(tab: Page, path: str) -> None:
    found: list[str] = []
    for theme in THEMES:
        tab.emulate_media(color_scheme=theme, reduced_motion="reduce")
        tab.goto(path)
        expect(tab.get_by_role("heading", level=1)).to_be_visible()
        tab.wait_for_load_state("networkidle")
        tab.add_script_tag(path=AXE)
        found += [f"{theme}: {each}" for each in serious(tab.evaluate(RUN))]
    assert found == []


def test_nothing_serious_is_in_the_way_of_a_talk(tab: Page) -> None:
    tab.goto("/?persona=odrin")
    tab.get_by_role("button", name="What are you hiding?").click()
    expect(tab.get_by_test_id("secrets")).to_be_visible()
    tab.get_by_role("button", name="Set how they feel").click()
    expect(tab.get_by_role("dialog", name="How Odrin Pell feels")).to_be_visible()
    tab.add_script_tag(path=AXE)
    assert serious(tab.evaluate(RUN)) == []


def serious(result: dict[str, Any]) -> list[str]:
    """Each violation with the places where it is."""
    return [
        f"{each['id']}: {each['help']}: {node['html'][:200]}"
        for each in result["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
