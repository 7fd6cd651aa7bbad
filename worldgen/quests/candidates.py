"""Who wants what in a world, as far as a spec asks for it, and whom the player can meet.

Two wants may become one: the giver's own, or one on behalf of somebody dear.
"""

from collections import Counter, defaultdict
from collections.abc import Collection

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.motives import GIVER, Asking, Motives, Want, asking, wants
from worldgen.quests.patterns import FactIndex, filled, matches
from worldgen.quests.spec import QuestSpec, asked_goal
from worldgen.quests.states import holds
from worldgen.quests.world import World
from worldgen.rng import Stream

ERRAND = "errand"
"""The motive of a goal that the spec states."""
OTHER = "other"
"""On whose behalf a giver asks too."""


class Candidates:
    """NOTE: all wants are found once; `all` shrinks as some turn out to be out of reach."""

    def __init__(
        self, world: World, spec: QuestSpec, motives: Motives, reachable: Collection[Fact]
    ) -> None:
        self.refused: Counter[str] = Counter()
        self._world, self._spec, self._motives = world, spec, motives
        self._reachable = reachable
        self._index = FactIndex(world)
        self._asking: dict[str, Asking | None] = {}
        self._of: dict[str, list[Want]] = defaultdict(list)
        self.all = self._errand() if spec.goal else self._found()

    def asking(self, giver: str) -> Asking | None:
        """How a giver can ask and be met; None where not."""
        if giver not in self._asking:
            possible = (
                each
                for each in asking(self._motives, self._index, giver)
                if all(literal.fact in self._reachable for literal in each.meets)
            )
            self._asking[giver] = next(possible, None)
        return self._asking[giver]

    def drop(self, want: Want, why: str) -> None:
        """It can't be had."""
        self.refused[f"{want.giver}'s {want.motive}: {why}"] += 1
        self.all.remove(want)
        self._of[want.giver].remove(want)

    def with_another(self, want: Want, stream: Stream) -> Want | None:
        """The want together with another of the same giver, or of somebody dear to them."""
        near: dict[str, tuple[Fact, ...]] = {want.giver: ()}
        for pattern in self._motives.cares:
            for bound in matches(pattern, self._index, {GIVER: want.giver}):
                cited = tuple(filled(fact, bound) for fact in pattern.stated)
                near.setdefault(bound[OTHER], cited)
        others = [
            (other, cited)
            for who, cited in sorted(near.items())
            for other in self._of[who]
            if _go_together(want, other)
        ]
        return _joined(want, *stream.pick(others)) if others else None

    def _found(self) -> list[Want]:
        found: dict[Want, None] = {}
        for want in wants(self._motives, self._index):
            if want not in found and self._asked_for(want):
                found[want] = None
                self._of[want.giver].append(want)
        if not found and not self.refused:
            self.refused["no fact of this world makes anybody want anything"] += 1
        return list(found)

    def _asked_for(self, want: Want) -> bool:
        spec = self._spec
        if spec.givers and want.giver not in spec.givers:
            return False
        if spec.motives and want.motive not in spec.motives:
            return False
        if self.asking(want.giver) is None:
            self.refused[f"{want.giver} can't ask, or can't be met"] += 1
            return False
        return not holds(self._world.facts, want.goal)

    def _errand(self) -> list[Want]:
        """What the spec makes its first giver ask for; it cites that they are there to ask."""
        giver, goal = self._spec.givers[0], asked_goal(self._spec, self._world)
        there = self.asking(giver)
        if there is None:
            self.refused[f"{giver} can't ask, or can't be met"] += 1
            return []
        want = Want(ERRAND, giver, there.stated, goal, (), (), 1.0)
        self._of[giver].append(want)
        return [want]


def _go_together(one: Want, other: Want) -> bool:
    """Whether both can be done, as far as can be told from what they ask for."""
    opposite = {Literal(literal.fact, not literal.holds) for literal in one.goal}
    return not (set(one.goal) & set(other.goal) or opposite & set(other.goal))


def _joined(want: Want, other: Want, cited: tuple[Fact, ...]) -> Want:
    return Want(
        want.motive,
        want.giver,
        tuple(dict.fromkeys((*want.cites, *cited, *other.cites))),
        (*want.goal, *other.goal),
        tuple(dict.fromkeys((*want.thanks, *other.thanks))),
        want.refused,
        want.weight,
        tuple(dict.fromkeys((*want.failed, *other.failed))),
    )
