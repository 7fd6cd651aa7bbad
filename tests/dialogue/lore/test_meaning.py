"""Lore that is found by meaning, with a real embedding model of random weights."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from npcgen.dialogue.lore.entry import LoreEntry
from npcgen.dialogue.lore.index import LoreIndex
from npcgen.dialogue.lore.meaning import Meanings
from npcgen.dialogue.lore.retrieval import find
from npcgen.engine.backends.llama_cpp.embedder import LlamaEmbedder
from npcgen.engine.embeddings import Embedder, ThreadedEmbedder
from npcgen.engine.gguf_file import read_gguf
from npcgen.errors import FailedPrecondition
from tests.bert_factory import write_bert

LINE = "zzz jjj qqq"
ALIKE = [
    LoreEntry(id=f"e{at}", title="x", text=f"the amber birch tree by the ember{'r' * (at % 5)}")
    for at in range(20)
]
LORE = [*ALIKE, LoreEntry(id="odd", title="x", text=LINE)]
"""NOTE: weights are random, so only what has other letters means something else."""


@pytest.fixture
def embedder(tmp_path: Path) -> Iterator[ThreadedEmbedder]:
    model = LlamaEmbedder(read_gguf(write_bert(tmp_path / "bert.gguf")))
    embedder = ThreadedEmbedder(model)
    yield embedder
    embedder.close()


async def made(meanings: Meanings, index: LoreIndex) -> None:
    """Returns once every vector is there."""
    await meanings.found_in(index, index.everything(), LINE)
    await meanings.wait_made()


async def test_what_means_the_same_stands_out(embedder: Embedder) -> None:
    meanings, index = Meanings(lambda: embedder), LoreIndex(LORE)
    await made(meanings, index)

    found = await meanings.found_in(index, index.everything(), LINE)

    at = next(iter(found))
    assert index.entries[at].text == LINE
    assert found[at] == "1.00"
    assert "meaning" in [
        match.way for match in find(index, index.everything(), LINE, found)[0].matches
    ]


async def test_nothing_outside_the_mask_is_found(embedder: Embedder) -> None:
    meanings, index = Meanings(lambda: embedder), LoreIndex(LORE)
    await made(meanings, index)
    allowed = np.array([entry.text != LINE for entry in index.entries], np.bool_)

    found = await meanings.found_in(index, allowed, LINE)

    assert all(allowed[at] for at in found)


async def test_small_talk_means_nothing(embedder: Embedder) -> None:
    meanings, index = Meanings(lambda: embedder), LoreIndex(LORE)
    await made(meanings, index)

    assert await meanings.found_in(index, index.everything(), "Good morning, how are you?") == {}


async def test_until_the_vectors_are_there_nothing_is_found(embedder: Embedder) -> None:
    meanings, index = Meanings(lambda: embedder), LoreIndex(LORE)

    assert await meanings.found_in(index, index.everything(), LINE) == {}
    await meanings.close()


async def test_without_embeddings_the_other_ways_remain() -> None:
    def none() -> Embedder:
        raise FailedPrecondition("no embeddings here")

    index = LoreIndex(LORE)
    assert await Meanings(none).found_in(index, index.everything(), LINE) == {}
    assert find(index, index.everything(), LINE)[0].entry.text == LINE
