"""A behaviour as neutral JSON, which exports, games and checks read.

docs/reference/behaviour.schema.json is made from the classes here and in `nodes` and `vocabulary`.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any
from typing import Literal as OneOf

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.json_schema import models_json_schema

from worldgen.behaviour.nodes import Leaf, Node, NodeId
from worldgen.behaviour.vocabulary import Action, Condition, Key
from worldgen.documents import read_mapping, refusal
from worldgen.provenance import DIGITAL_SOURCE_TYPE

Minute = Annotated[int, Field(ge=0, le=1439)]


class Block(BaseModel):
    """What is done from one minute of the day until before another, over midnight where that is
    less; all day where they are equal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    starts: Minute
    """When they set out."""
    until: Minute
    activity: str
    place: str
    travel_minutes: Annotated[int, Field(ge=0, le=1439)] | None
    """From the last block's place, part of this block; null where nobody said."""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    quest: str
    part: str
    """giver, stand_in, target, captive, witness, ..."""


class LeftOut(BaseModel):
    """A reaction that needs what the game hasn't declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reaction: str
    missing: tuple[str, ...]
    """Actions and conditions without which its simplest tree can't be."""


class Origin(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    generator: str
    version: str
    seed: int
    inputs_sha256: str
    """Of the persona, world, parts, habits, vocabulary and travel times that it was made from."""
    digital_source_type: str = DIGITAL_SOURCE_TYPE


class Behaviour(BaseModel):
    """All of one character's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: OneOf[1] = 1
    character: str
    world: str
    role: str
    """As the persona says it."""
    kind: str
    """The routine that was taken."""
    parts: tuple[Part, ...]
    routine: Annotated[tuple[Block, ...], Field(min_length=1)]
    blackboard: dict[str, Key]
    """What the tree's conditions read; the game keeps it."""
    conditions: dict[str, Condition]
    actions: dict[str, Action]
    """Declarations of what the tree uses, and nothing else."""
    root: NodeId
    nodes: Annotated[tuple[Node, ...], Field(min_length=1)]
    """Each once, parents before children."""
    left_out: tuple[LeftOut, ...]
    origin: Origin

    @model_validator(mode="after")
    def _is_a_tree(self) -> "Behaviour":
        """NOTE: exports recurse, and look nodes and declarations up without asking again."""
        expected = {self.root}
        seen: set[str] = set()
        for node in self.nodes:
            if node.id not in expected - seen:
                raise ValueError(f"node {node.id} comes twice, or before its parent; order them")
            seen.add(node.id)
            if isinstance(node, Leaf):
                _check_leaf(node, self.conditions if node.type == "condition" else self.actions)
                continue
            if expected & set(node.children) or len(set(node.children)) < len(node.children):
                raise ValueError(f"a child of {node.id} has another parent too; copy it")
            expected |= set(node.children)
        if expected != seen:
            raise ValueError(f"nodes are missing: {', '.join(sorted(expected - seen))}; add them")
        return self


def _check_leaf(leaf: Leaf, declared: Mapping[str, Action | Condition]) -> None:
    if leaf.name not in declared or set(declared[leaf.name].parameters) != set(leaf.arguments):
        raise ValueError(f"{leaf.name} of {leaf.id} isn't declared so; declare it, or change it")


def as_json(behaviour: Behaviour) -> bytes:
    """UTF-8, indented; the same bytes in every process."""
    return _json(behaviour.model_dump(mode="json"))


def from_json(text: str | bytes) -> Behaviour:
    """Raises InvalidSpec with the field, where it isn't as the schema says."""
    given = read_mapping(text.decode() if isinstance(text, bytes) else text, "behaviour")
    try:
        return Behaviour.model_validate(given)
    except ValidationError as error:
        raise refusal(error, "behaviour") from None


def json_schema() -> dict[str, Any]:
    """What docs/reference/behaviour.schema.json holds."""
    _, schema = models_json_schema([(Behaviour, "serialization")], title="Behaviour")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": "#/$defs/Behaviour",
        **schema,
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()
