"""From where on a branch can be followed: what has to be so before each of its steps.

Triangle tables (Fikes, Hart & Nilsson 1972): the furthest step whose kernel holds is the one to do,
whatever happened before; where none holds, the branch leads nowhere.
"""

from collections.abc import Sequence

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Step
from worldgen.quests.schema import Schema

Kernel = frozenset[Literal]


def kernels(
    schema: Schema, steps: Sequence[Step], goal: Sequence[Literal]
) -> dict[int, tuple[Literal, ...]]:
    """By the step's place, the goal's being the number of steps; impossible ones are left out."""
    kernel = frozenset(goal)
    found = {len(steps): tuple(sorted(kernel))}
    for at in reversed(range(len(steps))):
        before = _before(schema, steps[at], kernel)
        if before is None:
            break
        kernel = before
        found[at] = tuple(sorted(kernel))
    return found


def _before(schema: Schema, step: Step, kernel: Kernel) -> Kernel | None:
    """What has to be so for the kernel to hold once the step is done."""
    made = {literal.fact for literal in step.does if literal.holds}
    lost = {literal.fact for literal in step.does if not literal.holds} - made
    kept = set(step.needs)
    for literal in kernel:
        fact = literal.fact
        over = fact in lost or (fact not in made and _is_ended(schema, fact, made))
        if (fact in made and not literal.holds) or (over and literal.holds):
            return None
        if fact not in made and not over:
            kept.add(literal)
    before = frozenset(kept)
    return before if _is_possible(before) else None


def _is_ended(schema: Schema, fact: Fact, made: set[Fact]) -> bool:
    return schema.facts[fact.name].single and any(
        other.name == fact.name and other.of[:1] == fact.of[:1] for other in made
    )


def _is_possible(kernel: Kernel) -> bool:
    return all(Literal(each.fact, not each.holds) not in kernel for each in kernel)
