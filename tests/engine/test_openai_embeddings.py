"""Vectors from an OpenAI-compatible server, whatever it answers."""

import asyncio

import numpy as np
import pytest

from npcgen.engine.backends.openai import OpenAIBackend, OpenAIParameters
from npcgen.errors import NotFound, Unavailable
from tests.engine.moody_server import moody


@pytest.fixture
def open_engine(make_engine):
    """An engine over the server at `url`, which has the embedding model "finder"."""

    async def start(url, **fields):
        given = {"embedding_model": "finder", "retry_pauses_s": (), "first_token_s": 9.0}
        parameters = OpenAIParameters(url, **(given | fields))
        return make_engine(backend=await asyncio.to_thread(OpenAIBackend, parameters))

    return start


def gives(*vectors):
    """A server whose /embeddings answers so, whatever it is asked."""
    data = [{"index": index, "embedding": vector} for index, vector in enumerate(vectors)]
    return moody(paths={"/v1/embeddings": {"data": data[::-1]}})


async def test_vectors_come_in_the_texts_order_and_of_length_one(open_engine):
    async with gives([3.0, 4.0]) as server:
        engine = await open_engine(server.url)
        assert (engine.embedder.name, engine.embedder.dimensions) == ("finder", 2)
        server.paths["/v1/embeddings"] = {
            "data": [{"index": 1, "embedding": [0.0, 2.0]}, {"index": 0, "embedding": [3.0, 4.0]}]
        }
        vectors = await engine.embed(["mill", "bed"])
    np.testing.assert_allclose(vectors, [[0.6, 0.8], [0, 1]], atol=1e-6)


async def test_blank_texts_are_not_sent(open_engine):
    async with gives([1.0, 0.0]) as server:
        engine = await open_engine(server.url)
        vectors = await engine.embed(["", "mill", " "])
    assert vectors.tolist() == [[0, 0], [1, 0], [0, 0]]


async def test_a_server_without_the_model_is_no_server(open_engine):
    async with moody() as server:
        with pytest.raises(NotFound, match="makes no embeddings with 'finder'; set NPCGEN_EMBEDD"):
            await open_engine(server.url)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"data": [{"index": 0}]},
        {"data": [{"index": 0, "embedding": ["a"]}]},
        {"data": [{"index": 0, "embedding": []}]},
        {"data": [{"index": 0, "embedding": [0.0, 0.0]}]},
        {"data": [{"index": 0, "embedding": [1.0, 2.0, 3.0]}]},
        {"data": [{"index": n, "embedding": [1.0, 2.0]} for n in range(2)]},
    ],
)
async def test_an_answer_that_is_none_is_told_apart(open_engine, answer):
    async with gives([1.0, 0.0]) as server:
        engine = await open_engine(server.url)
        server.paths["/v1/embeddings"] = answer
        with pytest.raises(Unavailable, match="the model server gave") as failed:
            await engine.embed(["mill"])
    assert failed.value.reason == "REMOTE_BROKEN"
