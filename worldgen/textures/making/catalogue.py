"""What there is to make textures of, for lists and for a model that reads a prompt."""

from worldgen.textures.library import Library, bundled
from worldgen.textures.making.told import Catalogue, MaterialInfo
from worldgen.textures.material import Material
from worldgen.textures.packs import PACKS
from worldgen.textures.pixel.palettes import bundled as palettes
from worldgen.textures.pixel.themes import bundled as themes


def catalogue(library: Library | None = None) -> Catalogue:
    """All of it, ordered by name; the first pack and the first theme are the usual ones."""
    library = library or bundled()
    laid = (graph.material for graph in library.layers.values())
    return Catalogue(
        {name: _info(library.materials[name].material) for name in sorted(library.materials)},
        {each.name: each.description for each in laid if "above" not in each.takes},
        {name: each.description for name, each in PACKS.items()},
        {name: each.description for name, each in themes().items()},
        {name: f"{len(each.colours)} colours" for name, each in palettes().items()},
    )


def _info(material: Material) -> MaterialInfo:
    return MaterialInfo(
        material.name,
        material.description,
        material.version,
        material.words,
        material.tags,
        material.parameters,
        tuple(material.palettes),
        tuple(material.seasons),
    )
