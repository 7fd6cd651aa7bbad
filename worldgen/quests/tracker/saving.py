"""A tracker as bytes: a line that says what follows, with its SHA-256, then JSON.

Nothing in it is code, and what was changed by accident, or belongs to another world, is refused.
"""

import hashlib
from dataclasses import field

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from worldgen.errors import InvalidSpec
from worldgen.quests.facts import Fact
from worldgen.quests.quest import Branch, Quest
from worldgen.quests.tracker.events import Event
from worldgen.quests.tracker.states import Record
from worldgen.quests.tracker.telling import Start
from worldgen.quests.world import World

_MAGIC = "npcgen-quests"
VERSION = 1
"""NOTE: it changes whenever an older save couldn't be read any more."""


@dataclass(frozen=True)
class Saved:
    """What was so when the first of the events came, and all that came since."""

    settled: int
    made: list[Fact]
    """So then, and not in the world at first."""
    lost: list[Fact]
    starts: list[Start]
    records: dict[str, Record]
    """Of quests that had been started then."""
    events: list[Event]
    plans: dict[str, Branch | None]
    offers: list[Quest] = field(default_factory=list)
    """Not in saves of older servers."""


_ADAPTER = TypeAdapter(Saved)


def written(world: World, saved: Saved) -> bytes:
    body = _ADAPTER.dump_json(saved)
    return f"{_MAGIC} {VERSION} {world_sha256(world)} {_sha256(body)}\n".encode() + body


def read_saved(world: World, data: bytes) -> Saved:
    """Raises InvalidSpec for `save`."""
    head, _, body = data.partition(b"\n")
    words = head.decode("ascii", "replace").split(" ")
    if len(words) != 4 or words[0] != _MAGIC:
        raise InvalidSpec.at("save", "this is no save of quests; give what `save` gave")
    if words[1] != str(VERSION):
        told = f"it is of version {words[1][:20]}; this reads version {VERSION}"
        raise InvalidSpec.at("save", told)
    if words[3] != _sha256(body):
        raise InvalidSpec.at("save", "it is damaged (its checksum is another); take an older one")
    if words[2] != world_sha256(world):
        told = f"it belongs to another world than {world.id}, or to another state of its file"
        raise InvalidSpec.at("save", told)
    try:
        return _ADAPTER.validate_json(body)
    except ValidationError as error:
        raise InvalidSpec.at("save", f"it can't be read: {error.errors()[0]['msg']}") from None


def world_sha256(world: World) -> str:
    """Of who and what there is, and of what was so at first; in hexadecimal."""
    told = [world.id, *(f"{name} {given.type}" for name, given in sorted(world.entities.items()))]
    return _sha256("\n".join([*told, *map(str, world.sorted_facts())]).encode())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
