"""The personas and worlds a server knows: the bundled ones, and those kept in its data folder.

A file a persona, written whole or not at all, so that a crash leaves the old one or the new one.
"""

import difflib
import json
import logging
import os
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path

from npcgen.dialogue.authored_file import SUFFIXES, Authored, read_authored
from npcgen.dialogue.paging import Page, page_of
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.world import World
from npcgen.errors import AlreadyExists, NotFound, NpcgenError, PermissionDenied

logger = logging.getLogger(__name__)


class PersonaStore:
    """Bundled personas, read-only, and a folder of kept ones."""

    def __init__(self, folder: Path) -> None:
        """Reads `folder`, which need not exist. A file that is wrong is logged and left out."""
        self._folder = folder
        self._bundled = {persona.id: persona for persona in bundled("personas", Persona)}
        self._kept: dict[str, Persona] = {}
        self._paths: dict[str, Path] = {}
        for path, persona in _readable(folder):
            self._kept[persona.id] = persona
            self._paths[persona.id] = path

    def get(self, persona_id: str) -> Persona:
        """Raises NotFound, which names the nearest ids."""
        try:
            return self._all()[persona_id]
        except KeyError:
            raise _not_found("persona", persona_id, self._all()) from None

    def is_bundled(self, persona_id: str) -> bool:
        return persona_id in self._bundled

    def list(self, page_size: int = 0, page_token: str = "") -> Page[Persona]:
        """A page, ordered by id."""
        return page_of(dict(sorted(self._all().items())), page_size, page_token)

    def create(self, persona: Persona) -> Persona:
        """Keeps a new persona; the same one again changes nothing. Raises AlreadyExists."""
        present = self._all().get(persona.id)
        if present is None:
            self._write(persona)
        elif present != persona:
            raise AlreadyExists(
                f"a different persona '{persona.id}' exists; choose another id, or update it",
                reason="PERSONA_EXISTS",
            )
        return persona

    def update(self, persona: Persona) -> Persona:
        """Replaces a persona. Raises NotFound, PermissionDenied for a bundled one."""
        self.get(persona.id)
        self._check_changeable(persona.id)
        self._write(persona)
        return persona

    def delete(self, persona_id: str) -> None:
        """Raises NotFound, PermissionDenied for a bundled one."""
        self.get(persona_id)
        self._check_changeable(persona_id)
        self._paths.pop(persona_id).unlink(missing_ok=True)
        del self._kept[persona_id]

    def _all(self) -> dict[str, Persona]:
        return {**self._kept, **self._bundled}

    def _check_changeable(self, persona_id: str) -> None:
        if self.is_bundled(persona_id):
            raise PermissionDenied(
                f"persona '{persona_id}' is bundled and can't be changed; "
                "create one with another id",
                reason="PERSONA_BUNDLED",
            )

    def _write(self, persona: Persona) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{persona.id}.json"
        text = json.dumps(persona.model_dump(exclude_defaults=True), indent=2, ensure_ascii=False)
        write_whole(path, text.encode() + b"\n")
        if (older := self._paths.get(persona.id, path)) != path:
            older.unlink(missing_ok=True)
        self._kept[persona.id] = persona
        self._paths[persona.id] = path


class WorldStore:
    """The bundled worlds."""

    def __init__(self) -> None:
        self._worlds = {world.id: world for world in bundled("worlds", World)}

    def get(self, world_id: str) -> World:
        """Raises NotFound, which names the nearest ids."""
        try:
            return self._worlds[world_id]
        except KeyError:
            raise _not_found("world", world_id, self._worlds) from None


def bundled(kind: str, model: type[Authored]) -> list[Authored]:
    """The files of `npcgen/data/<kind>`, in the order of their names."""
    with resources.as_file(resources.files("npcgen") / "data" / kind) as folder:
        return [read_authored(path, model) for path in sorted(folder.glob("*.yaml"))]


def write_whole(path: Path, data: bytes) -> None:
    """Writes the file so that a crash leaves the old content or the new one, on disk."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with open(temporary, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def _readable(folder: Path) -> Iterable[tuple[Path, Persona]]:
    for path in sorted(folder.glob("*")):
        if path.suffix not in SUFFIXES or path.name.startswith("."):
            continue
        try:
            yield path, read_authored(path, Persona)
        except NpcgenError as error:
            logger.warning("persona left out: %s", error)


def _not_found(kind: str, wanted: str, known: Mapping[str, object]) -> NotFound:
    wanted = wanted[:64]
    near = difflib.get_close_matches(wanted, known, n=3) or sorted(known)[:8]
    return NotFound(
        f"no {kind} '{wanted}'; try {', '.join(near) or 'creating one'}",
        reason=f"{kind.upper()}_NOT_FOUND",
        metadata={f"{kind}_id": wanted},
    )
