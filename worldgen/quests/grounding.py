"""All that can be done in a world: actions with their parameters filled in, where reachable.

Facts are found forward from what is so, as if nothing was ever lost (the relaxed reachability of
Hoffmann & Nebel 2001), so that an action that can never happen isn't there at all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.schema import PLAYER, Action
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
    """All facts that could ever be so."""
    by_effect: dict[Literal, list[int]] = field(repr=False)
    """Which actions, by place, bring a literal about, a single fact's loss included: those that can
    be done soonest first, then the cheaper."""


def ground(world: World) -> Grounded:
    """Every action that could happen, in a fixed order."""
    known = _Known(world)
    found: dict[tuple[str, tuple[str, ...]], Ground] = {}
    layers: list[int] = []
    for layer in count():
        before = len(found)
        for action in world.schema.actions.values():
            for bound in _bindings(action, known, world):
                arguments = tuple(bound[name] for name, _ in action.parameters)
                if (action.name, arguments) not in found:
                    found[action.name, arguments] = _filled(action, arguments, bound)
        fresh = [literal.fact for made in found.values() for literal in made.does if literal.holds]
        layers += [layer] * (len(found) - before)
        if not known.add(fresh) and len(found) == before:
            break
    actions = tuple(found.values())
    by_effect = _by_effect(world, actions, known)
    for makers in by_effect.values():
        makers.sort(key=lambda at: (layers[at], actions[at].cost, at))
    return Grounded(world, actions, frozenset(known.facts), by_effect)


class _Known:
    """Reachable facts, found by name and one argument."""

    def __init__(self, world: World) -> None:
        self.facts: set[Fact] = set()
        self._by_name: dict[str, list[Fact]] = defaultdict(list)
        self._by_argument: dict[tuple[str, int, str], list[Fact]] = defaultdict(list)
        self.add(world.sorted_facts())

    def add(self, facts: list[Fact]) -> bool:
        """Whether any of them is new."""
        fresh = [fact for fact in dict.fromkeys(facts) if fact not in self.facts]
        for fact in fresh:
            self.facts.add(fact)
            self._by_name[fact.name].append(fact)
            for at, entity in enumerate(fact.of):
                self._by_argument[fact.name, at, entity].append(fact)
        return bool(fresh)

    def matching(self, name: str, wanted: tuple[str | None, ...]) -> list[Fact]:
        """Facts that could match; None is anything. The fewest that one argument leaves."""
        lists = [
            self._by_argument.get((name, at, entity), [])
            for at, entity in enumerate(wanted)
            if entity is not None
        ]
        return min(lists, key=len) if lists else self._by_name.get(name, [])

    def of_name(self, name: str) -> list[Fact]:
        return self._by_name.get(name, [])


def _bindings(action: Action, known: _Known, world: World) -> Iterator[dict[str, str]]:
    """Parameters that make every positive need reachable."""
    types = dict(action.parameters)
    needs = [literal.fact for literal in action.needs if literal.holds]
    yield from _joined({PLAYER: PLAYER}, needs, types, known, world)


def _joined(
    bound: dict[str, str], needs: list[Fact], types: dict[str, str], known: _Known, world: World
) -> Iterator[dict[str, str]]:
    if not needs:
        yield from _completed(bound, types, world)
        return
    best = min(needs, key=lambda need: len(known.matching(need.name, _wanted(need, bound))))
    rest = [need for need in needs if need is not best]
    # NOTE: a copy, for what is found may be added to while this is walked.
    for fact in list(known.matching(best.name, _wanted(best, bound))):
        more = _bound(bound, best, fact, types, world)
        if more is not None:
            yield from _joined(more, rest, types, known, world)


def _wanted(need: Fact, bound: dict[str, str]) -> tuple[str | None, ...]:
    return tuple(bound.get(name) for name in need.of)


def _bound(
    bound: dict[str, str], need: Fact, fact: Fact, types: dict[str, str], world: World
) -> dict[str, str] | None:
    more = dict(bound)
    for name, entity in zip(need.of, fact.of, strict=True):
        if more.setdefault(name, entity) != entity:
            return None
        if name in types and not _fits(entity, types[name], world):
            return None
    return more


def _fits(entity: str, wanted: str, world: World) -> bool:
    """NOTE: the player is no parameter; where an action is about the player, it says so."""
    return entity != PLAYER and world.schema.is_a(world.entities[entity].type, wanted)


def _completed(
    bound: dict[str, str], types: dict[str, str], world: World
) -> Iterator[dict[str, str]]:
    """Parameters that no need binds take every entity of their type."""
    free = [name for name in types if name not in bound]
    if not free:
        yield bound
        return
    for entity in world.of_type(types[free[0]]):
        if entity == PLAYER:
            continue
        yield from _completed({**bound, free[0]: entity}, types, world)


def _filled(action: Action, arguments: tuple[str, ...], bound: dict[str, str]) -> Ground:
    def filled(literal: Literal) -> Literal:
        of = tuple(bound[name] for name in literal.fact.of)
        return Literal(Fact(literal.fact.name, of), literal.holds)

    needs = tuple(filled(literal) for literal in action.needs)
    does = tuple(filled(literal) for literal in action.does)
    return Ground(action, arguments, needs, does)


def _by_effect(
    world: World, actions: tuple[Ground, ...], known: _Known
) -> dict[Literal, list[int]]:
    by_effect: dict[Literal, list[int]] = defaultdict(list)
    for at, action in enumerate(actions):
        for literal in effects(world, action, known.of_name):
            by_effect[literal].append(at)
    return dict(by_effect)


def effects(
    world: World, action: Ground, of_name: Callable[[str], list[Fact]]
) -> Iterator[Literal]:
    """What an action does, with what a single fact puts an end to."""
    for literal in action.does:
        yield literal
        fact = literal.fact
        if literal.holds and world.schema.facts[fact.name].single:
            for other in of_name(fact.name):
                if other.of[0] == fact.of[0] and other != fact:
                    yield Literal(other, False)
