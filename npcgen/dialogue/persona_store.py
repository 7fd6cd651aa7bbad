"""The personas and worlds a server knows: the bundled ones, and those kept in its data folder."""

import difflib
import logging
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from npcgen.dialogue.authored_file import Authored, read_authored
from npcgen.dialogue.paging import Page, page_by_key
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_folder import PersonaFolder
from npcgen.dialogue.world import World
from npcgen.errors import AlreadyExists, InvalidArgument, NotFound, PermissionDenied

logger = logging.getLogger(__name__)


class PersonaStore:
    """Bundled personas, read-only, and a folder of kept ones."""

    def __init__(self, folder: Path, worlds: "WorldStore | None" = None) -> None:
        """Reads `folder`, which need not exist. A file that is wrong is logged and left out.

        `worlds`: where personas may live; only the bundled ones unless given.
        """
        self._bundled = {persona.id: persona for persona in bundled("personas", Persona)}
        self.worlds = worlds or WorldStore()
        self._kept = PersonaFolder(folder)
        for persona_id in self._bundled.keys() & self._kept.personas.keys():
            logger.warning("persona '%s' in %s is left out: it is bundled", persona_id, folder)

    def get(self, persona_id: str) -> Persona:
        """Raises NotFound, which names the nearest ids."""
        try:
            return self._all()[persona_id]
        except KeyError:
            raise not_found("persona", persona_id, self._all()) from None

    def find(self, persona_id: str) -> Persona | None:
        """Without looking for near ids, which takes time in proportion to what is kept."""
        return self._bundled.get(persona_id) or self._kept.personas.get(persona_id)

    def is_bundled(self, persona_id: str) -> bool:
        return persona_id in self._bundled

    def list(self, page_size: int = 0, page_token: str = "") -> Page[Persona]:
        """A page, ordered by id."""
        return page_by_key(self._all(), page_size, page_token, _bytes)

    def create(self, persona: Persona) -> Persona:
        """Keeps a new persona; the same one again changes nothing.

        Raises AlreadyExists, InvalidArgument for an unknown world, FailedPrecondition when it
        can't be written.
        """
        self._kept.look_again()
        present = self._all().get(persona.id)
        if present is None:
            self.worlds.check(persona)
            self._kept.keep(persona)
        elif present != persona:
            raise AlreadyExists(
                f"a different persona '{persona.id}' exists; choose another id, or update it",
                reason="PERSONA_EXISTS",
            )
        return persona

    def update(self, persona: Persona) -> Persona:
        """Replaces a persona.

        Raises NotFound, PermissionDenied for a bundled one, InvalidArgument for an unknown world,
        FailedPrecondition when it can't be written, or isn't what this store last read.
        """
        self._check_changeable(persona.id)
        self.worlds.check(persona)
        self._kept.keep(persona)
        return persona

    def delete(self, persona_id: str) -> None:
        """Raises NotFound, PermissionDenied for a bundled one, FailedPrecondition as `update`."""
        self._check_changeable(persona_id)
        self._kept.remove(persona_id)

    def _all(self) -> dict[str, Persona]:
        return {**self._kept.personas, **self._bundled}

    def _check_changeable(self, persona_id: str) -> None:
        if self.is_bundled(persona_id):
            raise PermissionDenied(
                f"persona '{persona_id}' is bundled and can't be changed; "
                "create one with another id",
                reason="PERSONA_BUNDLED",
            )
        self._kept.check_unchanged(persona_id)
        self.get(persona_id)


class WorldStore:
    """The worlds that are known: the bundled ones, and those that somebody put here."""

    def __init__(self) -> None:
        self._worlds = {world.id: world for world in bundled("worlds", World)}
        self._bundled = frozenset(self._worlds)

    def __len__(self) -> int:
        return len(self._worlds)

    def get(self, world_id: str) -> World:
        """Raises NotFound, which names the nearest ids."""
        try:
            return self._worlds[world_id]
        except KeyError:
            raise not_found("world", world_id, self._worlds) from None

    def find(self, world_id: str) -> World | None:
        return self._worlds.get(world_id)

    def is_bundled(self, world_id: str) -> bool:
        return world_id in self._bundled

    def list(self, page_size: int = 0, page_token: str = "") -> Page[World]:
        """A page, ordered by id."""
        return page_by_key(self._worlds, page_size, page_token, _bytes)

    def put(self, world: World) -> None:
        """Knows the world from now on. Keeping it is the caller's: see `LoreLibrary`."""
        self._worlds[world.id] = world

    def remove(self, world_id: str) -> None:
        self._worlds.pop(world_id, None)

    def check(self, persona: Persona) -> None:
        """Raises InvalidArgument when the persona lives in a world that isn't there."""
        try:
            if persona.world:
                self.get(persona.world)
        except NotFound as error:
            raise InvalidArgument.at("persona.world", error.message, reason=error.reason) from error


def bundled(kind: str, model: type[Authored]) -> list[Authored]:
    """The files of `npcgen/data/<kind>`, in the order of their names."""
    with resources.as_file(resources.files("npcgen") / "data" / kind) as folder:
        return [read_authored(path, model) for path in sorted(folder.glob("*.yaml"))]


def _bytes(item: Persona | World) -> int:
    return len(item.model_dump_json().encode())


def not_found(kind: str, wanted: str, known: Mapping[str, object]) -> NotFound:
    """The error for an id that isn't among the known ones."""
    wanted = wanted[:64]
    near = difflib.get_close_matches(wanted, known, n=3) or sorted(known)[:8]
    return NotFound(
        f"no {kind} '{wanted}'; try {', '.join(near) or 'creating one'}",
        reason=f"{kind.upper().replace(' ', '_')}_NOT_FOUND",
        metadata={f"{kind.replace(' ', '_')}_id": wanted},
    )
