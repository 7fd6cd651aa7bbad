"""What every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chat_server import chat_server

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh-golden", action="store_true", help="write the golden files anew")


class Golden:
    """Compares a text with the file that holds what it should be."""

    def __init__(self, refresh: bool) -> None:
        self._refresh = refresh

    def check(self, name: str, text: str) -> None:
        path = GOLDEN / name
        if self._refresh:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def real_chat_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a chat-completions server with a real, tiny model."""
    with chat_server(tmp_path_factory.mktemp("chat-server")) as url:
        yield url


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(request.config.getoption("--refresh-golden"))
