"""Memories that are found by meaning, with a real embedding model of random weights."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from npcgen.dialogue.memory import rows
from npcgen.dialogue.memory.meaning import MemoryMeanings
from npcgen.dialogue.memory.memory import MemoryRecall
from npcgen.dialogue.prompt import PlayerLine
from npcgen.dialogue.remembered import Memory
from npcgen.dialogue.state import Conversation, Player
from npcgen.dialogue.store import memories
from npcgen.dialogue.store.store import Store
from npcgen.engine.backends.llama_cpp.embedder import LlamaEmbedder
from npcgen.engine.embeddings import Embedder, ThreadedEmbedder
from npcgen.engine.gguf_file import read_gguf
from npcgen.errors import FailedPrecondition
from tests.bert_factory import write_bert
from tests.dialogue.cast import MILLER, store

ODD = "zzz jjj qqq"
LINE = PlayerLine("zzzjjjqqq", "Ada")
"""NOTE: weights are random, so only what has other letters means something else."""
NOW = 1_000_000.0
ADA = Conversation("c1", MILLER, None, Player("p1", "Ada"))


@pytest.fixture
def embedder(tmp_path: Path) -> Iterator[ThreadedEmbedder]:
    embedder = ThreadedEmbedder(LlamaEmbedder(read_gguf(write_bert(tmp_path / "bert.gguf"))))
    yield embedder
    embedder.close()


@pytest.fixture
async def kept(tmp_path: Path) -> Store:
    """The miller remembers twenty alike things of one player, and an odd one."""
    texts = [*(f"the amber birch tree by the ember{'r' * (at % 5)}" for at in range(20)), ODD]
    made = [Memory(f"m{at}", "ansel", "p1", "event", text, NOW) for at, text in enumerate(texts)]
    opened = store(tmp_path)
    await opened.write(rows.keep, made, (), NOW)
    return opened


def remembering(kept: Store, embedder: Callable[[], Embedder]) -> MemoryRecall:
    return MemoryRecall(kept, clock=lambda: NOW, meanings=MemoryMeanings(kept, embedder))


async def test_what_means_the_same_comes_to_mind_in_other_words(
    kept: Store, embedder: Embedder
) -> None:
    memory = remembering(kept, lambda: embedder)
    assert await memory.recall(ADA, LINE) == ()
    await memory.embed(ADA)
    first, *_ = await memory.recall(ADA, LINE)
    assert first.text == ODD
    assert first.why.startswith("it means nearly the same (")


async def test_another_pairs_memories_are_not_looked_at(kept: Store, embedder: Embedder) -> None:
    memory = remembering(kept, lambda: embedder)
    await memory.embed(ADA)
    other = Conversation("c2", MILLER, None, Player("p2", "Jon"))
    assert await memory.recall(other, LINE) == ()


async def test_vectors_of_another_model_are_not_compared(kept: Store, embedder: Embedder) -> None:
    meanings = MemoryMeanings(kept, lambda: embedder)
    await meanings.make("ansel", "p1")
    meaning = await meanings.of_line(ODD)
    assert meaning is not None
    pair = "ansel", "p1", "c1", ""
    same = await kept.read(rows.recollect, *pair, is_trimmed=False, meaning=meaning)
    assert same.alike[0].memory.text == ODD
    another = replace(meaning, model="another")
    found = await kept.read(rows.recollect, *pair, is_trimmed=False, meaning=another)
    assert found.alike == ()


async def test_changed_words_lose_their_vector_and_get_another(
    kept: Store, embedder: Embedder
) -> None:
    meanings = MemoryMeanings(kept, lambda: embedder)
    await meanings.make("ansel", "p1")
    await kept.write(rows.change, "m0", "the sea", None)
    lacking = await kept.read(memories.without_vectors, "ansel", "p1", embedder.key)
    assert [text for _, text in lacking] == ["the sea"]
    await meanings.make("ansel", "p1")
    assert await kept.read(memories.without_vectors, "ansel", "p1", embedder.key) == []


async def test_without_an_embedder_words_find_what_they_find(kept: Store) -> None:
    def none() -> Embedder:
        raise FailedPrecondition("no embeddings", reason="NO_EMBEDDINGS")

    memory = remembering(kept, none)
    await memory.embed(ADA)
    found = await memory.recall(ADA, PlayerLine("An amber birch?", "Ada"))
    assert len(found) == 6
    assert all(each.why.startswith("its words fit;") for each in found)
