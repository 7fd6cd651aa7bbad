"""The address of the page Materials, and a spec."""

from urllib.parse import parse_qsl

import pytest

pytest.importorskip("nicegui")

from npcgen.errors import InvalidArgument
from npcgen.preview.pages.materials.recipe import query_of, read_address
from worldgen.textures.library import bundled
from worldgen.textures.making.catalogue import catalogue
from worldgen.textures.spec import read_spec

CATALOGUE = catalogue(bundled())


def test_an_address_reads_back_to_its_spec() -> None:
    spec = read_spec(
        """
        material: brick
        params: {rows: 20, mortar: 0.125}
        season: winter
        layers: {moss: 0.4}
        seed: 4294967295
        size: 512x256
        tiling: x
        mixing: {surface: {material: grass, seed: 3}, mask: cracks, amount: 0.3}
        style: {hue: -0.5}
        """
    )
    query = dict(parse_qsl(query_of(spec, "cube")))

    assert query["view"] == "cube"
    assert read_address(query, CATALOGUE) == spec


def test_an_empty_address_is_the_first_material() -> None:
    spec = read_address({}, CATALOGUE)

    assert (spec.material, spec.width, spec.height, spec.seed) == ("castle_wall", 512, 512, 0)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"material": "brik"}, "material: there is no 'brik'; did you mean 'brick'?"),
        ({"material": "brick", "params": '{"rows":'}, "its params isn't whole"),
        ({"material": "brick", "params": '{"rows": 999}'}, "params.rows: 999 is outside of"),
        ({"material": "brick", "palette": "puce"}, "palette: there is no 'puce'"),
        ({"material": "brick", "width": "30"}, "width"),
        ({"mixing": '{"surface": {"material": "gras"}}'}, "mixing.surface.material"),
        ({"material": "brick", "layers": "[" * 100_000}, "its layers isn't whole"),
    ],
)
def test_an_address_that_cant_be_shown_names_the_field(query: dict[str, str], told: str) -> None:
    with pytest.raises(InvalidArgument, match=told.replace("[", r"\[").replace("?", r"\?")):
        read_address(query, CATALOGUE)
