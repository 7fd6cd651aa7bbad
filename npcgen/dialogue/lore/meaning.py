"""Finds entries that mean nearly what a line says, by the vectors of an embedding model.

An entry's vector is made in the background, once for each text, and is kept in memory: until all
of a world's are there, only keys and words find it. Whoever uses this closes it.
"""

import asyncio
import logging
from collections.abc import Callable

import numpy as np

from npcgen.dialogue.likeness import FEWEST, likenesses, standing_out
from npcgen.dialogue.lore.index import LoreIndex
from npcgen.dialogue.lore.keys import Mask
from npcgen.dialogue.lore.words import telling_terms
from npcgen.engine.embeddings import Embedder, Vectors
from npcgen.errors import NpcgenError

logger = logging.getLogger(__name__)

_AT_ONCE = 32


class Meanings:
    """The vectors of the entries that were asked about."""

    def __init__(self, embedder: Callable[[], Embedder]) -> None:
        """`embedder` gives the one to use now, or raises an NpcgenError: then nothing is found."""
        self._embedder = embedder
        self._vectors: dict[tuple[str, str], Vectors] = {}
        self._making: dict[int, asyncio.Task[None]] = {}

    async def wait_made(self) -> None:
        """Returns once what is being made is there."""
        await asyncio.gather(*self._making.values())

    async def found_in(self, index: LoreIndex, allowed: Mask, line: str) -> dict[int, str]:
        """The allowed entries that stand out as alike, the likest first, and how alike each is.

        Nothing while vectors are missing; they are then made for the next time.
        """
        inside = np.flatnonzero(allowed)
        if len(inside) < FEWEST or not telling_terms(line):
            return {}
        try:
            embedder = self._embedder()
            if self._begin(index, embedder):
                return {}
            asked = (await embedder.embed([line]))[0]
        except NpcgenError as error:
            logger.debug("lore isn't looked for by meaning: %s", error)
            return {}
        key = embedder.key
        entries = index.entries
        kept = np.stack([self._vectors[key, entries[at].text] for at in inside])
        alike = likenesses(kept, asked)
        return {int(inside[at]): f"{alike[at]:.2f}" for at in standing_out(alike)}

    async def close(self) -> None:
        """Ends what is being made."""
        for task in self._making.values():
            task.cancel()
        await asyncio.gather(*self._making.values(), return_exceptions=True)

    def _begin(self, index: LoreIndex, embedder: Embedder) -> bool:
        """Whether vectors are missing; they are being made from now on."""
        missing = [
            entry.text for entry in index.entries if (embedder.key, entry.text) not in self._vectors
        ]
        if missing and id(index) not in self._making:
            task = asyncio.create_task(self._make(missing, embedder), name="npcgen-lore-vectors")
            self._making[id(index)] = task
            task.add_done_callback(lambda _: self._making.pop(id(index), None))
        return bool(missing)

    async def _make(self, texts: list[str], embedder: Embedder) -> None:
        try:
            for first in range(0, len(texts), _AT_ONCE):
                some = texts[first : first + _AT_ONCE]
                vectors = await embedder.embed(some)
                self._vectors.update(
                    ((embedder.key, text), vector)
                    for text, vector in zip(some, vectors, strict=True)
                )
        except NpcgenError as error:
            logger.warning("the vectors of %d lore entries are missing: %s", len(texts), error)
