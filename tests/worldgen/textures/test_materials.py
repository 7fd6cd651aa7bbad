"""The bundled materials and layers: linted, physical, and what the reference page says."""

from pathlib import Path

import numpy as np
import pytest

from tests.worldgen.textures.painted import painted
from worldgen.textures.library import bundled
from worldgen.textures.lint import lint
from worldgen.textures.reference import page

NAMES = tuple(bundled().materials)
LAYERS = tuple(bundled().layers)
_DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("name", NAMES)
def test_each_material_works_at_the_ends_of_its_sliders(name: str) -> None:
    lint(bundled().materials[name])


@pytest.mark.parametrize("name", LAYERS)
def test_each_layer_works_at_the_ends_of_its_sliders(name: str) -> None:
    lint(bundled().layers[name])


@pytest.mark.parametrize("name", NAMES)
def test_albedo_is_physical_where_it_is_no_metal(name: str) -> None:
    low, high = bundled().materials[name].material.bounds.albedo
    for palette in ("", *bundled().materials[name].material.palettes):
        maps = painted(material=name, size=256, palette=palette)
        dielectric = maps.albedo[maps.metallic < 128]
        assert dielectric.size == 0 or (low <= dielectric.min() <= dielectric.max() <= high)


@pytest.mark.parametrize("name", NAMES)
def test_normals_have_unit_length_and_look_outwards(name: str) -> None:
    normal = (painted(material=name, size=256).normal.astype(np.float64) - 128) / 127
    length = np.sqrt((normal**2).sum(axis=2))
    assert 0.99 <= length.min() <= length.max() <= 1.01
    assert normal[:, :, 2].min() > 0


@pytest.mark.parametrize("name", NAMES)
def test_heights_use_their_range_and_are_seldom_cut(name: str) -> None:
    height = painted(material=name, size=256).height
    assert int(height.max()) - int(height.min()) > 65535 // 4
    assert ((height == 0) | (height == 65535)).mean() < 0.1


def test_the_page_of_nodes_is_up_to_date() -> None:
    assert (_DOCS / "reference/material_nodes.md").read_text("utf-8") == page()
