"""Events for trackers, and one who plans anew with the library's planner."""

from tests.worldgen.quests.quests import HOLLOW, LANTERN, SALVE, literals, step
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.grounding import ground
from worldgen.quests.planner import Plan, plan
from worldgen.quests.quest import Branch, Outcome, Quest, stable_id
from worldgen.quests.tracker import Event, Tracker
from worldgen.rng import Stream


def event(name: str, time: int, *texts: str, quest: str = "", refuses: bool = False) -> Event:
    return Event(name, time, literals(*texts), quest, refuses)


def doing(text: str, time: int) -> Event:
    """All that a step does, as one event."""
    return Event(f"{text} at {time}", time, step(text).does)


def started(*quests: Quest) -> Tracker:
    tracker = Tracker(HOLLOW, replan)
    for quest in quests:
        tracker.start(quest)
    return tracker


def replan(quest: Quest, goal: tuple[Literal, ...], facts: frozenset[Fact]) -> Branch | None:
    """What the planner finds, as a branch of its own."""
    found = plan(ground(HOLLOW.having(facts)), goal)
    if not isinstance(found, Plan) or not found.actions:
        return None
    steps = tuple(step(" ".join(action.key)) for action in found.actions)
    ident = stable_id(quest.id, *(each.id for each in steps))
    return Branch(ident, ("anew",), steps, Outcome(f"done-{ident}", "success"))


def random_events(seed: int, count: int) -> list[Event]:
    """Deeds of two quests, things that go wrong, and some noise, in the order of their times."""
    draw = Stream("events for a tracker", seed)
    steps = [each for quest in (LANTERN, SALVE) for way in quest.branches for each in way.steps]
    told = [each.does for each in steps] + [
        literals(text)
        for text in (
            *("not alive mira", "not alive tobin", "destroyed lantern", "locked mill"),
            *("at player hut", "at tobin cave", "knows player theft", "alive mira"),
            *("not destroyed lantern", "not has player lantern", "sick elsa", "at elsa green"),
        )
    ]
    events = [Event(f"e{at}", 1 + at // 2, draw.pick(told)) for at in range(count)]
    at = draw.below(count)
    events[at] = Event(f"e{at}", events[at].time, (), SALVE.id, refuses=draw.chance(0.2))
    return events
