"""Vectors from an OpenAI-compatible server's /embeddings, scaled to length 1."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import numpy as np

from npcgen.engine.backends.openai.answers import ask
from npcgen.engine.backends.openai.clients import Clients
from npcgen.engine.backends.openai.failures import RemoteFailure, broken
from npcgen.engine.backends.openai.parameters import OpenAIParameters
from npcgen.engine.backends.openai.retries import retried
from npcgen.engine.embeddings import Embedded, Vectors
from npcgen.errors import NotFound

Call = Callable[[Coroutine[Any, Any, Vectors]], Vectors]


class RemoteEmbedder:
    """An EmbeddingModel. Texts that are too long are the server's to cut or refuse."""

    def __init__(self, clients: Clients, parameters: OpenAIParameters, call: Call) -> None:
        """Asks for one vector, to know its size, which blocks. `call` runs work on the clients'
        loop. Raises NotFound, Unavailable and the like.
        """
        self._clients = clients
        self._parameters = parameters
        self._call = call
        self._dimensions: int = self._vectors(["a"]).shape[1]

    @property
    def name(self) -> str:
        return self._parameters.embedding_model

    @property
    def key(self) -> str:
        return self.name

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def embed(self, texts: Sequence[str]) -> Embedded:
        rows = [row for row, text in enumerate(texts) if text.strip()]
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        if rows:
            given = self._vectors([texts[row] for row in rows])
            if given.shape[1] != self._dimensions:
                raise broken(f"gave {given.shape[1]} numbers, and {self._dimensions} before").error
            vectors[rows] = given
        return Embedded(vectors, truncated=0)

    def close(self) -> None:
        """The connections are the backend's."""

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        async def attempt() -> Vectors:
            return _read(
                await ask(
                    self._clients,
                    "POST",
                    f"{self._parameters.url}/embeddings",
                    self._parameters.first_token_s,
                    {"model": self.name, "input": list(texts)},
                ),
                len(texts),
            )

        try:
            return self._call(retried(attempt, self._parameters, lambda failure: None))
        except RemoteFailure as failure:
            if isinstance(failure.error, NotFound):
                raise self._missing() from None
            raise failure.error from None

    def _missing(self) -> NotFound:
        return NotFound(
            f"the model server makes no embeddings with '{self.name}'; set "
            "NPCGEN_EMBEDDING_MODEL to a model of its own, or to nothing",
            reason="REMOTE_NOT_FOUND",
        )


def _read(answer: Any, count: int) -> Vectors:
    """(count, dimensions) of an answer, by its own indices. Raises RemoteFailure."""
    try:
        listed = sorted(answer["data"], key=lambda each: each["index"])
        vectors = np.array([each["embedding"] for each in listed], dtype=np.float64)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    except (KeyError, TypeError, ValueError):
        raise broken("gave no vectors") from None
    if vectors.ndim != 2 or len(vectors) != count or not lengths.all():
        raise broken(f"gave vectors of the shape {vectors.shape} for {count} texts")
    if not np.isfinite(lengths).all():
        raise broken("gave vectors that are no numbers")
    return np.asarray(vectors / lengths, dtype=np.float32)
