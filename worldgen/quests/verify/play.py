"""The rules of play: what an action asks for, and what is so once it is done.

NOTE: `not` comes first: an action that takes something and gives it back leaves it so.
"""

from collections.abc import Iterable, Sequence

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Branch, Step
from worldgen.quests.schema import PLAYER, Action, Schema
from worldgen.quests.world import World

State = frozenset[Fact]


def unmet(state: State, literals: Iterable[Literal]) -> list[Literal]:
    """Those that aren't as they should be."""
    return [literal for literal in literals if (literal.fact in state) != literal.holds]


def after(schema: Schema, state: State, literals: Sequence[Literal]) -> State:
    """What is so once the literals are; who goes somewhere is no longer where he was."""
    so = set(state - {literal.fact for literal in literals if not literal.holds})
    for made in (literal.fact for literal in literals if literal.holds):
        if schema.facts[made.name].single:
            so -= {fact for fact in so if (fact.name, fact.of[:1]) == (made.name, made.of[:1])}
        so.add(made)
    return frozenset(so)


def settled(schema: Schema, state: State) -> State:
    """What is so wherever the player stands."""
    return frozenset(
        fact for fact in state if not (schema.facts[fact.name].single and fact.of[:1] == (PLAYER,))
    )


def ending(world: World, branch: Branch) -> State:
    """What became of the world when the branch is done, wherever the player stands then."""
    last = played(world, world.facts, branch.steps)[-1]
    return settled(world.schema, after(world.schema, last, branch.outcome.effects))


def filled(action: Action, arguments: Sequence[str]) -> tuple[list[Literal], list[Literal]]:
    """What an action needs and does with these arguments, in its parameters' order."""
    meant = dict(zip((name for name, _ in action.parameters), arguments, strict=True))
    meant[PLAYER] = PLAYER
    needs = [_over(literal, meant) for literal in action.needs]
    return needs, [_over(literal, meant) for literal in action.does]


def played(world: World, state: State, steps: Iterable[Step]) -> list[State]:
    """The state before the first step and after each, as far as they can be done."""
    states = [state]
    for step in steps:
        needs, does = filled(world.schema.actions[step.action], step.arguments)
        if unmet(states[-1], needs):
            break
        states.append(after(world.schema, states[-1], does))
    return states


def _over(literal: Literal, meant: dict[str, str]) -> Literal:
    fact = literal.fact
    return Literal(Fact(fact.name, tuple(meant[name] for name in fact.of)), literal.holds)
