"""What is written to a file: a level, its proof, and where it comes from."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec
from worldgen.levels.level import Cell, Entity, Level, Value, content_sha256
from worldgen.levels.proof import Proof
from worldgen.levels.verify.replay import way_of
from worldgen.levels.verify.well_formed import well_formed
from worldgen.provenance import Provenance

OURS = "worldgen."
"""What the names of properties begin with that are about the level, not in it."""
Pictures = Mapping[str, NDArray[np.uint8]]
_STEM = re.compile(r"(?!\.)[^/\\:*?\"<>|\x00-\x1f]{1,100}")


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    level: Level
    provenance: Provenance
    proof: Proof | None = None
    stem: str = "level"
    """What the names of all files begin with."""
    infinite: bool = False
    """Whether a Tiled map is stored as chunks, without bounds."""
    pictures: Pictures = field(default_factory=dict)
    """Of tiles by their names, uint8 (16, 16, 4); the others are plain squares."""

    def way(self) -> tuple[Cell, ...]:
        """The cells that the proof's moves pass; empty without any."""
        return way_of(self.level, self.proof.moves) if self.proof else ()

    def about(self) -> dict[str, Value]:
        """Where the level comes from, and what leads through it, for properties and comments."""
        source = self.provenance
        about: dict[str, Value] = {
            "generator": source.generator,
            "version": source.version,
            "seed": source.seed,
            "spec_sha256": source.spec_sha256,
            "content_sha256": source.content_sha256,
            "digital_source_type": source.digital_source_type,
            "moves": " ".join(self.proof.moves) if self.proof else "",
        }
        return {OURS + name: value for name, value in about.items() if value != ""}


def provenance_of(level: Level) -> Provenance:
    """What the level itself knows; the spec's hash isn't in it."""
    generator = f"{OURS}{level.kind}"
    return Provenance(generator, level.version, level.seed, "", content_sha256(level))


def check(content: Content) -> None:
    """Raises InvalidSpec for what no file can hold: a broken level, a text that is no Unicode."""
    flaws = well_formed(content.level)
    if flaws:
        raise InvalidSpec.at("level", "; ".join(flaws[:3]))
    if not _STEM.fullmatch(content.stem):
        raise InvalidSpec.at("stem", f"{content.stem!r:.60} is no name of a file; use letters")
    owners: tuple[Level | Entity, ...] = (content.level, *content.level.entities)
    for owner in owners:
        for name in owner.properties:
            if name.startswith(OURS):
                raise InvalidSpec.at(f"properties.{name}", f"names in {OURS} are taken; rename it")
    for path, value in _values(content.level):
        if isinstance(value, float) and not math.isfinite(value):
            raise InvalidSpec.at(path, f"{value} is in no file format; give a finite number")
        if isinstance(value, str) and not _is_unicode(value):
            raise InvalidSpec.at(path, f"{value!r:.60} has half a surrogate pair; mend the text")


def _values(level: Level) -> Iterator[tuple[str, Value]]:
    """Every text and number that is an author's, with its path."""
    yield from (("kind", level.kind), ("version", level.version))
    for at, tile in enumerate(level.tiles):
        yield from _named(f"tiles[{at}]", {"name": tile.name, "glyph": tile.glyph})
    for at, layer in enumerate(level.layers):
        yield f"layers[{at}].name", layer.name
    for at, room in enumerate(level.rooms):
        texts = {"id": room.id, "kind": room.kind, "name": room.name}
        yield from _named(f"rooms[{at}]", texts)
    for at, link in enumerate(level.links):
        yield f"links[{at}].key", link.key
    for at, entity in enumerate(level.entities):
        path = f"entities[{at}]"
        yield from _named(path, {"id": entity.id, "kind": entity.kind})
        yield from _named(f"{path}.properties", entity.properties)
    yield from _named("properties", level.properties)


def _named(path: str, values: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for name, value in values.items():
        yield path, name
        yield f"{path}.{name}", value


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)
