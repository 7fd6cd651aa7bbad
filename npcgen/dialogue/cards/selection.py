"""Which of the entries that fired are told: one of each group, and as many as fit."""

import random
from collections.abc import Callable, Sequence

from npcgen.dialogue.cards.conditions import Rule

Found = tuple[Rule, str]
_DEFAULT_WEIGHT = 100.0


def one_of_each_group(found: Sequence[Found], rng: random.Random) -> list[Found]:
    """Of entries that share a group, the highest that overrides, else one drawn by its weight."""
    groups: dict[str, list[Found]] = {}
    for each in found:
        if group := each[0].info.group:
            groups.setdefault(group, []).append(each)
    winners = {group: _winner(members, rng) for group, members in groups.items()}
    return [each for each in found if not each[0].info.group or winners[each[0].info.group] is each]


def within_budget(
    found: Sequence[Found], budget_tokens: int | None, count_tokens: Callable[[str], int]
) -> tuple[list[Found], tuple[str, ...]]:
    """Those that fit, by insertion order, and the titles of the others.

    The lowest priority is dropped first, constants last; None is no limit.
    """
    kept = sorted(found, key=_rank, reverse=True)
    dropped: list[Found] = []
    if budget_tokens is not None:
        costs = {rule.entry.index: count_tokens(rule.text) for rule, _ in kept}
        total = sum(costs.values())
        while kept and total > budget_tokens:
            last = kept.pop()
            total -= costs[last[0].entry.index]
            dropped.append(last)
    kept.sort(key=lambda each: (each[0].order, each[0].entry.index))
    return kept, tuple(rule.entry.title for rule, _ in dropped)


def _rank(each: Found) -> tuple[bool, bool, float, float]:
    """Higher is kept longer."""
    rule, _ = each
    gives_way = rule.decorated.has("ignore_on_max_context")
    return not gives_way, bool(rule.entry.constant), rule.entry.priority or 0.0, rule.order


def _winner(members: Sequence[Found], rng: random.Random) -> Found:
    overriding = [each for each in members if each[0].info.group_override]
    if overriding:
        return max(overriding, key=lambda each: each[0].order)
    weights = [_weight(rule) for rule, _ in members]
    if sum(weights) <= 0:
        return members[0]
    return rng.choices(members, weights)[0]


def _weight(rule: Rule) -> float:
    weight = rule.info.group_weight
    return _DEFAULT_WEIGHT if weight is None else max(0.0, weight)
