"""What there can be in a world, and what can be done there: types, facts and actions, as data.

In the manner of PDDL (McDermott et al. 1998), in YAML; a game adds to the bundled one, or brings
its own. It is linted as it is read: what can't work is refused with the field's name.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from worldgen.documents import read_mapping, refusal
from worldgen.errors import InvalidSpec
from worldgen.quests.facts import Literal, read_literal

PLAYER = "player"
"""The entity who acts, in every world."""
ANY = "thing"
"""The type that all others are kinds of."""
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, Field(max_length=200)]
_SLOT = re.compile(r"\{(\w*)\}|[{}]")


class FactSchema(BaseModel):
    """A kind of fact: what it is about, and what it says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: Annotated[tuple[str, ...], Field(max_length=4)]
    """A type each, or several with `|` between them."""
    single: bool = False
    """Whether the first has only one of these at a time: who goes somewhere leaves where he was."""
    says: Text = ""
    """For people: "{0} has {1}"."""


class ActionSchema(BaseModel):
    """Something the player can do. Texts of literals name the parameters: `has who what`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parameters: Mapping[Name, str] = Field(default_factory=dict)
    """Names and their types. `player` needs none."""
    needs: Annotated[tuple[str, ...], Field(max_length=16)] = ()
    does: Annotated[tuple[str, ...], Field(max_length=16)]
    verb: Name
    """What kind of thing is done; quests with the same verbs in the same order are alike."""
    means: Name = "plain"
    """The way it is done, where that makes a difference: force, stealth, words, trade, ..."""
    cost: Annotated[float, Field(ge=0, le=1000)] = 1.0
    """What it asks of the player besides danger and time; plans avoid it."""
    danger: Annotated[float, Field(ge=0, le=1)] = 0.0
    minutes: Annotated[float, Field(ge=0, le=100_000)] = 5.0
    says: Text = ""
    """The objective, for the journal: "Bring {what} to {who}"."""


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    types: Annotated[Mapping[Name, str | None], Field(max_length=200)] = Field(default_factory=dict)
    """Each with what it is a kind of; `thing` where nothing is said."""
    facts: Annotated[Mapping[Name, FactSchema], Field(max_length=200)] = Field(default_factory=dict)
    actions: Annotated[Mapping[Name, ActionSchema], Field(max_length=200)] = Field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True)
class Action:
    """An action, read: its literals are over parameter names, `player` and entities."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    needs: tuple[Literal, ...]
    does: tuple[Literal, ...]
    schema: ActionSchema


@dataclass(frozen=True, slots=True)
class Schema:
    """NOTE: linted; whoever has one may trust it."""

    types: Mapping[str, str]
    """Each type's parent; `thing` has none."""
    facts: Mapping[str, FactSchema]
    actions: Mapping[str, Action]

    def is_a(self, kind: str, wanted: str) -> bool:
        """Whether a type is one of the wanted (with `|` between them), or a kind of one."""
        accepted = wanted.split("|")
        while kind not in accepted:
            if kind == ANY:
                return False
            kind = self.types[kind]
        return True


@cache
def bundled() -> Schema:
    """That of worldgen/data/quests/schema.yaml."""
    text = files("worldgen").joinpath("data/quests/schema.yaml").read_text("utf-8")
    return read_schema(text)


def read_schema(text: str | Mapping[str, Any], base: Schema | None = None) -> Schema:
    """The schema that YAML or JSON states, on top of `base`. Raises InvalidSpec with the field."""
    given = read_mapping(text, "schema") if isinstance(text, str) else dict(text)
    try:
        document = _Document.model_validate(given)
    except ValidationError as error:
        raise refusal(error, "schema") from None
    types = dict(base.types if base else {}) | {
        name: parent or ANY for name, parent in document.types.items()
    }
    facts = dict(base.facts if base else {}) | dict(document.facts)
    _check_types(types)
    for name, fact in facts.items():
        _check_known(types, fact.of, f"facts.{name}.of")
        _check_says(fact.says, [str(at) for at in range(len(fact.of))], f"facts.{name}.says")
    known = {name: action.schema for name, action in base.actions.items()} if base else {}
    actions = {
        name: _action(name, schema, types, facts)
        for name, schema in {**known, **document.actions}.items()
    }
    read = Schema(types, facts, actions)
    for action in actions.values():
        _check_action(read, action)
    return read


