"""All that could ever be done in a world: actions filled in, as if nothing that was so ever ended.

So no deed is missing that any play could come to; what is proved over them is proved of the world.
Facts come in one at a time, each joined with those before it (semi-naive evaluation of Datalog).
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.schema import PLAYER, Action
from worldgen.quests.verify.play import filled
from worldgen.quests.world import World

_Bound = dict[str, str]


@dataclass(frozen=True, slots=True)
class Deed:
    """An action with its parameters filled in."""

    key: tuple[str, ...]
    """The action's name and its arguments: no two deeds have the same."""
    needs: tuple[Literal, ...]
    does: tuple[Literal, ...]


class Deeds:
    """Those of one world, and of whatever else becomes possible there."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._every: list[Deed] = []
        self._found: set[tuple[str, ...]] = set()
        self._facts: set[Fact] = set()
        self._by: dict[tuple[str, int, str], list[Fact]] = defaultdict(list)
        self._needing: dict[str, list[tuple[Action, Fact]]] = defaultdict(list)
        self._stated = {
            name: [literal.fact for literal in action.needs if literal.holds]
            for name, action in world.schema.actions.items()
        }
        self._may_be = {
            (action.name, name): dict.fromkeys(_entities(world, kind))
            for action in world.schema.actions.values()
            for name, kind in action.parameters
        }
        for action in world.schema.actions.values():
            for need in self._stated[action.name]:
                self._needing[need.name].append((action, need))

    def having(self, facts: Iterable[Fact]) -> list[Deed]:
        """All deeds, once these facts can be so too; what was found before comes first."""
        waiting = deque(sorted(fact for fact in {*facts} if fact not in self._facts))
        if not self._every:
            waiting.extend(self._made(self._asking_for_nothing()))
        while waiting:
            fact = waiting.popleft()
            if fact not in self._facts:
                self._add(fact)
                waiting.extend(self._made(self._with(fact)))
        return self._every

    def _asking_for_nothing(self) -> list[Deed]:
        fresh: list[Deed] = []
        for name, action in self._world.schema.actions.items():
            if not self._stated[name]:
                fresh += self._note(action, self._completed(action, {PLAYER: PLAYER}))
        return fresh

    def _add(self, fact: Fact) -> None:
        self._facts.add(fact)
        self._by[fact.name, -1, ""].append(fact)
        for at, entity in enumerate(fact.of):
            self._by[fact.name, at, entity].append(fact)

    def _made(self, deeds: Iterable[Deed]) -> list[Fact]:
        made = (literal.fact for deed in deeds for literal in deed.does if literal.holds)
        return [fact for fact in made if fact not in self._facts]

    def _with(self, fact: Fact) -> list[Deed]:
        """Deeds that need this fact, and of whose other needs all were known."""
        fresh: list[Deed] = []
        for action, need in self._needing[fact.name]:
            bound = self._bound(action, {PLAYER: PLAYER}, need, fact)
            if bound is not None:
                others = [other for other in self._stated[action.name] if other is not need]
                fresh += self._note(action, self._joined(action, bound, others))
        return fresh

    def _note(self, action: Action, every: Iterable[_Bound]) -> list[Deed]:
        fresh = []
        for bound in every:
            key = (action.name, *(bound[name] for name, _ in action.parameters))
            if key not in self._found:
                needs, does = filled(action, key[1:])
                self._found.add(key)
                fresh.append(Deed(key, tuple(needs), tuple(does)))
        self._every += fresh
        return fresh

    def _joined(self, action: Action, bound: _Bound, needs: list[Fact]) -> Iterator[_Bound]:
        if not needs:
            yield from self._completed(action, bound)
            return
        best = min(needs, key=lambda need: len(self._like(need, bound)))
        rest = [need for need in needs if need is not best]
        for fact in self._like(best, bound):
            more = self._bound(action, bound, best, fact)
            if more is not None:
                yield from self._joined(action, more, rest)

    def _like(self, need: Fact, bound: _Bound) -> list[Fact]:
        """Known facts that it could be, by the one of its arguments that leaves the fewest."""
        keys = [(need.name, at, bound[name]) for at, name in enumerate(need.of) if name in bound]
        lists = [self._by.get(key, []) for key in keys or [(need.name, -1, "")]]
        return min(lists, key=len)

    def _bound(self, action: Action, bound: _Bound, need: Fact, fact: Fact) -> _Bound | None:
        more = dict(bound)
        for name, entity in zip(need.of, fact.of, strict=True):
            if more.setdefault(name, entity) != entity:
                return None
            if name != PLAYER and entity not in self._may_be[action.name, name]:
                return None
        return more

    def _completed(self, action: Action, bound: _Bound) -> Iterator[_Bound]:
        """What no need binds may be everything of its type."""
        free = [name for name, _ in action.parameters if name not in bound]
        if not free:
            yield bound
            return
        for entity in self._may_be[action.name, free[0]]:
            yield from self._completed(action, {**bound, free[0]: entity})


def _entities(world: World, kind: str) -> Iterator[str]:
    """NOTE: the player is no parameter; actions name the player."""
    return (entity for entity in world.of_type(kind) if entity != PLAYER)
