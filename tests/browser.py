"""The browser of tests of pages; where there is none, they skip."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser

from tools.chromium import MISSING, browser, chromium_path


@contextmanager
def chromium_or_skip(*flags: str) -> Iterator[Browser]:
    if chromium_path() is None:
        pytest.skip(MISSING)
    with browser(*flags) as launched:
        yield launched
