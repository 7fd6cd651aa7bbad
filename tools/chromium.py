"""The system's Chromium without a window: for tests, benchmarks and pictures of pages."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

MISSING = "no chromium here: apt install chromium"


def chromium_path() -> str | None:
    """Its program; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def need_chromium() -> None:
    """Ends the program, with what to do, where there is no Chromium."""
    if chromium_path() is None:
        sys.exit(MISSING)


@contextmanager
def browser(*flags: str) -> Iterator[Browser]:
    """A Chromium, closed in the end. NOTE: Playwright's event loop runs in this thread until then,
    which can't run one of its own.
    """
    need_chromium()
    # Chromium's sandbox refuses to run as root.
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as running:
        launched = running.chromium.launch(executable_path=chromium_path(), args=[*as_root, *flags])
        yield launched
        launched.close()
