"""Lint of quests as a set: what comes too often, and what never does."""

from collections import Counter
from collections.abc import Iterator, Mapping

from worldgen.quests.motives import bundled_motives
from worldgen.quests.schema import PLAYER
from worldgen.quests.survey.remarks import Limits, Remark, Severity
from worldgen.quests.world import World

_NAMED = 5
"""Examples that are named."""


def too_alike(
    counts: Mapping[str, Counter[str]], skeletons: int, quests: int, limits: Limits
) -> Iterator[Remark]:
    """What comes too often; `counts` are by "giver", "motive" and "title", `skeletons` those of
    the first hundred quests."""
    if quests < limits.enough_quests:
        return
    for kind, most in (("giver", limits.same_giver), ("motive", limits.same_motive)):
        for name, times in counts[kind].most_common(3):
            if times > most * quests:
                told = f"{times} of {quests} quests have the {kind} {name!r}"
                do = f"let the facts make others want more, or name some with --{kind}"
                yield _remark(f"same_{kind}", told, do)
    first = min(quests, 100)
    if skeletons < limits.least_skeletons * first:
        told = f"the first {first} quests have {skeletons} different sequences of verbs"
        do = "give the world more kinds of facts: locks, rivals, sellers, things that are hidden"
        yield _remark("alike", told, do)
    for title, times in counts["title"].most_common(_NAMED):
        if times > limits.same_title:
            told = f"{times} quests are called {title!r}"
            yield _remark("same_title", told, "rename some of them", "note")


def too_few(
    asked: int, kept: int, repeats: int, why: tuple[str, ...], limits: Limits
) -> Iterator[Remark]:
    """Where there are fewer than asked for, or many repeats."""
    if kept < asked:
        told = f"{kept} of {asked} quests could be made"
        because = f", as the world has no more: {'; '.join(why)}" if why else ""
        yield _remark("few", told + because, "give it more people who want something")
    if kept >= limits.enough_quests and repeats > limits.most_repeats * (kept + repeats):
        told = f"{repeats} of {kept + repeats} told what an earlier one told, and were left out"
        yield _remark("repeats", told, "ask for fewer, or give the world more facts")


def never(
    world: World, cast: Counter[str], motives: Counter[str], limits: Limits
) -> Iterator[Remark]:
    """Motives and entities that no quest has."""
    if motives.total() < limits.enough_quests:
        return
    idle = [name for name in bundled_motives().each if name not in motives]
    if idle:
        told = f"nobody asks out of {', '.join(idle)}"
        do = "worldgen/data/quests/motives.yaml says which facts make them"
        yield _remark("idle_motives", told, do, "note")
    for kind in ("character", "place", "item"):
        there = [name for name in world.of_type(kind) if name != PLAYER]
        unused = [name for name in there if name not in cast]
        if unused:
            named = ", ".join(unused[:_NAMED]) + (", ..." if len(unused) > _NAMED else "")
            told = f"{len(unused)} of {len(there)} {kind}s are in no quest: {named}"
            yield _remark("unused", told, "state facts about them that somebody cares for", "note")


def _remark(rule: str, what: str, do: str, severity: Severity = "warning") -> Remark:
    return Remark(severity, rule, "", what, do)
