"""For a game that starts its own server and holds no pipe to it, as Godot's can't.

The server tells its ports by a file, logs beside it, and ends with that file or with the game's
process, so that none is left behind, not even by a game that crashed. Knows no gRPC.
"""

import json
import logging
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil

from npcgen.errors import ConfigError

POLL_S = 0.5


def announce_to(file: Path, ports: Mapping[str, str], then: Callable[[], None]) -> None:
    """Writes the ports as JSON, whole or not at all; calls `then` once the file is deleted.

    Raises ConfigError.
    """
    begun = file.with_name(f"{file.name}.begun")
    try:
        begun.write_text(json.dumps(ports), encoding="utf-8")
        os.replace(begun, file)
    except OSError as error:
        raise ConfigError(f"--announce-to: can't write {file}: {error.strerror}") from error
    _call_unless(file.exists, then)


def log_beside(file: Path, format: str) -> None:
    """What is logged also goes to FILE.log, for a game that has no console; raises ConfigError."""
    try:
        handler = logging.FileHandler(f"{file}.log", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"--announce-to: can't write {file}.log: {error.strerror}") from error
    handler.setFormatter(logging.Formatter(format))
    logging.getLogger().addHandler(handler)


def end_with(process_id: int, then: Callable[[], None]) -> None:
    """Calls `then` once the process has ended; raises ConfigError when it isn't there now."""
    try:
        process = psutil.Process(process_id)
    except (psutil.NoSuchProcess, ValueError) as error:
        raise ConfigError(
            f"--stop-with-process: there is no process {process_id}; give the game's own"
        ) from error
    _call_unless(lambda: _runs(process), then)


def _runs(process: psutil.Process) -> bool:
    """False for a zombie too: a killed game stays one until its launcher asks how it ended."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _call_unless(there: Callable[[], bool], then: Callable[[], None]) -> None:
    def watch() -> None:
        waiting = threading.Event()
        while there():
            waiting.wait(POLL_S)
        then()

    threading.Thread(target=watch, daemon=True).start()
