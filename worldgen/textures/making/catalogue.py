"""What there is to make textures of, for lists and for a model that reads a prompt."""

from worldgen.textures.library import Library, bundled
from worldgen.textures.making.told import Catalogue
from worldgen.textures.packs import PACKS
from worldgen.textures.pixel.palettes import bundled as palettes
from worldgen.textures.pixel.themes import bundled as themes


def catalogue(library: Library | None = None) -> Catalogue:
    """All of it, ordered by name; the first pack and the first theme are the usual ones."""
    library = library or bundled()
    laid = (graph.material for graph in library.layers.values())
    return Catalogue(
        tuple(library.materials[name].material for name in sorted(library.materials)),
        {each.name: each.description for each in laid if "above" not in each.takes},
        {name: each.description for name, each in PACKS.items()},
        {name: each.description for name, each in themes().items()},
        {name: f"{len(each.colours)} colours" for name, each in palettes().items()},
    )
