"""Materials on demand: a spec with a seed becomes a set of maps that tile exactly.

`generate.py` is the file to read first; materials are written as docs/concepts/materials.md says.
"""

from worldgen.textures.generate import generate, steps
from worldgen.textures.generated import Generated
from worldgen.textures.library import Library, bundled
from worldgen.textures.maps import MapSet
from worldgen.textures.spec import TextureSpec, read_spec

__all__ = [
    "Generated", "Library", "MapSet", "TextureSpec", "bundled", "generate", "read_spec", "steps",
]  # fmt: skip
