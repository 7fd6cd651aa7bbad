"""The guide names every pack and the files that are in it."""

from pathlib import Path

import pytest

from tests.worldgen.textures.packs.samples import content, waves
from worldgen.textures.packs import PACKS, pack

GUIDE = (Path(__file__).parents[4] / "docs" / "guides" / "texture_packs.md").read_text("utf-8")


@pytest.mark.parametrize("name", PACKS)
def test_the_guide_says_what_to_open(name: str) -> None:
    [row] = [line for line in GUIDE.splitlines() if f"`{name}`" in line and line.startswith("| `")]
    opened = next(iter(pack(content(waves(glowing=True)), name)))
    assert opened.replace("wall", "<stem>") in row


def test_the_guide_lists_unreals_settings() -> None:
    for kind in ("BC", "E", "N", "ORM", "H"):
        assert f"`_{kind}`" in GUIDE
