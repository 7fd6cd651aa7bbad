"""That what may be done besides can be done, spoils nothing, and isn't asked of anybody."""

from collections.abc import Iterator

from worldgen.quests.quest import Branch, Quest
from worldgen.quests.verify.report import UNDECIDED, Finding
from worldgen.quests.verify.rules import Rules, Way
from worldgen.quests.verify.search import Reach, Verdict


def extras(rules: Rules, quest: Quest) -> Iterator[Finding]:
    """What is wrong with them, or may be.

    NOTE: no branch needs one, as each is played without them.
    """
    ways = [rules.way(branch.steps) for branch in quest.branches]
    for at, extra in enumerate(quest.extras):
        if not all(step.optional for step in extra.steps):
            yield Finding("extras", f"extras[{at}]", "one of its steps isn't marked as optional")
        yield from _extra(rules, quest, extra, ways, f"extras[{at}]")


def _extra(
    rules: Rules, quest: Quest, extra: Branch, ways: list[Way], path: str
) -> Iterator[Finding]:
    done = rules.bits.wish(extra.outcome.when)
    if done.holds(rules.start) != (not extra.steps):
        told = "it isn't so at first" if not extra.steps else "it is so at first"
        yield Finding("extras", path, f"{told}, though it is to be {_asked(extra)}")
        return
    own = rules.way(extra.steps)
    states = rules.along(own)
    if len(states) <= len(own) or not done.holds(states[-1]):
        yield Finding("extras", path, "its steps don't do it when it is offered")
        return
    if all(done.holds(rules.along(way)[-1]) for way in ways):
        yield Finding("extras", path, "every branch does it anyway")
    verdict = Reach(rules, (*quest.goal, *extra.outcome.when), ways).verdict(states[-1])
    if verdict is not Verdict.REACHED:
        name = "extras" if verdict is Verdict.UNREACHABLE else UNDECIDED
        yield Finding(name, path, f"from it to the goal, {verdict.value}")


def _asked(extra: Branch) -> str:
    return "done" if extra.steps else "kept so"
