"""What every dialogue test may rely on."""

from collections.abc import AsyncIterator

import pytest

from tests.dialogue.cast import OPENED


@pytest.fixture(autouse=True)
async def closed() -> AsyncIterator[None]:
    """No engine and no database of a test outlives it."""
    yield
    while OPENED:
        await OPENED.pop().close()
