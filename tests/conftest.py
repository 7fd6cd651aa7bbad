"""What every test may use."""

from pathlib import Path

import pytest

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


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(request.config.getoption("--refresh-golden"))
