"""What is so after something was done: sets of facts, for those who make quests.

NOTE: `worldgen.quests.verify` has a simulator of its own; the two share nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.grounding import Ground, Grounded
from worldgen.quests.schema import PLAYER, Schema

State = frozenset[Fact]


class Moves:
    """How states of one grounded world follow each other."""

    def __init__(self, grounded: Grounded) -> None:
        self._schema = grounded.world.schema
        siblings: dict[tuple[str, str], set[Fact]] = defaultdict(set)
        for fact in grounded.numbers.facts:
            if self._schema.facts[fact.name].single:
                siblings[fact.name, fact.of[0]].add(fact)
        self._siblings = {key: frozenset(facts) for key, facts in siblings.items()}

    def after(self, state: State, literals: Iterable[Literal]) -> State:
        """What is so once these are, in their order; what a single fact ends is over."""
        for literal in literals:
            fact = literal.fact
            if not literal.holds:
                state -= {fact}
            elif fact not in state:
                state = (state - self._siblings.get((fact.name, fact.of[0]), frozenset())) | {fact}
        return state

    def along(self, state: State, actions: Iterable[Ground]) -> list[State]:
        """The state before each action, and the last; it ends early where one can't be done."""
        states = [state]
        for action in actions:
            if not holds(state, action.needs):
                return states
            state = self.after(state, action.does)
            states.append(state)
        return states

    def reaches(self, state: State, actions: Sequence[Ground], goal: Collection[Literal]) -> bool:
        """Whether all of them can be done, and the goal holds at the end."""
        states = self.along(state, actions)
        return len(states) == len(actions) + 1 and holds(states[-1], goal)

    def shortened(
        self, state: State, actions: Sequence[Ground], goal: Collection[Literal]
    ) -> tuple[Ground, ...]:
        """Without those that the others can do without."""
        kept = list(actions)
        at = len(kept) - 1
        while at >= 0:
            fewer = kept[:at] + kept[at + 1 :]
            if self.reaches(state, fewer, goal):
                kept, at = fewer, len(fewer)
            at -= 1
        return tuple(kept)


def holds(state: Collection[Fact], literals: Iterable[Literal]) -> bool:
    return all((literal.fact in state) == literal.holds for literal in literals)


def difference(schema: Schema, before: State, after: State) -> frozenset[Literal]:
    """What became of the world; where the player stands is no part of it."""
    gained = {Literal(fact) for fact in after - before if not _passing(schema, fact)}
    lost = {Literal(fact, False) for fact in before - after if not _passing(schema, fact)}
    return frozenset(gained | lost)


def _passing(schema: Schema, fact: Fact) -> bool:
    return fact.of[:1] == (PLAYER,) and schema.facts[fact.name].single
