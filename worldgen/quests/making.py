"""Quests whole: planned, worded, checked. How everybody gets them who doesn't look inside."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace

from worldgen.quests.canonical import content_sha256
from worldgen.quests.generate import WHOLE, Known, Report, Share, generate
from worldgen.quests.quest import Quest
from worldgen.quests.spec import QuestSpec
from worldgen.quests.verify import Rules, check, sweep
from worldgen.quests.verify.report import Finding
from worldgen.quests.words import write_words
from worldgen.quests.world import World


@dataclass(frozen=True, slots=True)
class Made:
    quest: Quest
    flaws: tuple[Finding, ...] = ()
    """What is wrong with it: a bug of ours. Such a quest isn't handed out."""
    stuck: tuple[Finding, ...] = ()
    """States from which it can't be finished; empty where nobody looked for them."""
    undecided: tuple[Finding, ...] = ()
    """What may be wrong with it: looked into as far as the bounds go, and neither way proved."""
    was_known: bool = False
    """Whether it was made before."""


def make(
    world: World,
    spec: QuestSpec,
    known: Known | None = None,
    share: Share = WHOLE,
    *,
    sweeps: bool = False,
    voices: Mapping[str, str] | None = None,
) -> Generator[Made, None, Report]:
    """The quests that `generate` plans, with their texts, each of them checked; raises what it
    raises. Those that `known` gives have their texts. `sweeps` looks for where they get stuck,
    `voices` are styles by entity."""
    planned, rules = generate(world, spec, known=known, share=share), Rules(world)
    while True:
        try:
            quest = next(planned)
        except StopIteration as end:
            report: Report = end.value
            return report
        whole = quest if quest.lines else worded(world, quest, voices)
        made = _checked(world, whole, rules, sweeps=sweeps)
        yield replace(made, was_known=whole is quest)


def _checked(world: World, quest: Quest, rules: Rules, *, sweeps: bool) -> Made:
    report = check(world, quest, rules=rules)
    if not sweeps or not report.holds:
        return Made(quest, report.findings, (), report.undecided)
    swept = sweep(world, quest, rules=rules)
    return Made(quest, (), swept.findings, (*report.undecided, *swept.undecided))


def worded(world: World, quest: Quest, voices: Mapping[str, str] | None = None) -> Quest:
    """With its plain texts, and a provenance that has their hash."""
    return sealed(write_words(world, quest, voices=voices).quest)


def sealed(quest: Quest) -> Quest:
    """With the hash of what it is now in its provenance."""
    if quest.provenance is None:
        return quest
    source = replace(quest.provenance, content_sha256=content_sha256(quest))
    return replace(quest, provenance=source)
