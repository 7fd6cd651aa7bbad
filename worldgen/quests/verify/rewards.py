"""That rewards can be given, and that who is asked for more gets no less.

NOTE: how much a way asks isn't weighed here: one asks for more than another if it does in cost, in
time and in danger alike. So this holds whatever weights the maker has.
"""

import math
from collections.abc import Iterator

from worldgen.quests.facts import Fact
from worldgen.quests.quest import Branch, Quest, Reward
from worldgen.quests.verify.names import outcomes_of
from worldgen.quests.verify.play import State
from worldgen.quests.verify.report import Finding
from worldgen.quests.world import World


def rewards(world: World, quest: Quest, ends: list[State]) -> Iterator[Finding]:
    """What is wrong with them; `ends` is what is so when each branch is done."""
    means = world.entities[quest.giver].worth
    for path, outcome in outcomes_of(quest):
        reward = outcome.reward
        if not 0 <= reward.money <= means:
            told = f"{reward.money:g} is promised by who has {means:g}"
            yield Finding("rewards", f"{path}.reward", told)
        if outcome.kind in ("failure", "refusal") and reward != Reward():
            yield Finding("rewards", f"{path}.reward", f"a {outcome.kind} is rewarded")
    for at, (branch, end) in enumerate(zip(quest.branches, ends, strict=True)):
        for item in branch.outcome.reward.items:
            if not _is_of(quest.giver, item, end):
                told = f"{item} isn't {quest.giver}'s to give at the end"
                yield Finding("rewards", f"branches[{at}].outcome.reward", told)
    yield from _monotone(world, quest)


def _is_of(giver: str, item: str, end: State) -> bool:
    """Any fact about the two does: they have it, own it, sell it."""
    return any(Fact(fact.name, (giver, item)) == fact for fact in end)


def _monotone(world: World, quest: Quest) -> Iterator[Finding]:
    asked = [_asked(world, branch) for branch in quest.branches]
    given = [_given(world, branch.outcome.reward) for branch in quest.branches]
    for more in range(len(asked)):
        for less in range(len(asked)):
            asks_more = all(a >= b for a, b in zip(asked[more], asked[less], strict=True))
            if asks_more and any(a < b for a, b in zip(given[more], given[less], strict=True)):
                told = f"it asks for no less than branch {less}, and gives less"
                yield Finding("monotone", f"branches[{more}].outcome.reward", told)


def _asked(world: World, branch: Branch) -> tuple[float, ...]:
    actions = [world.schema.actions[step.action].schema for step in branch.steps]
    survived = math.prod(1 - action.danger for action in actions)
    return (
        math.fsum(action.cost for action in actions),
        math.fsum(action.minutes for action in actions),
        math.fsum(action.danger for action in actions),
        1 - survived,
    )


def _given(world: World, reward: Reward) -> tuple[float, float]:
    items = math.fsum(world.entities[item].worth for item in reward.items)
    return reward.money + items, reward.experience
