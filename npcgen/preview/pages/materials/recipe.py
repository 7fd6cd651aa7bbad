"""What the page shows, as its address says it: a spec in the query, read and written.

`/materials?material=brick&params={"rows":12}&seed=3&width=512&height=512&view=cube`
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from npcgen.errors import InvalidArgument
from worldgen.errors import InvalidSpec, WorldgenError
from worldgen.textures.making.told import Catalogue
from worldgen.textures.parameters import checked_values, nearest
from worldgen.textures.spec import SurfaceSpec, TextureSpec, read_spec

PATH = "/materials"
FIRST = "castle_wall"
SIDE = 512
_TEXTS = ("material", "palette", "season", "tiling")
_FIELDS = (*_TEXTS, "params", "layers", "seed", "width", "height", "mixing", "style")


def first_spec(catalogue: Catalogue) -> TextureSpec:
    """What is shown to who comes without a link."""
    material = FIRST if FIRST in catalogue.materials else next(iter(catalogue.materials))
    return TextureSpec(material=material, width=SIDE, height=SIDE)


def read_address(query: Mapping[str, str], catalogue: Catalogue) -> TextureSpec:
    """The spec that a link names. Raises InvalidArgument with the field, and what it may be."""
    given = {name: _value(name, query[name]) for name in _FIELDS if query.get(name)}
    start = first_spec(catalogue)
    try:
        spec = read_spec({"material": start.material, "width": SIDE, "height": SIDE} | given)
        _check(spec, catalogue, "")
        if spec.mixing is not None:
            _check(spec.mixing.surface, catalogue, "mixing.surface.")
    except WorldgenError as error:
        raise InvalidArgument(f"this link can't be shown: {error}") from error
    return spec


def query_of(spec: TextureSpec, view: str) -> str:
    """What a link that shows it again has behind its question mark."""
    fields = spec.model_dump(mode="json", include=set(_FIELDS), exclude_defaults=True)
    fields |= {"seed": spec.seed, "width": spec.width, "height": spec.height, "view": view}
    shown = {
        name: value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        for name, value in fields.items()
    }
    return urlencode(shown)


def _value(name: str, text: str) -> Any:
    if name in _TEXTS:
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidArgument(
            f"this link can't be shown: its {name} isn't whole; copy the link again"
        ) from None


def _check(surface: SurfaceSpec, catalogue: Catalogue, path: str) -> None:
    """Raises InvalidSpec, before anything is shown that knows the material's parameters."""
    material = catalogue.materials.get(surface.material)
    if material is None:
        found = (
            f"there is no {surface.material!r}; {nearest(surface.material, catalogue.materials)}"
        )
        raise InvalidSpec.at(f"{path}material", found)
    if surface.palette and surface.palette not in material.palettes:
        found = f"there is no {surface.palette!r}; {nearest(surface.palette, [*material.palettes])}"
        raise InvalidSpec.at(f"{path}palette", found)
    checked_values(material.parameters, surface.params, surface.material, f"{path}params")