def _action(
    name: str, schema: ActionSchema, types: Mapping[str, str], facts: Mapping[str, FactSchema]
) -> Action:
    path = f"actions.{name}"
    _check_known(types, schema.parameters.values(), f"{path}.parameters")
    if not schema.does:
        raise InvalidSpec.at(f"{path}.does", "an action that changes nothing can't help anybody")
    needs = tuple(literals_of(schema.needs, schema.parameters, facts, f"{path}.needs"))
    does = tuple(literals_of(schema.does, schema.parameters, facts, f"{path}.does"))
    used = {argument for literal in (*needs, *does) for argument in literal.fact.of}
    for parameter in schema.parameters:
        if parameter not in used:
            raise InvalidSpec.at(
                f"{path}.parameters.{parameter}", "nothing uses it; leave it out, or use it"
            )
    return Action(name, tuple(schema.parameters.items()), needs, does, schema)


def literals_of(
    texts: tuple[str, ...],
    parameters: Mapping[str, str],
    facts: Mapping[str, FactSchema],
    path: str,
) -> Iterator[Literal]:
    """Those that texts state over parameters. Raises InvalidSpec at `path`."""
    for at, text in enumerate(texts):
        literal = read_literal(text, f"{path}[{at}]")
        schema = facts.get(literal.fact.name)
        if schema is None:
            raise InvalidSpec.at(f"{path}[{at}]", f"there is no fact {literal.fact.name!r}")
        if len(schema.of) != len(literal.fact.of):
            raise InvalidSpec.at(
                f"{path}[{at}]",
                f"{literal.fact.name} is about {len(schema.of)} things, not {len(literal.fact.of)}",
            )
        unknown = set(literal.fact.of) - {*parameters, PLAYER}
        if unknown:
            raise InvalidSpec.at(
                f"{path}[{at}]", f"{', '.join(sorted(unknown))} is no parameter here"
            )
        yield literal


def _check_action(schema: Schema, action: Action) -> None:
    """That it can be done, changes something, and says what it names. Raises InvalidSpec."""
    path, parameters = f"actions.{action.name}", dict(action.parameters)
    if PLAYER in parameters:
        raise InvalidSpec.at(f"{path}.parameters.{PLAYER}", "everybody knows it; leave it out")
    for field, literals in (("needs", action.needs), ("does", action.does)):
        for at, literal in enumerate(literals):
            _check_kinds(schema, literal, parameters, f"{path}.{field}[{at}]")
            if Literal(literal.fact, not literal.holds) in literals:
                raise InvalidSpec.at(f"{path}.{field}[{at}]", f"{literal.fact} is denied, too")
    if set(action.does) <= set(action.needs):
        raise InvalidSpec.at(f"{path}.does", "all of it is so before: it changes nothing")
    _check_says(action.schema.says, parameters, f"{path}.says")


def _check_kinds(
    schema: Schema, literal: Literal, parameters: Mapping[str, str], path: str
) -> None:
    fact = literal.fact
    for name, wanted in zip(fact.of, schema.facts[fact.name].of, strict=True):
        kinds = parameters.get(name, "character").split("|")
        if not any(schema.is_a(kind, wanted) or _has_some(schema, kind, wanted) for kind in kinds):
            told = f"{name} is a {'|'.join(kinds)}; {fact.name} wants a {wanted} there"
            raise InvalidSpec.at(path, told)


def _has_some(schema: Schema, kind: str, wanted: str) -> bool:
    """Whether some of a kind are among the wanted."""
    return any(schema.is_a(each, kind) for each in wanted.split("|"))


def _check_says(says: str, names: Collection[str], path: str) -> None:
    for found in _SLOT.finditer(says):
        if found[1] not in names:
            there = ", ".join(f"{{{name}}}" for name in names) or "none"
            raise InvalidSpec.at(path, f"{found[0]!r} stands for nothing; there are: {there}")


def _check_types(types: Mapping[str, str]) -> None:
    for name in types:
        kind, seen = name, {name}
        while kind != ANY:
            kind = types.get(kind, "")
            if not kind:
                raise InvalidSpec.at(f"types.{name}", "it is a kind of something unknown")
            if kind in seen:
                raise InvalidSpec.at(f"types.{name}", "it is, over others, a kind of itself")
            seen.add(kind)


def _check_known(types: Mapping[str, str], wanted: Any, path: str) -> None:
    for kind in (each for one in wanted for each in one.split("|")):
        if kind != ANY and kind not in types:
            raise InvalidSpec.at(path, f"there is no type {kind!r}; there are: {', '.join(types)}")
