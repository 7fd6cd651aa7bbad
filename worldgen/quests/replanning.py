"""A way on for a quest whose world has changed, planned while it is played."""

from collections.abc import Collection
from threading import Lock

from worldgen.quests.assembling import steps_of
from worldgen.quests.branches import PLAIN
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.grounding import Ground, ground
from worldgen.quests.meeting import Meetings, meetings
from worldgen.quests.mishaps import conceivable, mishaps_of
from worldgen.quests.planner import Plan, plan, searched, tasks
from worldgen.quests.quest import Branch, Quest, stable_id
from worldgen.quests.task import Task
from worldgen.quests.tracker import Replan
from worldgen.quests.world import World

_MOST_GOALS = 400
"""Whose tasks are kept."""
Goal = tuple[Literal, ...]


def replanning(world: World) -> Replan:
    """What plans a branch to a goal from what is so now; None where there is none.

    It ends as the quest's first branch does. The same question has the same answer. The world is
    filled in once, at the first question; any thread may ask.
    """
    planning, lock = Planning(world), Lock()

    def replan(quest: Quest, goal: Goal, facts: frozenset[Fact]) -> Branch | None:
        with lock:
            actions = planning.actions(goal, facts)
        if not actions or not quest.branches:
            return None
        means = {action.action.schema.means for action in actions} - {PLAIN}
        ident = stable_id(quest.id, "detour", *(" ".join(each.key) for each in actions))
        steps = steps_of(quest.id, actions)
        return Branch(ident, tuple(sorted(means)), steps, quest.branches[0].outcome)

    return replan


class Planning:
    """In one world, from whatever is so by now.

    NOTE: what it answers depends on the question alone, never on what was asked before.
    """

    def __init__(self, world: World) -> None:
        self._meetings = meetings(world)
        brought = conceivable(world, mishaps_of(world.schema))
        self._likely = brought | self._meetings.elsewhere()
        self._usual: _Filled | None = None
        self._other: tuple[frozenset[Fact], _Filled] | None = None
        """The last that was filled in with what nobody had thought of."""

    def actions(self, goal: Goal, facts: frozenset[Fact]) -> tuple[Ground, ...]:
        """A way from these facts; nothing where there is none."""
        if self._usual is None:
            self._usual = _Filled(self._meetings, self._likely)
        found = self._usual.way(goal, facts)
        if found is None and (strange := self._usual.strange(facts)):
            found = self._with(strange).way(goal, facts)
        return self._meetings.done(found.actions, facts) if found else ()

    def _with(self, strange: frozenset[Fact]) -> "_Filled":
        if self._other is None or self._other[0] != strange:
            self._other = strange, _Filled(self._meetings, self._likely | strange)
        return self._other[1]


class _Filled:
    """A world's actions, and the tasks of goals that were asked about."""

    def __init__(self, among: Meetings, besides: Collection[Fact]) -> None:
        self._grounded = ground(among.world, besides)
        self._known = frozenset(self._grounded.numbers.facts)
        actions = enumerate(self._grounded.actions)
        self._meet = frozenset(at for at, action in actions if among.is_meeting(action))
        self._tasks: dict[Goal, list[Task]] = {}
        self._needed = {
            literal.fact.name
            for action in among.world.schema.actions.values()
            for literal in action.needs
            if literal.holds
        }

    def strange(self, facts: frozenset[Fact]) -> frozenset[Fact]:
        """Those that may help and that no action here knows."""
        return frozenset(fact for fact in facts - self._known if fact.name in self._needed)

    def way(self, goal: Goal, facts: frozenset[Fact]) -> Plan | None:
        """Soon where one is easily found; else with all the care there is."""
        grounded = self._grounded
        state = grounded.numbers.state(facts)
        for task in self._of(goal):
            found = searched(task, state, thorough=False)
            if found is not None:
                return Plan(tuple(grounded.actions[at] for at in found))
        careful = plan(grounded, goal, facts, uncounted=self._meet)
        return careful if isinstance(careful, Plan) else None

    def _of(self, goal: Goal) -> list[Task]:
        if goal not in self._tasks:
            if len(self._tasks) >= _MOST_GOALS:
                self._tasks.clear()
            wanted = tuple(dict.fromkeys(map(self._grounded.numbers.literal, goal)))
            self._tasks[goal] = list(tasks(self._grounded, wanted, uncounted=self._meet))
        return self._tasks[goal]
