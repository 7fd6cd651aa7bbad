import pytest

from worldgen.errors import InvalidSpec
from worldgen.textures.pixel.palettes import bundled, palette


@pytest.mark.parametrize("name", bundled())
def test_a_bundled_palette_has_as_many_colours_as_its_name_says(name: str) -> None:
    colours = palette(name).colours
    assert name.endswith(str(len(colours)))
    assert len(set(colours)) == len(colours)


def test_own_colours_are_taken_once_each() -> None:
    assert palette(["#FFFFFF", "#000000", "#ffffff"]).colours == ("#ffffff", "#000000")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("sepia", "there is no palette 'sepia'; there are: ink4"),
        (["#fff", "#000000"], r"palette\[0\]: '#fff' is no colour"),
        (["#000000"], "1 different colours; give 2 to 256"),
    ],
)
def test_no_palette_is_refused(asked: str | list[str], said: str) -> None:
    with pytest.raises(InvalidSpec, match=said):
        palette(asked)
