"""Actions of the schema, filled in backward from what they shall bring about."""

from collections.abc import Iterator, Sequence

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.schema import PLAYER, Action
from worldgen.quests.verify.bits import Deed
from worldgen.quests.verify.play import State, filled
from worldgen.quests.world import World

MAX_WAYS = 24
"""To bring one literal about."""
_Bound = dict[str, str]


def deed_of(action: Action, arguments: Sequence[str]) -> Deed:
    needs, does = filled(action, arguments)
    return Deed(tuple(needs), tuple(does))


class Ways:
    """Over what is so, or could be made so: it binds the parameters that an effect leaves open."""

    def __init__(self, world: World, known: State) -> None:
        self._world = world
        self._facts: dict[tuple[str, int, str], list[Fact]] = {}
        for fact in sorted(known):
            self._facts.setdefault((fact.name, -1, ""), []).append(fact)
            for at, entity in enumerate(fact.of):
                self._facts.setdefault((fact.name, at, entity), []).append(fact)

    def to(self, wanted: Literal) -> Iterator[Deed]:
        """At most `MAX_WAYS` deeds that make it so."""
        count = 0
        for action in self._world.schema.actions.values():
            for bound in self._bound_by(action, wanted):
                for meant in self._filled_in(action, bound):
                    yield deed_of(action, [meant[name] for name, _ in action.parameters])
                    count += 1
                    if count >= MAX_WAYS:
                        return

    def _bound_by(self, action: Action, wanted: Literal) -> Iterator[_Bound]:
        """What the parameters have to be for the action to make the literal so."""
        for effect in action.does:
            fact, target = effect.fact, wanted.fact
            if fact.name != target.name:
                continue
            if effect.holds != wanted.holds:
                if not effect.holds or not self._world.schema.facts[fact.name].single:
                    continue
                # NOTE: a single fact ends another about the same, whatever the rest of it is.
                fact, target = Fact(fact.name, fact.of[:1]), Fact(fact.name, target.of[:1])
            bound = self._joined(action, {}, fact, target)
            if bound is not None:
                yield bound

    def _filled_in(self, action: Action, bound: _Bound) -> Iterator[_Bound]:
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
        if helping:
            best = min(helping, key=lambda need: len(self._fitting(need, bound)))
            found = (self._joined(action, bound, best, fact) for fact in self._fitting(best, bound))
            options = [more for more in found if more is not None]
        else:
            kind = dict(action.parameters)[free[0]]
            entities = (entity for entity in self._world.of_type(kind) if entity != PLAYER)
            options = [{**bound, free[0]: entity} for entity in entities]
        for more in options:
            yield from self._filled_in(action, more)

    def _fitting(self, need: Fact, bound: _Bound) -> list[Fact]:
        """Facts that a need could be, by the one of its arguments that leaves the fewest."""
        meant = {**bound, PLAYER: PLAYER}
        keys = [(need.name, at, meant[name]) for at, name in enumerate(need.of) if name in meant]
        lists = [self._facts.get(key, []) for key in (*keys, (need.name, -1, ""))]
        return min(lists, key=len)

    def _joined(self, action: Action, bound: _Bound, pattern: Fact, fact: Fact) -> _Bound | None:
        kinds, more, world = dict(action.parameters), dict(bound), self._world
        for name, entity in zip(pattern.of, fact.of, strict=True):
            if name == PLAYER or entity == PLAYER:
                if name != entity:
                    return None
                continue
            fits = world.schema.is_a(world.entities[entity].type, kinds[name])
            if not fits or more.setdefault(name, entity) != entity:
                return None
        return more
