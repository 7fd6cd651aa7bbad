"""The vector of a player's line, made once for all that look for something like it."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence

from npcgen.engine.embeddings import Embedder, Vectors

_KEPT = 32
"""Lines of turns that are recalled at the same time."""

_Recent = OrderedDict[tuple[str, bytes], Vectors]


class LineVectors:
    """Gives embedders that know the vectors of the last lines.

    NOTE: of the lines themselves it keeps a digest alone: what a player said is deleted elsewhere.
    """

    def __init__(self, embedder: Callable[[], Embedder]) -> None:
        """`embedder` gives the one to use now, or raises."""
        self._embedder = embedder
        self._recent: _Recent = OrderedDict()

    def __call__(self) -> Embedder:
        """Raises as `embedder`."""
        return _Remembering(self._embedder(), self._recent)


class _Remembering:
    """An Embedder over another one. A list of texts is no line, and isn't looked up."""

    def __init__(self, embedder: Embedder, recent: _Recent) -> None:
        self._embedder = embedder
        self._recent = recent

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def key(self) -> str:
        return self._embedder.key

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    async def embed(self, texts: Sequence[str]) -> Vectors:
        if len(texts) != 1:
            return await self._embedder.embed(texts)
        line = self.key, hashlib.sha256(texts[0].encode()).digest()
        if line not in self._recent:
            self._recent[line] = await self._embedder.embed(texts)
        vectors = self._recent[line]
        self._recent.move_to_end(line)
        while len(self._recent) > _KEPT:
            self._recent.popitem(last=False)
        return vectors
