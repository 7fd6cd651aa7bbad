"""What ways ask for and what they pay; and whether who is asked for more ever gets less.

It knows the schema's costs and no price of the economy, so that it finds what is wrong there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from worldgen.quests.quest import Branch, Quest
from worldgen.quests.world import World

_CENT = 0.005
"""Money is rounded to hundredths."""


@dataclass(frozen=True, slots=True)
class Paid:
    """One way of a quest: what it asks for, and what it pays."""

    file: str
    way: int
    """1 for a quest's first."""
    cost: float
    danger: float
    minutes: float
    means: float
    """What the giver could spend."""
    money: float
    goods: float
    """Worth of the items."""
    experience: int

    @property
    def pays(self) -> float:
        return self.money + self.goods


def paid(world: World, quest: Quest, file: str) -> Iterator[Paid]:
    for number, branch in enumerate(quest.branches, 1):
        yield _paid(world, quest, file, number, branch)


def unfair(ways: Sequence[Paid]) -> Iterator[tuple[Paid, Paid]]:
    """Each way that asks for no less than another, of a giver with no less, and pays less money or
    experience; and that other one. What is paid in kind depends on what the giver has to give."""
    if not ways:
        return
    asks = np.array([(each.cost, each.danger, each.minutes, each.means) for each in ways])
    asks = asks.round(6)
    money = np.array([each.money for each in ways])
    experience = np.array([each.experience for each in ways])
    for at, way in enumerate(ways):
        less_asked = (asks <= asks[at]).all(axis=1)
        less_paid = (money > way.money + _CENT) | (experience > way.experience)
        for other in np.flatnonzero(less_asked & less_paid)[:1]:
            yield way, ways[other]


def _paid(world: World, quest: Quest, file: str, number: int, branch: Branch) -> Paid:
    actions = [world.schema.actions[step.action].schema for step in branch.steps]
    reward = branch.outcome.reward
    return Paid(
        file,
        number,
        sum(action.cost for action in actions),
        sum(action.danger for action in actions),
        sum(action.minutes for action in actions),
        world.entities[quest.giver].worth,
        reward.money,
        sum(world.entities[item].worth for item in reward.items),
        reward.experience,
    )
