"""An X display that nobody sees, for programs that draw."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

MISSING = "no Xvfb to draw on: apt install xvfb"


def xvfb_path() -> str | None:
    """Its program; None where there is none."""
    return shutil.which("Xvfb")


@contextmanager
def virtual_display(width: int = 1280, height: int = 800) -> Iterator[str]:
    """Its name, for DISPLAY; the server picks one that is free."""
    server = xvfb_path()
    if server is None:
        raise FileNotFoundError(MISSING)
    readable, writable = os.pipe()
    screen = ("-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp")
    process = subprocess.Popen(
        [server, "-displayfd", str(writable), *screen],
        pass_fds=(writable,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        os.close(writable)
        with os.fdopen(readable) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait()
