"""The types of nodes that a material can be written with: a registry, and a file for each sort."""

from collections.abc import Mapping

from worldgen.textures.nodes.colour import COLOURS
from worldgen.textures.nodes.kind import NodeType
from worldgen.textures.nodes.layouts import LAYOUTS
from worldgen.textures.nodes.noise import NOISES
from worldgen.textures.nodes.strewn import STREWN
from worldgen.textures.nodes.surroundings import SURROUNDINGS
from worldgen.textures.nodes.weather import WEATHER

NODES: Mapping[str, NodeType] = {
    each.name: each for each in (*NOISES, *LAYOUTS, *STREWN, *SURROUNDINGS, *WEATHER, *COLOURS)
}
