"""A world as quests see it: who and what there is, and what is so."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from worldgen.documents import read_mapping, refusal
from worldgen.errors import InvalidSpec
from worldgen.quests.facts import Fact, read_fact
from worldgen.quests.schema import PLAYER, Name, Schema, bundled, read_schema


class Entity(BaseModel):
    """A place, a character, a thing, a topic. Written as its type alone, or in full."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Name
    name: Annotated[str, Field(max_length=80)] = ""
    """As people call it: "the old mill"; else it is made of the id."""
    short: Annotated[str, Field(max_length=80)] = ""
    """A part of the name, by which it is called once it was named; else the part that is the id."""
    persona: Annotated[str, Field(max_length=64)] = ""
    """Who speaks for a character."""
    worth: Annotated[float, Field(ge=0, le=1_000_000)] = 10.0
    """In the game's money: what an item costs, what a character can spend."""


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Name
    name: Annotated[str, Field(max_length=80)] = ""
    schema_: Annotated[Mapping[str, Any], Field(alias="schema")] = Field(default_factory=dict)
    entities: Annotated[Mapping[Name, Entity], Field(min_length=1, max_length=20_000)]
    facts: Annotated[tuple[str, ...], Field(max_length=200_000)] = ()

    @field_validator("entities", mode="before")
    @classmethod
    def _in_full(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return {
            name: {"type": given} if isinstance(given, str) else given
            for name, given in value.items()
        }


@dataclass(frozen=True, slots=True)
class World:
    """NOTE: linted; every fact is of its types, about entities that there are."""

    id: str
    name: str
    schema: Schema
    entities: Mapping[str, Entity]
    facts: frozenset[Fact]

    def of_type(self, wanted: str) -> Iterator[str]:
        """Entities of a type, or several with `|` between them, in the world's order."""
        for entity, given in self.entities.items():
            if self.schema.is_a(given.type, wanted):
                yield entity

    def called(self, entity: str) -> str:
        """Its name, for people."""
        return self.entities[entity].name or entity.replace("_", " ")

    def sorted_facts(self) -> list[Fact]:
        return sorted(self.facts)

    def having(self, facts: Iterable[Fact]) -> "World":
        """The same world, with other facts."""
        return replace(self, facts=frozenset(facts))


def read_world(text: str | Mapping[str, Any], schema: Schema | None = None) -> World:
    """The world that YAML or JSON states. Raises InvalidSpec with the field."""
    given = read_mapping(text, "world") if isinstance(text, str) else text
    try:
        document = _Document.model_validate(given)
    except ValidationError as error:
        raise refusal(error, "world") from None
    schema = schema or bundled()
    if document.schema_:
        schema = read_schema(document.schema_, schema)
    entities = {PLAYER: Entity(type="character", name="you"), **document.entities}
    for name, entity in entities.items():
        if entity.type not in schema.types:
            raise InvalidSpec.at(
                f"entities.{name}.type",
                f"there is no type {entity.type!r}; there are: {', '.join(schema.types)}",
            )
    facts = {_typed(text, at, entities, schema) for at, text in enumerate(document.facts)}
    facts.add(Fact("alive", (PLAYER,)))
    world = World(document.id, document.name or document.id, schema, entities, frozenset(facts))
    _check_single(world)
    return world if _is_somewhere(world) else _put_somewhere(world)


def _typed(text: str, at: int, entities: Mapping[str, Entity], schema: Schema) -> Fact:
    path = f"facts[{at}]"
    fact = read_fact(text, path)
    known = schema.facts.get(fact.name)
    if known is None:
        raise InvalidSpec.at(path, f"there is no fact {fact.name!r}")
    if len(known.of) != len(fact.of):
        raise InvalidSpec.at(
            path, f"{fact.name} is about {len(known.of)} things, not {len(fact.of)}"
        )
    for entity, wanted in zip(fact.of, known.of, strict=True):
        if entity not in entities:
            raise InvalidSpec.at(path, f"there is no {entity!r} in this world")
        if not schema.is_a(entities[entity].type, wanted):
            raise InvalidSpec.at(
                path, f"{entity} is a {entities[entity].type}; {fact.name} wants a {wanted} there"
            )
    return fact


def _check_single(world: World) -> None:
    seen: dict[tuple[str, str], Fact] = {}
    for fact in world.sorted_facts():
        if world.schema.facts[fact.name].single:
            other = seen.setdefault((fact.name, fact.of[0]), fact)
            if other != fact:
                raise InvalidSpec.at("facts", f"{other} and {fact} can't both be so")


def _is_somewhere(world: World) -> bool:
    return any(fact.name == "at" and fact.of[0] == PLAYER for fact in world.facts)


def _put_somewhere(world: World) -> World:
    """Where there is no word of it, the player is at the first place."""
    place = next(world.of_type("place"), None) if "place" in world.schema.types else None
    if place is None or "at" not in world.schema.facts:
        return world
    return world.having({*world.facts, Fact("at", (PLAYER, place))})
