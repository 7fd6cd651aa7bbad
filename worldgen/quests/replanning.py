"""A way on for a quest whose world has changed, planned while it is played."""

from worldgen.quests.assembling import steps_of
from worldgen.quests.branches import PLAIN
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.grounding import Grounded, ground
from worldgen.quests.planner import Unreachable, plan
from worldgen.quests.quest import Branch, Quest, stable_id
from worldgen.quests.tracker import Replan
from worldgen.quests.world import World


def replanning(world: World) -> Replan:
    """What plans a branch to a goal from what is so now; None where there is none.

    It ends as the quest's first branch does. The same question has the same answer.
    """
    known: list[Grounded] = []

    def replan(quest: Quest, goal: tuple[Literal, ...], facts: frozenset[Fact]) -> Branch | None:
        if not known:
            known.append(ground(world))
        found = plan(known[0], goal, facts)
        if isinstance(found, Unreachable) and not facts <= known[0].reachable:
            # Somebody else has brought something about that may help, and takes long to look at.
            found = plan(ground(world.having(facts)), goal)
        if isinstance(found, Unreachable) or not found.actions or not quest.branches:
            return None
        means = {action.action.schema.means for action in found.actions} - {PLAIN}
        ident = stable_id(quest.id, "detour", *(" ".join(each.key) for each in found.actions))
        steps = steps_of(quest.id, found.actions)
        return Branch(ident, tuple(sorted(means)), steps, quest.branches[0].outcome)

    return replan
