"""All that can be done in a world: actions with their parameters filled in, where reachable.

Facts are found forward from what is so, as if nothing was ever lost (the relaxed reachability of
Hoffmann & Nebel 2001), so that an action that can never happen isn't there at all.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.joining import Bound, Known, bindings
from worldgen.quests.numbers import Deeds, Numbers
from worldgen.quests.relaxed import Relaxed
from worldgen.quests.schema import Action
from worldgen.quests.world import World


@dataclass(frozen=True, slots=True)
class Ground:
    """An action with its parameters filled in."""

    action: Action
    arguments: tuple[str, ...]
    needs: tuple[Literal, ...]
    does: tuple[Literal, ...]

    @property
    def name(self) -> str:
        return self.action.name

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from every other action of its world."""
        return self.action.name, *self.arguments

    @property
    def cost(self) -> float:
        """What a plan pays: cost, danger and time."""
        schema = self.action.schema
        return schema.cost + 4 * schema.danger + schema.minutes / 120

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.arguments)})"


@dataclass(frozen=True, slots=True)
class Grounded:
    """What a world comes to; computed once, for as many goals as one likes."""

    world: World
    actions: tuple[Ground, ...]
    reachable: frozenset[Fact]
    """All facts that the player could ever make so, from the world as it is."""
    numbers: Numbers = field(repr=False)
    deeds: Deeds = field(repr=False)
    relaxed: Relaxed = field(repr=False)
    places: dict[tuple[str, ...], int] = field(repr=False)
    """Of actions among `actions`, by their keys."""


def ground(world: World, besides: Collection[Fact] = ()) -> Grounded:
    """Every action that could happen, in a fixed order.

    `besides`: what could become so by other hands than the player's; actions that help only then
    come last.
    """
    known = Known(world)
    found: dict[tuple[str, ...], Ground] = {}
    layers: list[int] = []
    _fill(world, known, found, layers)
    reachable = frozenset(known.facts)
    known.add(sorted(besides))
    _fill(world, known, found, layers)
    actions = tuple(found.values())
    numbers = Numbers(world.schema, known.facts)
    deeds = Deeds(numbers, actions, layers)
    relaxed = Relaxed(deeds, numbers.state(world.facts), len(numbers.facts))
    places = {key: at for at, key in enumerate(found)}
    return Grounded(world, actions, reachable, numbers, deeds, relaxed, places)


def _fill(
    world: World, known: Known, found: dict[tuple[str, ...], Ground], layers: list[int]
) -> None:
    """Adds actions, and what they make so, layer by layer, until there are no more."""
    while known.fresh or not layers:
        fresh: list[Fact] = []
        layer = layers[-1] + 1 if layers else 0
        for action in world.schema.actions.values():
            if layer and not _is_touched(action, known.fresh):
                continue
            for bound in bindings(action, known):
                key = (action.name, *(bound[name] for name, _ in action.parameters))
                if key not in found:
                    found[key] = filled(action, bound)
                    layers.append(layer)
                    fresh += [each.fact for each in found[key].does if each.holds]
        if not layers:
            return
        known.add(fresh)


def _is_touched(action: Action, fresh: Collection[str]) -> bool:
    """Whether fresh facts could let it be done in other ways than before."""
    return any(literal.holds and literal.fact.name in fresh for literal in action.needs)


def filled(action: Action, bound: Bound) -> Ground:
    """The action with its parameters filled in."""

    def over(literal: Literal) -> Literal:
        of = tuple([bound[name] for name in literal.fact.of])
        return Literal(Fact(literal.fact.name, of), literal.holds)

    arguments = tuple([bound[name] for name, _ in action.parameters])
    needs = tuple([over(literal) for literal in action.needs])
    return Ground(action, arguments, needs, tuple([over(literal) for literal in action.does]))
