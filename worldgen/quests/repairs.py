"""What may take the place of what was lost: rules, as data, and what they offer in a world."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from worldgen.documents import read_mapping, refusal
from worldgen.errors import InvalidSpec
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.patterns import FactIndex, Pattern, all_filled, matches, read_pattern
from worldgen.quests.quest import RepairKind
from worldgen.quests.schema import PLAYER, Name, Schema, bundled, literals_of

WHAT = "what"
"""Whom or what the mishap befell, in every rule."""
PER_RULE = 2
"""Offers of one rule that are tried for one loss."""


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: RepairKind
    mishap: Name
    parameters: Mapping[Name, str]
    where: Annotated[tuple[str, ...], Field(max_length=16)] = ()
    """What has to be so in the world for it."""
    alike: str = ""
    """A parameter that has to be of the very type of `what`."""
    grants: Annotated[tuple[str, ...], Field(max_length=16)] = ()
    giver: str = ""
    """The parameter who asks from then on, where `what` was the giver."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, read."""

    name: str
    kind: RepairKind
    mishap: str
    pattern: Pattern
    alike: str
    grants: tuple[Literal, ...]
    giver: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A rule's answer to a mishap, about entities of the world."""

    kind: RepairKind
    grants: tuple[Literal, ...]
    giver: str

    def goal(self, goal: tuple[Literal, ...], former: str) -> tuple[Literal, ...]:
        """What is asked for from then on: what was the former giver's is the new one's."""
        if not self.giver:
            return goal
        return tuple(
            Literal(
                Fact(
                    literal.fact.name,
                    tuple(self.giver if who == former else who for who in literal.fact.of),
                ),
                literal.holds,
            )
            for literal in goal
        )


@cache
def bundled_rules() -> tuple[Rule, ...]:
    """Those of worldgen/data/quests/repairs.yaml."""
    text = files("worldgen").joinpath("data/quests/repairs.yaml").read_text("utf-8")
    return read_rules(text, bundled())


def read_rules(text: str | Mapping[str, Any], schema: Schema) -> tuple[Rule, ...]:
    """The rules that YAML or JSON states. Raises InvalidSpec with the field."""
    given = read_mapping(text, "repairs") if isinstance(text, str) else text
    return tuple(_rule(name, each, schema) for name, each in given.items())


def _rule(name: str, given: Any, schema: Schema) -> Rule:
    try:
        rule = _Rule.model_validate(given)
    except ValidationError as error:
        raise refusal(error, name) from None
    pattern = read_pattern(rule.where, rule.parameters, schema, f"{name}.where")
    grants = tuple(literals_of(rule.grants, rule.parameters, schema.facts, f"{name}.grants"))
    bound = {PLAYER, WHAT, *(word for fact in pattern.stated for word in fact.of)}
    named = {word for literal in grants for word in literal.fact.of} | {rule.giver, rule.alike}
    for word in sorted(named - bound - {""}):
        raise InvalidSpec.at(name, f"nothing in `where` says which {word}")
    if not grants and not rule.giver:
        raise InvalidSpec.at(name, "it changes nothing; say what it grants, or who gives")
    return Rule(name, rule.kind, rule.mishap, pattern, rule.alike, grants, rule.giver)


def offers(
    rules: tuple[Rule, ...], mishap: str, what: str, giver: str, index: FactIndex
) -> Iterator[Offer]:
    """What the rules have to offer, in their order, with nobody standing in for themselves.

    At most PER_RULE of each. A rule that names a giver is for when the giver is lost.
    """
    for rule in rules:
        if rule.mishap == mishap and (not rule.giver or what == giver):
            yield from islice(_offers(rule, what, index), PER_RULE)


def _offers(rule: Rule, what: str, index: FactIndex) -> Iterator[Offer]:
    entities = index.world.entities
    for bound in matches(rule.pattern, index, {WHAT: what}):
        if what in [entity for name, entity in bound.items() if name != WHAT]:
            continue
        if rule.alike and entities[bound[rule.alike]].type != entities[what].type:
            continue
        grants = all_filled(rule.grants, bound)
        yield Offer(rule.kind, grants, bound[rule.giver] if rule.giver else "")
