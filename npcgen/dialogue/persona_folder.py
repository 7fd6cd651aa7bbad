"""The folder that personas are kept in: a file a persona, also those that designers put there.

A file is written whole or not at all, so that a crash leaves the old one or the new one. What
another program changed in the folder is noticed before anything is written.
"""

import json
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from npcgen.dialogue.authored_file import SUFFIXES, read_authored
from npcgen.dialogue.persona import Persona
from npcgen.errors import FailedPrecondition, NpcgenError

logger = logging.getLogger(__name__)

Stamp = tuple[int, int, int]
"""Of a file: its inode, when it was changed (ns) and its size. Another content, another stamp."""


class PersonaFolder:
    """The personas of a folder, which need not exist. A file that is wrong is logged, and left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._personas: Mapping[str, Persona] = {}
        self._read()

    @property
    def personas(self) -> Mapping[str, Persona]:
        """By id, as they were when the folder was last looked at."""
        return self._personas

    def look_again(self) -> None:
        """Reads the folder anew when another program changed something in it."""
        if _stamps(self._folder) != self._stamps:
            self._read()

    def check_unchanged(self, persona_id: str) -> None:
        """Looks again; raises FailedPrecondition when another program changed this persona."""
        known = self._personas.get(persona_id)
        self.look_again()
        if self._personas.get(persona_id) != known:
            raise FailedPrecondition(
                f"another program changed persona '{persona_id}' in {self._folder}; "
                "get it again, and repeat the change if it still makes sense",
                reason="PERSONA_CHANGED",
            )

    def keep(self, persona: Persona) -> None:
        """Writes the persona, in place of the files of its id. Raises FailedPrecondition."""
        files = self._files.get(persona.id, [])
        path = self._free_path(persona.id, files)
        text = json.dumps(persona.model_dump(exclude_defaults=True), indent=2, ensure_ascii=False)
        with self._explained():
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode() + b"\n")
            self._stamps[path] = _stamp(path)
            self._unlink(file for file in files if file != path)
        self._files[persona.id] = [path]
        self._personas = {**self._personas, persona.id: persona}

    def remove(self, persona_id: str) -> None:
        """Deletes every file of the id. Raises FailedPrecondition."""
        with self._explained():
            self._unlink(iter(self._files[persona_id]))
        del self._files[persona_id]
        self._personas = {key: each for key, each in self._personas.items() if key != persona_id}

    def _read(self) -> None:
        self._stamps = _stamps(self._folder)
        found: dict[str, dict[Path, Persona]] = {}
        for path in sorted(self._stamps):
            try:
                persona = read_authored(path, Persona)
            except NpcgenError as error:
                logger.warning("persona left out: %s", error)
            else:
                found.setdefault(persona.id, {})[path] = persona
        self._files = {persona_id: list(each) for persona_id, each in found.items()}
        self._personas = {key: each[_winner(key, list(each))] for key, each in found.items()}

    def _free_path(self, persona_id: str, own: list[Path]) -> Path:
        """The persona's path, named after its id; NOTE: never that of a file of another id."""
        names = (f"{persona_id}{'' if n == 1 else f'-{n}'}.json" for n in count(1))
        paths = (self._folder / name for name in names)
        return next(path for path in paths if path in own or not os.path.lexists(path))

    def _unlink(self, paths: Iterator[Path]) -> None:
        for path in paths:
            path.unlink(missing_ok=True)
            self._stamps.pop(path, None)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise FailedPrecondition(
                f"can't write in {self._folder}: {error.strerror}; "
                "see to it, or choose another folder with --data-dir",
                reason="DATA_FOLDER_UNWRITABLE",
            ) from error


def persona_files(folder: Path) -> list[Path]:
    """The files of the folder that should hold a persona, by name."""
    found = (path for path in folder.glob("*") if path.suffix in SUFFIXES)
    return sorted((path for path in found if not path.name.startswith(".")), key=_name)


def _name(path: Path) -> str:
    return path.name


def _stamps(folder: Path) -> dict[Path, Stamp]:
    return {path: _stamp(path) for path in persona_files(folder)}


def _stamp(path: Path) -> Stamp:
    """Zeros for a file that is gone, or a link to nothing."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0, 0
    return status.st_ino, status.st_mtime_ns, status.st_size


def _winner(persona_id: str, paths: list[Path]) -> Path:
    """The file named after the id, else the first: a crash may leave what it was to replace."""
    winner = next((path for path in paths if path.name == f"{persona_id}.json"), paths[0])
    for path in paths:
        if path != winner:
            logger.warning(
                "persona '%s' is in %s and in %s, which is used", persona_id, path, winner
            )
    return winner


def write_whole(path: Path, data: bytes) -> None:
    """Writes the file so that a crash leaves the old content or the new one, on disk."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
