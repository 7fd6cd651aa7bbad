"""Which models are trusted with more than talking: real files that say so, and that don't."""

from collections.abc import Callable
from pathlib import Path

import pytest

from npcgen.dialogue.able_model import can_write
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.base import ModelInfo
from npcgen.engine.gguf_file import read_gguf
from tests.gguf_factory import TinyModel, write_gguf

Loaded = Callable[[TinyModel], ModelInfo]


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    def load(model: TinyModel) -> ModelInfo:
        file = read_gguf(write_gguf(tmp_path / "small.gguf", model))
        backend = LlamaCppBackend(file, LlamaParameters(threads=1, slots=1, batch_tokens=64))
        info = backend.info
        backend.shutdown()
        return info

    return load


def test_a_small_model_does_the_jobs_that_its_file_names(loaded: Loaded) -> None:
    info = loaded(TinyModel(jobs=("level", "memory")))

    assert info.jobs == ("level", "memory")
    assert [can_write(info, "level"), can_write(info, "memory")] == [True, True]
    assert [can_write(info, "quest"), can_write(info, "feeling")] == [False, False]


def test_a_small_model_that_names_none_only_speaks(loaded: Loaded) -> None:
    info = loaded(TinyModel())

    assert info.jobs == ()
    assert not can_write(info, "level")
