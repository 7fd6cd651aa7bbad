"""Whether what is wanted can still be had: breadth first over what the player can do.

The quest's own steps come first. Where these don't do, the schema's actions are filled in backward
from what can't be had any more (a lock is opened by its key, or forced), some at a time. So it is
bounded: what it finds is a way; where it finds none there may yet be one.
"""

from collections import deque
from collections.abc import Iterable, Sequence

from worldgen.quests.facts import Literal
from worldgen.quests.quest import Quest
from worldgen.quests.verify.bits import Bits, Deed
from worldgen.quests.verify.names import steps_of
from worldgen.quests.verify.play import State, played, unmet
from worldgen.quests.verify.ways import Ways, deed_of
from worldgen.quests.world import World

MAX_STATES = 3_000
"""Looked at for one question with each set of deeds."""
MAX_DEEDS = 400
_ROUNDS = 5


def within_reach(world: World, quest: Quest, state: State, goal: Sequence[Literal]) -> bool:
    """Whether some steps of the quest and actions of the schema lead from the state to the goal."""
    if not unmet(state, goal):
        return True
    deeds = {
        deed_of(world.schema.actions[step.action], step.arguments): None
        for _, step in steps_of(quest)
    }
    sources = [state, *_along_the_branches(world, quest, state)]
    for _ in range(_ROUNDS):
        bits = Bits(world.schema, list(deeds), goal)
        missing = bits.out_of_reach(state)
        if not missing and _found(bits, sources):
            return True
        made = {literal.fact for deed in deeds for literal in deed.does if literal.holds}
        ways = Ways(world, state | made)
        before = len(deeds)
        for literal in missing or _asked_for(deeds, goal):
            deeds.update(dict.fromkeys(ways.to(literal)))
        if len(deeds) == before or before > MAX_DEEDS:
            return False
    return False


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
