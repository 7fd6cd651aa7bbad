"""Engines over the scripted backend, tiny models for llama.cpp and torch; all closed after the
test.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import Backend
from npcgen.engine.engine import Engine
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.parking import ParkingLot
from tests.gguf_factory import TinyModel, write_gguf

MakeEngine = Callable[..., Engine]


@pytest.fixture
async def make_engine() -> AsyncIterator[MakeEngine]:
    """Makes engines and closes them: over `backend`, or over `replies` at 1000 tokens a second."""
    engines: list[Engine] = []

    def make(
        replies: Sequence[str] = ("one two three four five",),
        *,
        backend: Backend | None = None,
        queue_limit: int = 8,
        slots: int = 4,
        tokens_per_s: float = 1000.0,
    ) -> Engine:
        chosen = backend or ScriptedBackend(replies, tokens_per_s=tokens_per_s, slots=slots)
        engines.append(Engine(chosen, queue_limit=queue_limit))
        return engines[-1]

    yield make
    for engine in engines:
        await engine.close()


@pytest.fixture(scope="session")
def tiny_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny llama that never ends a reply by itself."""
    return write_gguf(tmp_path_factory.mktemp("models") / "tiny.gguf")


@pytest.fixture
def make_llama(tmp_path: Path) -> Iterator[Callable[..., LlamaCppBackend]]:
    """Makes llama.cpp backends of tiny models and frees them."""
    backends: list[LlamaCppBackend] = []

    def make(
        model: TinyModel | None = None, *, parking: ParkingLot | None = None, **parameters: int
    ) -> LlamaCppBackend:
        path = write_gguf(tmp_path / f"model{len(backends)}.gguf", model)
        chosen = LlamaParameters(**{"threads": 1, "slots": 1, "batch_tokens": 64, **parameters})
        backends.append(LlamaCppBackend(read_gguf(path), chosen, parking=parking))
        return backends[-1]

    yield make
    for backend in backends:
        backend.shutdown()


@pytest.fixture
def make_torch(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Makes transformers backends of tiny models, in float32 unless asked otherwise."""
    from npcgen.engine.backends.transformers import TransformersBackend, TransformersParameters
    from npcgen.engine.model_folder import read_folder
    from tests.folder_factory import TinyFolder, write_folder

    backends: list[TransformersBackend] = []

    def make(model: TinyFolder | None = None, **parameters: Any) -> TransformersBackend:
        path = write_folder(tmp_path / f"folder{len(backends)}", model)
        options = {"quantisation": "none", "device": "cpu", "threads": 1, "slots": 1}
        chosen = TransformersParameters(**{**options, **parameters})
        backends.append(TransformersBackend(read_folder(path), chosen))
        return backends[-1]

    yield make
    for backend in backends:
        backend.shutdown()
