"""Files that commands read and write, errors told by the option that named them."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from npcgen.errors import InvalidArgument


def bytes_of(path: Path, option: str) -> bytes:
    """Raises InvalidArgument for a file that can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidArgument.at(option, f"can't read {path}: {error.strerror}") from error


def text_of(path: Path, option: str) -> str:
    """Raises InvalidArgument, also for what is no UTF-8."""
    data = bytes_of(path, option)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise InvalidArgument.at(option, f"{path} is no text in UTF-8: {error.reason}") from error


def write_whole(path: Path, data: bytes) -> None:
    """Writes the file, or nothing: whoever is killed meanwhile leaves no half of one."""
    write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Writes all files, or none of them where one can't be written. Raises InvalidArgument.

    The last one takes its place last: where it is there, all are.
    """
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in files}
    path = Path()
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            parts[path].write_bytes(data)
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        raise InvalidArgument.at("--out", f"can't write {path}: {error.strerror}") from error
    finally:
        # NOTE: where nothing could be written, taking it back may fail, too.
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Raises InvalidArgument where it neither is one nor can be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidArgument.at("--out", f"can't make {path}: {error.strerror}") from error


def remove_parts(folder: Path) -> None:
    """What a run that was killed left half written."""
    for left in folder.glob(".*.part"):
        with suppress(OSError):
            left.unlink(missing_ok=True)
