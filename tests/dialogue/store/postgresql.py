"""A real PostgreSQL server of the tests' own, where its programs are installed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = 54_327
"""Of the socket's name; nothing listens on the network."""


def programs() -> Path | None:
    """The folder with initdb and pg_ctl; None where there is none."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The URL of a new server's database."""
    binaries = programs()
    assert binaries is not None
    data = folder / "data"
    if is_root():
        shutil.chown(folder, "postgres")
    run(binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync")
    options = f"-k {folder} -p {PORT} -c listen_addresses= -c fsync=off"
    run(binaries / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
    try:
        yield f"postgresql+pg8000://postgres@/postgres?unix_sock={folder}/.s.PGSQL.{PORT}"
    finally:
        run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def run(*command: str | Path) -> None:
    """PostgreSQL refuses to be root."""
    before = ("runuser", "-u", "postgres", "--") if is_root() else ()
    subprocess.run([*before, *map(str, command)], check=True, stdout=subprocess.DEVNULL)


def is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
