"""Whether what is wanted can still be had: breadth first over what the player can do.

The quest's own steps come first. Where these don't do, the schema's actions are filled in backward
from what can't be had any more (a lock is opened by its key, or forced), some at a time. So it is
bounded: what it finds is a way; where it finds none there may yet be one.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Quest
from worldgen.quests.schema import PLAYER, Action
from worldgen.quests.verify.bits import Bits, Deed
from worldgen.quests.verify.names import steps_of
from worldgen.quests.verify.play import State, filled, played, unmet
from worldgen.quests.world import World

MAX_STATES = 3_000
"""Looked at for one question with each set of deeds."""
MAX_DEEDS = 400
_WAYS = 24
"""Filled in for each literal that is missing."""
_ROUNDS = 5


def within_reach(world: World, quest: Quest, state: State, goal: Sequence[Literal]) -> bool:
    """Whether some steps of the quest and actions of the schema lead from the state to the goal."""
    if not unmet(state, goal):
        return True
    deeds = {
        _deed(world.schema.actions[step.action], step.arguments): None
        for _, step in steps_of(quest)
    }
    sources = [state, *_along_the_branches(world, quest, state)]
    for _ in range(_ROUNDS):
        bits = Bits(world.schema, list(deeds), goal)
        missing = bits.out_of_reach(state)
        if not missing and _found(bits, sources):
            return True
        known = state | {literal.fact for deed in deeds for literal in deed.does if literal.holds}
        before = len(deeds)
        for literal in missing or _asked_for(deeds, goal):
            deeds.update(dict.fromkeys(_ways(world, literal, known)))
        if len(deeds) == before or before > MAX_DEEDS:
            return False
    return False


def _deed(action: Action, arguments: Sequence[str]) -> Deed:
    needs, does = filled(action, arguments)
    return Deed(tuple(needs), tuple(does))


def _along_the_branches(world: World, quest: Quest, state: State) -> list[State]:
    """States that steps lead to, each branch's in order, without those that can't be done."""
    states: list[State] = []
    for branch in quest.branches:
        at = state
        for step in branch.steps:
            at = played(world, at, [step])[-1]
            states.append(at)
    return list(dict.fromkeys(states))


def _found(bits: Bits, sources: Sequence[State]) -> bool:
    waiting = deque(dict.fromkeys(bits.of(state) for state in sources))
    seen = set(waiting)
    while waiting and len(seen) <= MAX_STATES:
        state = waiting.popleft()
        if bits.reached(state):
            return True
        for after in bits.after(state):
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return any(bits.reached(state) for state in waiting)


def _asked_for(deeds: Iterable[Deed], goal: Iterable[Literal]) -> list[Literal]:
    return list(dict.fromkeys([*goal, *(need for deed in deeds for need in deed.needs)]))


def _ways(world: World, wanted: Literal, known: State) -> Iterator[Deed]:
    """At most some deeds that make it so, their needs met by what is known where that binds."""
    count = 0
    by_name: dict[str, list[Fact]] = {}
    for fact in sorted(known):
        by_name.setdefault(fact.name, []).append(fact)
    for action in world.schema.actions.values():
        for bound in _bound_by(world, action, wanted):
            for meant in _filled_in(world, action, bound, by_name):
                arguments = [meant[name] for name, _ in action.parameters]
                yield _deed(action, arguments)
                count += 1
                if count >= _WAYS:
                    return


def _bound_by(world: World, action: Action, wanted: Literal) -> Iterator[dict[str, str]]:
    """What the parameters have to be for the action to make the literal so."""
    for effect in action.does:
        fact = effect.fact
        if fact.name != wanted.fact.name:
            continue
        ends = effect.holds and not wanted.holds and world.schema.facts[fact.name].single
        if effect.holds == wanted.holds:
            bound = _joined(world, action, {}, fact, wanted.fact)
        elif ends:
            subject = Fact(fact.name, wanted.fact.of[:1])
            bound = _joined(world, action, {}, Fact(fact.name, fact.of[:1]), subject)
        else:
            continue
        if bound is not None:
            yield bound


def _filled_in(
    world: World, action: Action, bound: dict[str, str], by_name: dict[str, list[Fact]]
) -> Iterator[dict[str, str]]:
    """All parameters bound: by facts that fit a need, else by every entity of the type."""
    free = [name for name, _ in action.parameters if name not in bound]
    if not free:
        yield bound
        return
    helping = [
        need.fact
        for need in action.needs
        if need.holds and any(name in free for name in need.fact.of)
    ]
    if not helping:
        kind = dict(action.parameters)[free[0]]
        for entity in world.of_type(kind):
            if entity != PLAYER:
                yield from _filled_in(world, action, {**bound, free[0]: entity}, by_name)
        return
    options = [_joins(world, action, bound, need, by_name) for need in helping]
    for more in min(options, key=len):
        yield from _filled_in(world, action, more, by_name)


def _joins(
    world: World, action: Action, bound: dict[str, str], need: Fact, by_name: dict[str, list[Fact]]
) -> list[dict[str, str]]:
    found = (_joined(world, action, bound, need, fact) for fact in by_name.get(need.name, ()))
    return [more for more in found if more is not None]


def _joined(
    world: World, action: Action, bound: dict[str, str], pattern: Fact, fact: Fact
) -> dict[str, str] | None:
    kinds, more = dict(action.parameters), dict(bound)
    for name, entity in zip(pattern.of, fact.of, strict=True):
        if name == PLAYER or entity == PLAYER:
            if name != entity:
                return None
            continue
        fits = world.schema.is_a(world.entities[entity].type, kinds[name])
        if not fits or more.setdefault(name, entity) != entity:
            return None
    return more
