"""Vectors from several engines that have the same embedding model: the next one where one fails."""

import logging
from collections.abc import Sequence

from npcgen.engine.embeddings import Embedder, Vectors
from npcgen.errors import NpcgenError

logger = logging.getLogger(__name__)


class RoutedEmbedder:
    """An Embedder over others, which are asked in their order."""

    def __init__(self, embedders: Sequence[Embedder]) -> None:
        """`embedders`: at least one, all of the same model."""
        self._embedders = tuple(embedders)

    @property
    def name(self) -> str:
        return self._embedders[0].name

    @property
    def key(self) -> str:
        return self._embedders[0].key

    @property
    def dimensions(self) -> int:
        return self._embedders[0].dimensions

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed`. Raises what the last one raises."""
        for embedder in self._embedders[:-1]:
            try:
                return await embedder.embed(texts)
            except NpcgenError as error:
                logger.warning("another engine is asked for embeddings: %s", error)
        return await self._embedders[-1].embed(texts)
