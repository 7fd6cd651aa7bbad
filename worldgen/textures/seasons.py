"""What a palette and a season change of a material: parameters, and what lies on it."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from worldgen.textures.graph import Graph
from worldgen.textures.parameters import Setting
from worldgen.textures.spec import SurfaceSpec


def changed_by(graph: Graph, spec: SurfaceSpec) -> tuple[dict[str, Setting], dict[str, float]]:
    """Values of parameters that palette and season set, and the layers, the spec's own winning.

    Where a material says nothing of a season, `data/seasons.yaml` does.
    """
    material = graph.material
    params: dict[str, Setting] = {}
    layers: dict[str, float] = {}
    palette = spec.palette
    if spec.season and spec.season in material.seasons:
        change = material.seasons[spec.season]
        palette = palette or change.palette
        params |= change.params
        layers |= change.layers
    elif spec.season:
        layers |= _seasons()[spec.season]
    return {**params, **material.palettes.get(palette, {})}, {**layers, **spec.layers}


@cache
def _seasons() -> Mapping[str, Mapping[str, float]]:
    text = files("worldgen").joinpath("data/seasons.yaml").read_text("utf-8")
    seasons: Mapping[str, Mapping[str, float]] = yaml.safe_load(text)
    return seasons
