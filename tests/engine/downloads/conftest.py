"""A server with a model, and another one that could take its place."""

from collections.abc import Iterator

import pytest

from tests.gguf_factory import TinyModel, write_gguf
from tests.model_server import Shelf, serving


@pytest.fixture(scope="package")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_gguf(tmp_path_factory.mktemp("data") / "tiny.gguf").read_bytes()


@pytest.fixture(scope="package")
def other(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("data") / "other.gguf"
    return write_gguf(path, TinyModel(seed=1)).read_bytes()


@pytest.fixture
def shelf(data: bytes) -> Iterator[Shelf]:
    with serving(data) as shelf:
        yield shelf
