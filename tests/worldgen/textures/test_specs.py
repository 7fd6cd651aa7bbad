"""Specs that can't be right, and what comes of those that are."""

import base64
import io
import math
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.worldgen.textures.painted import moved, painted, same
from worldgen.errors import InvalidSpec
from worldgen.textures.between import between
from worldgen.textures.generate import generate
from worldgen.textures.library import bundled
from worldgen.textures.spec import read_spec


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"size": 0}, "width: 0 is too small; 16 is the least"),
        ({"size": 100_000}, "width: 100000 is too large; 4096 is the most"),
        ({"size": 1023}, "width: 1023 is no multiple of 4"),
        ({"size": "64 by 64"}, "size: '64 by 64' isn't such as 1024 or 512x256"),
        ({"material": "cobbel"}, "material: there is no material 'cobbel'; did you mean 'cobble'?"),
        (
            {"params": {"stone": "grey"}},
            "params.stone: 'grey' is no colour; write such as \"#8a7f70\"",
        ),
        ({"params": {"gap": 0.9}}, "params.gap: 0.9 is outside of 0.02..0.4"),
        ({"params": {"gap": math.nan}}, "params.gap: nan is outside of 0.02..0.4"),
        ({"params": {"stones": 4.5}}, "params.stones: 4.5 is no whole number"),
        (
            {"params": {"gapp": 0.1}},
            "params.gapp: cobble has no parameter 'gapp'; did you mean 'gap'?",
        ),
        ({"palette": "gray"}, "palette: cobble has no palette 'gray'; did you mean 'grey'?"),
        ({"layers": {"mos": 0.2}}, "layers.mos: there is no layer 'mos'; did you mean 'moss'?"),
        ({"layers": {"mixing": 0.2}}, "layers.mixing: there is no layer 'mixing'"),
        ({"layers": {"moss": 1.2}}, "layers.moss: 1.2 is too large; 1.0 is the most"),
        ({"style": {"hue": 2}}, "style.hue: 2 is too large; 1.0 is the most"),
        ({"season": "monsoon"}, "season"),
        (
            {"region": {"surface": {"material": "grass"}, "mask": "AAAA"}},
            "region.mask: this is no PNG",
        ),
        (
            {"mixing": {"surface": {"material": "gras"}}},
            "mixing.surface.material: there is no material 'gras'; did you mean 'grass'?",
        ),
    ],
)
def test_what_is_wrong_is_refused_with_its_field(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidSpec) as caught:
        generate(read_spec({"material": "cobble", "size": 64, **fields}))
    assert str(caught.value).startswith(message)


def test_a_spec_comes_back_from_its_json() -> None:
    mask = base64.b64encode(_circle()).decode()
    region = {"surface": {"material": "grass"}, "mask": mask}
    spec = read_spec({"material": "cobble", "size": "64x32", "region": region, "season": "winter"})
    assert read_spec(spec.model_dump_json()) == spec


def test_layers_of_nothing_change_nothing() -> None:
    assert same(painted(material="cobble"), painted(material="cobble", layers={"moss": 0.0}))


def test_moss_is_green_snow_is_white_and_water_is_smooth() -> None:
    plain = painted(material="cobble", seed=4)
    mossy, snowy, wet = (
        painted(material="cobble", seed=4, layers={name: 1.0})
        for name in ("moss", "snow", "wetness")
    )
    red, green, _ = mossy.albedo.reshape(-1, 3).mean(axis=0)
    assert green > red * 1.1
    assert snowy.albedo.mean() > 200
    assert wet.roughness.mean() < plain.roughness.mean() * 0.6


def test_winter_brings_snow_and_what_the_spec_says_wins() -> None:
    assert painted(material="cobble", season="winter").albedo.mean() > 130
    without = painted(material="cobble", season="winter", layers={"snow": 0.0})
    assert same(without, painted(material="cobble"))


@pytest.mark.parametrize("mask", ["height", "cracks", "noise", "slope", "even"])
def test_more_of_a_second_material_covers_more(mask: str) -> None:
    def grassy(amount: float) -> float:
        mixing = {"surface": {"material": "grass"}, "mask": mask, "amount": amount}
        albedo = painted(material="cobble", size=128, mixing=mixing).albedo.astype(int)
        return float((albedo[:, :, 1] > albedo[:, :, 0] + 4).mean())

    shares = [grassy(amount) for amount in (0.0, 0.3, 0.7, 1.0)]
    assert shares == sorted(shares)
    assert shares[0] < 0.01
    assert shares[-1] > 0.7


def test_a_region_is_of_the_other_surface_and_the_rest_stays() -> None:
    mask = base64.b64encode(_circle()).decode()
    region = {"surface": {"material": "grass"}, "mask": mask, "feather": 0.0}
    edited, plain = painted(material="cobble", region=region), painted(material="cobble")
    changed = (edited.albedo != plain.albedo).any(axis=2)
    assert changed[26:38, 26:38].mean() > 0.95
    assert not changed[:8].any()


def test_a_region_over_the_border_is_seamless() -> None:
    mask = base64.b64encode(_circle(at=(0, 0))).decode()
    fields = {"material": "cobble", "region": {"surface": {"material": "grass"}, "mask": mask}}
    there, here = moved(32, 32, **fields), painted(**fields)
    assert np.array_equal(np.roll(here.normal, (-32, -32), (0, 1)), there.normal)


def test_style_turns_what_it_says() -> None:
    plain = painted(material="grass")
    grey = painted(material="grass", style={"saturation": -1}).albedo.astype(int)
    assert np.ptp(grey, axis=2).max() <= 1
    assert painted(material="grass", style={"roughness": 1}).roughness.min() == 255
    assert painted(material="grass", style={"depth": -0.5}).depth == pytest.approx(plain.depth / 2)
    assert painted(material="grass", style={"brightness": 0.5}).albedo.mean() > plain.albedo.mean()
    turned = painted(material="grass", style={"hue": 2 / 3}).albedo.reshape(-1, 3).mean(axis=0)
    assert turned.argmax() == 2


def test_between_two_of_one_material_every_number_is_between() -> None:
    one = read_spec({"material": "cobble", "params": {"gap": 0.1, "stone": "#000000", "stones": 4}})
    other = read_spec(
        {"material": "cobble", "params": {"gap": 0.3, "stone": "#ffffff", "stones": 8}}
    )
    half = between(one, other, 0.5, bundled())
    assert half.params["gap"] == pytest.approx(0.2)
    assert (half.params["stone"], half.params["stones"]) == ("#808080", 6)


def test_between_two_materials_the_maps_are_between() -> None:
    one, other = (read_spec({"material": name, "size": 64}) for name in ("cobble", "grass"))
    ends = [generate(each).maps.albedo.astype(float) for each in (one, other)]
    middle = generate(between(one, other, 0.5, bundled())).maps.albedo
    assert np.abs(middle - (ends[0] + ends[1]) / 2).max() <= 2


def _circle(at: tuple[int, int] = (32, 32)) -> bytes:
    """A PNG of 64 x 64 with a white disc, over the borders too."""
    y, x = np.mgrid[:64, :64]
    away = [
        np.minimum(np.abs(each - to), 64 - np.abs(each - to))
        for each, to in ((x, at[0]), (y, at[1]))
    ]
    disc = (away[0] ** 2 + away[1] ** 2 < 16**2).astype(np.uint8) * 255
    stream = io.BytesIO()
    Image.fromarray(disc).save(stream, "PNG")
    return stream.getvalue()
