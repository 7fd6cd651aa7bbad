"""Parameters of actions, bound so that what the actions need could be so: joins over facts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from worldgen.quests.facts import Fact
from worldgen.quests.schema import PLAYER, Action
from worldgen.quests.world import World

Bound = dict[str, str]


class Known:
    """Facts that can be reached, found by name and one argument."""

    def __init__(self, world: World) -> None:
        self.facts: dict[Fact, None] = {}
        self.fresh: set[str] = set()
        """Names of the facts that were added last."""
        self._world = world
        self._by_name: dict[str, list[Fact]] = defaultdict(list)
        self._by_argument: dict[tuple[str, int, str], list[Fact]] = defaultdict(list)
        self._of_type: dict[str, dict[str, None]] = {}
        self.add(world.sorted_facts())

    def add(self, facts: Iterable[Fact]) -> None:
        fresh = [fact for fact in dict.fromkeys(facts) if fact not in self.facts]
        self.fresh = {fact.name for fact in fresh}
        for fact in fresh:
            self.facts[fact] = None
            self._by_name[fact.name].append(fact)
            for at, entity in enumerate(fact.of):
                self._by_argument[fact.name, at, entity].append(fact)

    def matching(self, pattern: Fact, bound: Bound) -> Sequence[Fact]:
        """Facts that could match it: the fewest that one argument leaves."""
        fewest: Sequence[Fact] | None = None
        for at, name in enumerate(pattern.of):
            if name in bound:
                found = self._by_argument.get((pattern.name, at, bound[name]), ())
                if fewest is None or len(found) < len(fewest):
                    fewest = found
        return self._by_name.get(pattern.name, ()) if fewest is None else fewest

    def of_type(self, wanted: str) -> dict[str, None]:
        """Whom and what a parameter can be, in the world's order.

        NOTE: the player is no parameter; where an action is about the player, it says so.
        """
        if wanted not in self._of_type:
            self._of_type[wanted] = dict.fromkeys(self._world.of_type(wanted))
            self._of_type[wanted].pop(PLAYER, None)
        return self._of_type[wanted]


def bindings(action: Action, known: Known) -> Iterator[Bound]:
    """Parameters that make every positive need reachable; each once or more."""
    kinds = {name: known.of_type(wanted) for name, wanted in action.parameters}
    needs = [literal.fact for literal in action.needs if literal.holds]
    yield from _joined({PLAYER: PLAYER}, needs, kinds, known)


def _joined(
    bound: Bound, needs: list[Fact], kinds: dict[str, dict[str, None]], known: Known
) -> Iterator[Bound]:
    if not needs:
        yield from _completed(bound, kinds)
        return
    found, best = min(
        ((known.matching(need, bound), need) for need in needs), key=lambda pair: len(pair[0])
    )
    rest = [need for need in needs if need is not best]
    for fact in found:
        more = _unified(bound, best, fact, kinds)
        if more is not None:
            yield from _joined(more, rest, kinds, known)


def _unified(
    bound: Bound, need: Fact, fact: Fact, kinds: dict[str, dict[str, None]]
) -> Bound | None:
    more = dict(bound)
    for name, entity in zip(need.of, fact.of, strict=True):
        if more.setdefault(name, entity) != entity:
            return None
        if name != PLAYER and entity not in kinds[name]:
            return None
    return more


def _completed(bound: Bound, kinds: dict[str, dict[str, None]]) -> Iterator[Bound]:
    """Parameters that no need binds take every entity of their type."""
    free = next((name for name in kinds if name not in bound), None)
    if free is None:
        yield bound
        return
    for entity in kinds[free]:
        yield from _completed({**bound, free: entity}, kinds)
