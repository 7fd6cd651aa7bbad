"""From a world to its quests: the file to read first.

World -> ground -> wants, by motive -> choose one -> plan -> branches -> sweep -> rewards -> Quest

One quest after the other, in memory that doesn't grow with their number.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

from worldgen.clock import Clock
from worldgen.errors import NobodyAsks, OutOfReach
from worldgen.quests.assembling import (
    GENERATOR,
    VERSION,
    Origin,
    assembled,
    extra_of,
    finished,
    quest_id,
)
from worldgen.quests.besides import Besides
from worldgen.quests.branches import Task, Way, Ways
from worldgen.quests.candidates import Candidates
from worldgen.quests.canonical import sha256, world_sha256
from worldgen.quests.drafting import Draft, Drafting
from worldgen.quests.extras import bundled_extras
from worldgen.quests.facts import Literal
from worldgen.quests.grounding import ground
from worldgen.quests.mishaps import conceivable, mishaps_of
from worldgen.quests.motives import GIVER, Motives, Want, bundled_motives
from worldgen.quests.patterns import all_filled
from worldgen.quests.planner import Unreachable
from worldgen.quests.quest import Branch, Outcome, Quest, stable_id
from worldgen.quests.repairs import bundled_rules
from worldgen.quests.schema import PLAYER
from worldgen.quests.spec import QuestSpec, asked_goal, check
from worldgen.quests.sweep import Answers, Sweep
from worldgen.quests.world import World
from worldgen.rng import Stream


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a spec: how many quests, and why wants came to nothing, with how often."""

    made: int
    refused: Counter[str]


Known = Callable[[str], Quest | None]
"""Gives the quest of an id that was made before, if one was."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one of several processes makes: of every `of` quests one, from number `at` on."""

    at: int = 0
    of: int = 1

    def has(self, number: int) -> bool:
        return number % self.of == self.at


WHOLE = Share()


def generate(
    world: World,
    spec: QuestSpec,
    motives: Motives | None = None,
    known: Known | None = None,
    share: Share = WHOLE,
) -> Generator[Quest, None, Report]:
    """Quests, one at a time; fewer than asked for where the world has no more.

    One that `known` gives, of the same world and spec, is given back as it is: most of the work is
    in what comes after choosing it. So is the work that a share leaves to others.

    Raises InvalidSpec, NobodyAsks where there would be none, OutOfReach for a goal that can't be
    reached, and OutOfTime.
    """
    clock = Clock.ending_in(spec.deadline_ms)
    motives = motives or bundled_motives()
    check(spec, world, motives)
    making = _Making(world, spec, motives, known)
    made = 0
    for number in range(spec.count):
        clock.check(f"making quest {number + 1} of {spec.count}")
        draft = making.drafting.next(Stream("quests", world.id, spec.seed, number))
        if draft is None:
            break
        made += 1
        if share.has(number):
            quest = making.before(draft) or making.quest(draft)
            if quest is None:
                made -= 1
                continue
            yield quest
    refused = making.candidates.refused
    if not made:
        reasons = tuple(reason for reason, _ in refused.most_common(8))
        raise NobodyAsks(f"nobody in {world.name} has a quest: {'; '.join(reasons)}", reasons)
    return Report(made, refused)


class _Making:
    """What the quests of one generation have in common."""

    def __init__(
        self, world: World, spec: QuestSpec, motives: Motives, known: Known | None
    ) -> None:
        self._known = known
        self._ways = Ways(ground(world, conceivable(world, mishaps_of(world.schema))))
        self._check_goal(world, spec)
        self.candidates = Candidates(world, spec, motives, self._ways.grounded.reachable)
        self.drafting = Drafting(world, spec, self._ways, self.candidates)
        self._sweep = Sweep(self._ways.grounded, bundled_rules())
        self._motives = motives
        self._besides = Besides(self._ways, bundled_extras())
        # NOTE: how many there are, and how long it may take, is no part of any of them.
        asked = spec.model_dump(mode="json", exclude={"count", "deadline_ms"})
        both = sha256({"spec": asked, "world": world_sha256(world)})
        self._origin = Origin(world, spec.economy, spec.seed, both)

    def before(self, draft: Draft) -> Quest | None:
        """The quest, where the same world and spec have made it before."""
        if self._known is None:
            return None
        quest = self._known(quest_id(self._origin.world, draft.want, draft.variant))
        if quest is None or quest.provenance is None:
            return None
        source, here = quest.provenance, self._origin
        by = source.generator, source.version, source.seed, source.spec_sha256
        return quest if by == (GENERATOR, VERSION, here.seed, here.spec_sha256) else None

    def quest(self, draft: Draft) -> Quest | None:
        """None where nobody can tell whether it goes on once something is lost."""
        ident = quest_id(self._origin.world, draft.want, draft.variant)
        ways = (draft.way, *self._ways.others(draft.task, draft.way))
        answers = self._answers(ident, draft, ways)
        while answers.doubtful:
            ways = tuple(way for at, way in enumerate(ways) if at not in answers.doubtful)
            if draft.way not in ways:
                told = "nobody can tell what becomes of it once something is lost"
                self.candidates.refused[f"{draft.want.giver}'s {draft.want.motive}: {told}"] += 1
                return None
            answers = self._answers(ident, draft, ways)
        quest = assembled(self._origin, draft.want, ways, draft.variant)
        extras = self._extras(quest, draft.task, ways, answers)
        failures = (*answers.failures, *self._broken_off(quest, draft.want))
        return finished(self._origin, quest, failures, answers.repairs, extras)

    def _answers(self, ident: str, draft: Draft, ways: Sequence[Way]) -> Answers:
        giver, goal = draft.want.giver, draft.want.goal
        return self._sweep.answers(ident, giver, goal, ways, self._failed(draft.want))

    def _failed(self, want: Want) -> tuple[Literal, ...]:
        """What is so once it can't be done; a goal that the spec states has no motive to say so."""
        return want.failed or all_filled(self._motives.failed, _between(want.giver))

    def _broken_off(self, quest: Quest, want: Want) -> Iterator[Outcome]:
        """Failures that any quest has: the giver wants nothing of the player any more."""
        for literal in all_filled(self._motives.breaks, _between(want.giver)):
            ident = stable_id(quest.id, "failure", str(literal))
            yield Outcome(ident, "failure", self._failed(want), when=(literal,))

    def _extras(
        self, quest: Quest, task: Task, ways: Sequence[Way], answers: Answers
    ) -> tuple[Branch, ...]:
        told = [each.when for each in answers.failures] + [each.when for each in answers.repairs]
        disturbing = {literal for when in told for literal in when}
        stream = Stream("extras", self._origin.world.id, self._origin.seed, quest.id)
        found = self._besides.of(quest.giver, task, ways, disturbing, stream)
        thanks = self._besides.thanks(quest.giver)
        return tuple(extra_of(self._origin, quest, wish, done, thanks) for wish, done in found)

    def _check_goal(self, world: World, spec: QuestSpec) -> None:
        """Raises OutOfReach, with what is missing, for a goal that the spec states."""
        if not spec.goal:
            return
        goal = asked_goal(spec, world)
        way = self._ways.first(Task(world.facts, goal))
        if isinstance(way, Unreachable):
            told = " and ".join(map(str, goal))
            raise OutOfReach(f"{told} can't be reached: {way}", tuple(map(str, way.missing)))


def _between(giver: str) -> dict[str, str]:
    return {PLAYER: PLAYER, GIVER: giver}
