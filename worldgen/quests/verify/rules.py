"""What can be done in one world, over bits: its deeds, and the steps of its quests."""

from collections.abc import Iterable
from dataclasses import dataclass

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Step
from worldgen.quests.verify.bits import Bits, Change, Wish
from worldgen.quests.verify.deeds import Deeds
from worldgen.quests.verify.play import filled
from worldgen.quests.verify.relaxed import Relaxed
from worldgen.quests.world import World

LIMIT = 400


@dataclass(frozen=True, slots=True)
class Move:
    """A deed or a step, over bits."""

    needs: Wish
    does: Change


Way = tuple[Move, ...]


class Rules:
    """What can be done in a world, for as many questions about it as one likes.

    `limit`: states that one search looks at before it gives up.
    """

    def __init__(self, world: World, limit: int = LIMIT) -> None:
        self.world, self.limit = world, limit
        self.bits = Bits(world.schema)
        self.start = self.bits.state(world.sorted_facts())
        self._deeds, self._own = Deeds(world), world.sorted_facts()
        self.relaxed = Relaxed(self.bits, self.start)

    def learn(self, facts: Iterable[Fact]) -> None:
        """That these can be so, besides what is so in the world, and all that comes of it."""
        self.relaxed.take(self._deeds.having([*self._own, *facts]))
        self._own = []

    def move(self, needs: Iterable[Literal], does: Iterable[Literal]) -> Move:
        return Move(self.bits.wish(needs), self.bits.change(does))

    def way(self, steps: Iterable[Step]) -> Way:
        """NOTE: by the schema, whatever the steps say themselves."""
        actions = self.world.schema.actions
        return tuple(self.move(*filled(actions[step.action], step.arguments)) for step in steps)

    def along(self, way: Way, state: int | None = None) -> list[int]:
        """The state before the first move and after each, as far as they can be done."""
        states = [self.start if state is None else state]
        for move in way:
            if not move.needs.holds(states[-1]):
                break
            states.append(self.bits.after(states[-1], move.does))
        return states
