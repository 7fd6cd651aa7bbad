"""Texts as vectors: what lore and memory are found by.

An embedding model computes on a thread of its own, a few texts at a time, so that neither those
who speak nor a short question wait for a long list. Knows no model library.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from npcgen.engine.pace import Pace
from npcgen.errors import Unavailable

logger = logging.getLogger(__name__)

Vectors = NDArray[np.float32]

_TEXTS_AT_ONCE = 4
"""Others get in between two such pieces of a long list, and a cancel takes effect there."""


class Embedder(Protocol):
    """Makes vectors. The same text gives the same vector, whatever it is embedded together with
    (but for rounding, 1e-4).
    """

    @property
    def name(self) -> str:
        """The model's, for messages and logs."""
        ...

    @property
    def key(self) -> str:
        """Vectors can be compared where this is the same: keep it beside them.

        The SHA-256 of the weights; of a model behind a server, its name: no more is known of it.
        """
        ...

    @property
    def dimensions(self) -> int:
        """Numbers in each vector."""
        ...

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """(len(texts), dimensions), each row of length 1, so that a dot product is the cosine.

        A blank text is like nothing: its row is zeros. A text longer than the model's context
        counts by its beginning. Raises ModelUnusable or Unavailable.
        """
        ...


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors, as `Embedder.embed` says."""

    vectors: Vectors
    truncated: int
    """How many of the texts were longer than the context; they count by their beginning."""


class EmbeddingModel(Protocol):
    """A model as its library sees it. NOTE: called by one thread at a time."""

    @property
    def name(self) -> str: ...

    @property
    def key(self) -> str:
        """See `Embedder.key`."""
        ...

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Embedded:
        """Blocks. Loads what it needs when it is first called. Raises ModelUnusable."""
        ...

    def close(self) -> None:
        """Frees what was loaded. May be called again."""
        ...


@runtime_checkable
class MakesEmbeddings(Protocol):
    """A backend that has an embedding model, too."""

    def embedding_model(self) -> EmbeddingModel | None:
        """None where it was given none. Closed before the backend is shut down."""
        ...


class ThreadedEmbedder:
    """An Embedder that owns a model and the one thread that may call it.

    The thread is its lock: calls are served piece by piece, in turn.
    """

    def __init__(self, model: EmbeddingModel) -> None:
        self._model = model
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="npcgen-embed")
        self._truncated_texts = 0
        self._closing = threading.Event()
        self._pace = Pace()
        self._rests_until = 0.0

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def key(self) -> str:
        return self._model.key

    @property
    def dimensions(self) -> int:
        return self._model.dimensions

    @property
    def truncated_texts(self) -> int:
        """How many texts were longer than the model's context until now."""
        return self._truncated_texts

    async def embed(self, texts: Sequence[str]) -> Vectors:
        pieces = [
            await self._embed(texts[first : first + _TEXTS_AT_ONCE])
            for first in range(0, len(texts), _TEXTS_AT_ONCE)
        ]
        truncated = sum(piece.truncated for piece in pieces)
        if truncated:
            self._truncated_texts += truncated
            logger.warning(
                "%d of %d texts are longer than the context of '%s': their ends don't count",
                truncated,
                len(texts),
                self.name,
            )
        none = np.empty((0, self.dimensions), dtype=np.float32)
        return np.concatenate([none, *(piece.vectors for piece in pieces)])

    def set_pace(self, pace: Pace) -> None:
        """Keeps to the pace's `cpu_share`, from the next piece on. A pause doesn't hold it up."""
        self._pace = pace

    def close(self) -> None:
        """Waits for the piece in progress, refuses the rest, frees the model. Blocks."""
        self._closing.set()
        self._thread.shutdown(wait=True)
        self._model.close()

    async def _embed(self, texts: Sequence[str]) -> Embedded:
        loop = asyncio.get_running_loop()
        try:
            piece = loop.run_in_executor(self._thread, self._run, tuple(texts))
        except RuntimeError as error:
            raise _draining() from error
        return await piece

    def _run(self, texts: Sequence[str]) -> Embedded:
        # The rest comes before the next piece: a short question doesn't wait for its own.
        if self._closing.wait(max(0.0, self._rests_until - time.monotonic())):
            raise _draining()
        began = time.monotonic()
        embedded = self._model.embed(texts)
        ended = time.monotonic()
        self._rests_until = ended + self._pace.rest_s(ended - began, 0)
        return embedded


def _draining() -> Unavailable:
    return Unavailable("the engine is shutting down", reason="DRAINING")
