"""Worlds from what a game already has: a generated level, and its personas as plain mappings.

What is told is only what they state; whoever wants more (who owes whom) adds facts of its own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from worldgen.errors import InvalidSpec
from worldgen.levels.level import Entity, Level, Link, Room
from worldgen.quests.schema import PLAYER, Schema
from worldgen.quests.world import World, read_world

_MOST_ID = 40
_WORTH = 100
"""What loot of worth 1 costs, in the game's money."""


@dataclass(slots=True)
class Parts:
    """Entities and facts as a world's file would state them. Ids and names are given once each."""

    entities: dict[str, dict[str, Any]] = field(default_factory=dict)
    facts: list[str] = field(default_factory=list)

    def add(self, wanted: str, kind: str, name: str, **more: Any) -> str:
        """The id that it got, made of the wanted one."""
        ident = _free(_slug(wanted), set(self.entities) | {PLAYER}, "_")
        named = _free(name, {str(given["name"]) for given in self.entities.values()}, " ")
        self.entities[ident] = {"type": kind, "name": named, **more}
        return ident

    def name(self, entity: str) -> str:
        return str(self.entities[entity]["name"])

    def state(self, *facts: str) -> None:
        self.facts += [fact for fact in facts if fact not in self.facts]


def world_from(
    ident: str,
    parts: Parts,
    name: str = "",
    facts: Iterable[str] = (),
    schema: Schema | None = None,
) -> World:
    """The world of imported parts, and of facts of one's own about them. Raises InvalidSpec."""
    stated = {"id": ident, "name": name or ident, "entities": parts.entities}
    return read_world({**stated, "facts": [*parts.facts, *facts]}, schema)


def from_level(level: Level, personas: Sequence[Mapping[str, Any]] = ()) -> Parts:
    """Rooms as places, with who and what stands in them, and what is locked.

    Personas move in where their role is wanted, then wherever there is room, in their order.
    Raises InvalidSpec for a level without rooms, and where personas are more than NPC places.

    NOTE: a room behind two locks is opened by the inner one's key.
    """
    if not level.rooms:
        raise InvalidSpec.at("level", f"a {level.kind} without rooms has no places for quests")
    return _LevelImport(level).parts(personas)


def from_personas(personas: Iterable[Mapping[str, Any]], parts: Parts | None = None) -> Parts:
    """Who they are, where, of which factions, and what they know of each other and hide."""
    parts = parts or Parts()
    people = [(persona, _person(persona, parts)) for persona in personas]
    places: dict[str, str] = {}
    for persona, who in people:
        place = str(persona.get("place", ""))
        if place:
            if place not in places:
                places[place] = parts.add(place, "place", place)
            parts.state(f"at {who} {places[place]}")
    _add_relations(people, parts)
    return parts


def _person(persona: Mapping[str, Any], parts: Parts) -> str:
    for wanted in ("id", "name"):
        if not persona.get(wanted):
            raise InvalidSpec.at(f"persona.{wanted}", "this is missing; write it")
    ident, name = str(persona["id"]), str(persona["name"])
    who = parts.add(ident, "character", name, persona=ident)
    parts.state(f"alive {who}")
    return who


def _add_relations(people: Sequence[tuple[Mapping[str, Any], str]], parts: Parts) -> None:
    factions: dict[str, str] = {}
    topics: dict[str, str] = {}
    for persona, who in people:
        for faction in persona.get("factions", ()):
            if faction not in factions:
                factions[faction] = parts.add(str(faction), "faction", f"the {faction}")
            parts.state(f"member {who} {factions[faction]}")
        for other in _spoken_of(persona, people):
            if other not in topics:
                topics[other] = parts.add(f"news_{other}", "topic", f"news of {parts.name(other)}")
                parts.state(f"about {topics[other]} {other}")
            parts.state(f"knows {who} {topics[other]}")
        if persona.get("secrets"):
            secret = parts.add(f"secret_{who}", "topic", f"the secret of {parts.name(who)}")
            parts.state(f"knows {who} {secret}", f"about {secret} {who}")


def _spoken_of(
    persona: Mapping[str, Any], people: Sequence[tuple[Mapping[str, Any], str]]
) -> Iterator[str]:
    """Who is named in what a persona knows."""
    known = [k if isinstance(k, str) else str(k["text"]) for k in persona.get("knowledge", ())]
    for other, who in people:
        if other is not persona and any(str(other["name"]) in text for text in known):
            yield who


