"""More of a picture: a texture of any size that looks like a user's, and tiles.

`synthesize` yields a step at a time; `more_of` is the plain call.
"""

from worldgen.textures.example.exemplar import Exemplar, read_exemplar
from worldgen.textures.example.quilting import Piece, Quilt, QuiltSpec, more_of, synthesize

__all__ = ["Exemplar", "Piece", "Quilt", "QuiltSpec", "more_of", "read_exemplar", "synthesize"]
