"""The vector of a line is made once for whoever looks for something like it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from npcgen.dialogue.line_vectors import LineVectors
from npcgen.engine.backends.llama_cpp.embedder import LlamaEmbedder
from npcgen.engine.embeddings import Embedded, ThreadedEmbedder
from npcgen.engine.gguf_file import read_gguf
from tests.bert_factory import write_bert

LINE = "the old mill"


class Counted(LlamaEmbedder):
    """Knows what it was asked."""

    def __init__(self, path: Path, sha256: str = "") -> None:
        super().__init__(read_gguf(path), sha256=sha256)
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Embedded:
        self.asked += texts
        return super().embed(texts)


@pytest.fixture
def models(tmp_path: Path) -> Iterator[list[tuple[Counted, ThreadedEmbedder]]]:
    """Two, whose files have the same name."""
    made = []
    for seed in (1, 2):
        folder = tmp_path / f"{seed}"
        folder.mkdir()
        model = Counted(write_bert(folder / "bert.gguf", seed=seed), sha256=f"{seed}")
        made.append((model, ThreadedEmbedder(model)))
    yield made
    for _, embedder in made:
        embedder.close()


async def test_a_line_is_embedded_once(models: list[tuple[Counted, ThreadedEmbedder]]) -> None:
    model, embedder = models[0]
    lines = LineVectors(lambda: embedder)
    first, again = [await lines().embed([LINE]) for _ in range(2)]
    assert model.asked == [LINE]
    assert np.array_equal(first, again)
    await lines().embed([LINE, "a bed"])
    assert model.asked == [LINE, LINE, "a bed"]


async def test_lines_of_long_ago_are_forgotten(
    models: list[tuple[Counted, ThreadedEmbedder]],
) -> None:
    model, embedder = models[0]
    lines = LineVectors(lambda: embedder)
    for text in [LINE, *(f"day {at}" for at in range(32)), LINE]:
        await lines().embed([text])
    assert model.asked.count(LINE) == 2


async def test_another_model_of_the_same_name_makes_its_own(
    models: list[tuple[Counted, ThreadedEmbedder]],
) -> None:
    now = [models[0][1]]
    lines = LineVectors(lambda: now[0])
    first = await lines().embed([LINE])
    now[0] = models[1][1]
    assert lines().name == "bert"
    assert not np.allclose(await lines().embed([LINE]), first)