class _LevelImport:
    def __init__(self, level: Level) -> None:
        self._level = level
        self._parts = Parts()
        self._places = {
            room.id: self._parts.add(room.id, "place", _room_name(room)) for room in level.rooms
        }

    def parts(self, personas: Sequence[Mapping[str, Any]]) -> Parts:
        for spawn in self._level.of_kind("spawn")[:1]:
            self._parts.state(f"at {PLAYER} {self._place(spawn)}")
        self._add_people(personas)
        for entity in self._level.of_kind("enemy"):
            foe = self._parts.add(entity.id, "beast", f"the beast of {self._at(entity)}")
            place = self._place(entity)
            self._parts.state(f"at {foe} {place}", f"alive {foe}", f"hostile {foe}")
            self._parts.state(f"guards {foe} {place}")
        for entity in self._level.of_kind("loot"):
            worth = float(entity.properties.get("worth", 0.1)) * _WORTH
            name = f"the treasure of {self._at(entity)}"
            item = self._parts.add(entity.id, "item", name, worth=worth)
            self._parts.state(f"lies {item} {self._place(entity)}")
        self._add_locks()
        return self._parts

    def _add_people(self, personas: Sequence[Mapping[str, Any]]) -> None:
        homes = self._level.of_kind("npc_place")
        if len(personas) > len(homes):
            raise InvalidSpec.at(
                "personas", f"{len(personas)} are to live where {len(homes)} NPC places are"
            )
        living = _housed(personas, homes)
        moved = [(living[home.id], home) for home in homes if home.id in living]
        people = [(persona, _person(persona, self._parts)) for persona, _ in moved]
        for (_, who), (_, home) in zip(people, moved, strict=True):
            self._parts.state(f"at {who} {self._place(home)}")
        for home in homes:
            if home.id not in living:
                role = str(home.properties.get("role", "stranger"))
                name = f"the {role} of {self._at(home)}"
                who = self._parts.add(f"{role}_{home.id}", "character", name)
                self._parts.state(f"alive {who}", f"at {who} {self._place(home)}")
        _add_relations(people, self._parts)

    def _add_locks(self) -> None:
        keys: dict[str, str] = {}
        for entity in self._level.of_kind("key"):
            key = str(entity.properties["key"])
            keys[key] = self._parts.add(f"{key}_key", "tool", f"the {key.replace('_', ' ')} key")
            self._parts.state(f"lies {keys[key]} {self._place(entity)}")
        locks = [link for link in self._level.links if link.kind == "lock"]
        behind = {link: self._behind(link) for link in locks}
        for room in self._places:
            shut = [link for link in locks if room in behind[link]]
            if shut:
                inner = min(shut, key=lambda link: len(behind[link]))
                place = self._places[room]
                self._parts.state(f"locked {place}")
                if inner.key in keys:
                    self._parts.state(f"opens {keys[inner.key]} {place}")

    def _behind(self, lock: Link) -> set[str]:
        """Rooms that nobody reaches from the spawn without passing the lock."""
        spawn = self._level.of_kind("spawn")
        first = self._room(spawn[0]).id if spawn else self._level.rooms[0].id
        ways = [link for link in self._level.links if link != lock]
        reached, todo = {first}, [first]
        while todo:
            here = todo.pop()
            for link in ways:
                there = _other_end(link, here)
                if there and there not in reached:
                    reached.add(there)
                    todo.append(there)
        return set(self._places) - reached

    def _place(self, entity: Entity) -> str:
        return self._places[self._room(entity).id]

    def _at(self, entity: Entity) -> str:
        return self._parts.name(self._place(entity))

    def _room(self, entity: Entity) -> Room:
        """The room it says, or whose cell it stands on; else the nearest."""
        told = entity.properties.get("room")
        for room in self._level.rooms:
            if room.id == told:
                return room
        areas = self._level.areas
        area = int(areas[entity.floor, entity.y, entity.x]) if areas is not None else 0
        if area:
            return self._level.rooms[area - 1]
        return min(self._level.rooms, key=lambda room: _away(room, entity))


def _housed(
    personas: Sequence[Mapping[str, Any]], homes: Sequence[Entity]
) -> dict[str, Mapping[str, Any]]:
    """Personas by the NPC place they live at: those of the same role first."""
    living: dict[str, Mapping[str, Any]] = {}
    left: list[Mapping[str, Any]] = []
    for persona in personas:
        free = (home for home in homes if home.id not in living)
        fitting = (h for h in free if h.properties.get("role") == persona.get("role"))
        home = next(fitting, None) if persona.get("role") else None
        if home is None:
            left.append(persona)
        else:
            living[home.id] = persona
    others = [home.id for home in homes if home.id not in living]
    return living | dict(zip(others, left, strict=False))


def _other_end(link: Link, here: str) -> str:
    """Where the link leads to from here; "" where it doesn't lead from here."""
    if link.a == here:
        return link.b
    return link.a if link.b == here and link.kind != "one_way" else ""


def _away(room: Room, entity: Entity) -> tuple[int, int]:
    """Floors, then cells, to the room's box."""
    x = max(room.x - entity.x, entity.x - room.x - room.width + 1, 0)
    y = max(room.y - entity.y, entity.y - room.y - room.height + 1, 0)
    return abs(room.floor - entity.floor), x + y


def _room_name(room: Room) -> str:
    if room.name:
        return room.name
    parts = re.fullmatch(r"(.*?)_?(\d*)", room.id)
    assert parts is not None
    words = parts[1].replace("_", " ")
    return f"{words} {parts[2]}" if parts[2] else f"the {words}"


def _slug(text: str) -> str:
    ident = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return (ident if ident[:1].isalpha() else f"e_{ident}")[: _MOST_ID - 4].rstrip("_")


def _free(wanted: str, taken: set[str], joint: str) -> str:
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}{joint}{number}"
    return name
