"""Every type of node: it paints, tiles exactly, and says what its page does."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from tests.worldgen.textures.painted import Map, moved, painted
from worldgen.textures.library import Library, bundled
from worldgen.textures.nodes import NODES

GIVEN: dict[str, dict[str, Any]] = {
    "ramp": {"stops": [[0, "#000000"], [0.4, "#ff0000"], [1, "#ffffff"]]},
    "curve": {"stops": [[0, 0.1], [0.6, 0.9], [1, 0.3]]},
}


def library(folder: Path, **node: Any) -> Library:
    """The bundled one and a material whose height is what the node makes of noise."""
    kind = NODES[node["node"]]
    wants = {name: "noise + 0.5" for name, port in kind.ports.items() if port.default is None}
    colour = kind.name in ("ramp", "grade")
    material = {
        "name": "tried",
        "description": "One node.",
        "nodes": {
            "noise": {"node": "fbm", "cells": 4},
            "bend": "noise * 0.05",
            "a": {**GIVEN.get(kind.name, {}), **wants, **node},
            "both": "mix(a, noise, 0.01)",
        },
        "outputs": {
            "height": f"{'luma(both)' if colour else 'both'} * 0.4 + 0.4 + bend * 0.01",
            "albedo": "both",
            "roughness": 0.5,
        },
    }
    (folder / "tried.yaml").write_text(yaml.safe_dump(material), "utf-8")
    return bundled().with_folder(folder)


@pytest.mark.parametrize("name", tuple(NODES))
@pytest.mark.parametrize("size", ["64", "96x32"])
def test_each_node_is_the_same_wherever_the_picture_begins(
    name: str, size: str, tmp_path: Path
) -> None:
    tried = library(tmp_path, node=name)
    here = painted(tried, material="tried", size=size)
    there = moved(20, 12, library=tried, material="tried", size=size)
    assert np.ptp(here.height) > 1000
    for one, other in ((here.height, there.height), (here.albedo, there.albedo)):
        assert np.array_equal(np.roll(one, (-12, -20), (0, 1)), other)


@pytest.mark.parametrize("name", [name for name, kind in NODES.items() if "warp_x" in kind.ports])
def test_a_warp_bends_and_tiles(name: str, tmp_path: Path) -> None:
    bent = library(tmp_path, node=name, warp_x="bend", warp_y="-bend")
    here = painted(bent, material="tried").height
    assert not np.array_equal(here, painted(library(tmp_path, node=name), material="tried").height)
    there = moved(32, 32, library=bent, material="tried").height.astype(int)
    # NOTE: what is looked up in the picture is so at places that round otherwise elsewhere.
    most = 1 if name == "lookup" else 0
    assert np.abs(np.roll(here, (-32, -32), (0, 1)) - there).max() <= most


def test_a_blur_keeps_the_mean_and_takes_the_steps() -> None:
    fields = {"size": 256, "params": {"relief": 0.02}}
    plain = painted(material="castle_wall", **fields).height.astype(float)
    worn = painted(material="castle_wall", **fields, layers={"dust": 1.0}).height.astype(float)
    assert _roughness(worn) < _roughness(plain)


def test_cells_count_what_lies_across(tmp_path: Path) -> None:
    tried = library(tmp_path, node="courses", columns=5, rows=4, shift=0)
    height = painted(tried, material="tried", size=240).albedo[:, :, 0].astype(int)
    dark = (height[0] < height[0].max() * 0.2).astype(int)
    assert (np.roll(dark, -1) - dark == 1).sum() == 5


def _roughness(height: Map) -> float:
    return float(np.abs(height - np.roll(height, 1, 1)).mean())
