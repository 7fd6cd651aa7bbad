"""The vectors by which memories are found that mean nearly what a line says.

They are kept beside the memories, made when nobody speaks. A memory without one is found by its
words, as every memory is.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from npcgen.dialogue.memory.recall import telling_words
from npcgen.dialogue.store import memories
from npcgen.dialogue.store.store import Store
from npcgen.engine.embeddings import Embedder, Vectors
from npcgen.errors import NpcgenError

logger = logging.getLogger(__name__)

_AT_ONCE = 32
FLOATS = "<f2"
"""How a vector's numbers are kept: three digits tell well enough what is alike, and half the bytes
are read in half the time.
"""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A line as a vector of length 1."""

    vector: Vectors
    model: str
    """The `Embedder.key` of what made it."""


class MemoryMeanings:
    """Makes vectors, of lines at once and of memories for later."""

    def __init__(self, store: Store, embedder: Callable[[], Embedder]) -> None:
        """`embedder` gives the one to use now, or raises an NpcgenError: then there are none."""
        self._store = store
        self._embedder = embedder

    async def of_line(self, text: str) -> Meaning | None:
        """None for a text that says nothing, and where nothing makes vectors."""
        if not telling_words(text):
            return None
        try:
            embedder = self._embedder()
            return Meaning((await embedder.embed([text]))[0], embedder.key)
        except NpcgenError as error:
            logger.debug("memories aren't looked for by meaning: %s", error)
            return None

    async def make(self, npc_id: str, player_id: str) -> None:
        """Returns once every memory of the pair has its vector, as far as these can be made."""
        try:
            embedder = self._embedder()
            pair = npc_id, player_id
            lacking = await self._store.read(memories.without_vectors, *pair, embedder.key)
            for first in range(0, len(lacking), _AT_ONCE):
                some = lacking[first : first + _AT_ONCE]
                vectors = await embedder.embed([text for _, text in some])
                kept = [
                    (seq, text, vector.astype(FLOATS).tobytes())
                    for (seq, text), vector in zip(some, vectors, strict=True)
                ]
                await self._store.write(memories.keep_vectors, embedder.key, kept)
        except NpcgenError as error:
            logger.debug("memories stay without vectors: %s", error)
