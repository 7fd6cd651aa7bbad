"""A quest in words for designers: what its stages are called, how far each is, what is said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from npcgen.preview.pages.quests.rows import reward_text
from worldgen.quests.export.content import Content
from worldgen.quests.export.sayings import action_text, literal_text, of_somebody
from worldgen.quests.facts import Literal
from worldgen.quests.graph import Node
from worldgen.quests.quest import Branch, Line, Outcome, Quest, Repair, Step
from worldgen.quests.schema import PLAYER
from worldgen.quests.tracker import QuestState
from worldgen.quests.world import World

STATUSES = {
    "done": ("✓", "done"),
    "current": ("▶", "to do now"),
    "later": ("○", "later"),
    "skipped": ("~", "not needed any more"),
    "closed": ("✕", "leads nowhere any more"),
    "": ("", ""),
}
"""How far a stage is: its mark, and what that means."""
_BEST_FIRST = ("done", "current", "skipped", "later", "closed")
_REPAIRS = {
    "letter": "A letter says what to do",
    "substitute": "Something else will do",
    "detour": "Another way",
}


@dataclass(frozen=True, eq=False)
class Story:
    """Of one quest as it stands; the ways that were planned since are among its branches."""

    world: World
    quest: Quest
    state: QuestState

    @cached_property
    def content(self) -> Content:
        ways = (*self.quest.branches, *self.state.detours)
        return Content(replace(self.quest, branches=ways), self.world)

    @cached_property
    def _somebody(self) -> World:
        return of_somebody(self.world)

    def name(self, entity: str) -> str:
        return "the player" if entity == PLAYER else self.world.called(entity)

    def way_name(self, branch: Branch) -> str:
        anew = branch.id not in {each.id for each in self.quest.branches}
        means = ", ".join(means.replace("_", " ") for means in branch.means)
        by = f"By {means}" if means else "Plainly"
        return f"A new way: {by[0].lower()}{by[1:]}" if anew else by

    def label(self, node: Node) -> str:
        """What a stage is called."""
        match node.part:
            case Step():
                return self.content.script.choices[node.id].text
            case Repair(kind="stand_in"):
                return f"{self.name(node.part.giver)} asks instead"
            case Repair():
                return _REPAIRS.get(node.part.kind, "Another way")
            case Outcome(kind="refusal"):
                return "The player says no"
            case Outcome(kind="failure"):
                return f"Fails: {self.so(node.part.when)}"
            case Outcome(kind="extra"):
                return self._besides(node.part)
            case Outcome():
                return f"Done. Pays {reward_text(self.world, node.part.reward)}"
        if node.kind == "offer":
            return f"{self.name(self.quest.giver)} asks"
        return "The player says yes"

    def extra_text(self, extra: Branch) -> str:
        """What is to be done besides, or kept so."""
        own = self.texts_of(extra.id, "objective")
        return next(iter(own), "") or self.so(extra.outcome.when)

    def _besides(self, outcome: Outcome) -> str:
        extra = next(each for each in self.quest.extras if each.outcome.id == outcome.id)
        return f"Done besides: {self.so(outcome.when)}" if extra.steps else self.extra_text(extra)

    def step_text(self, step: Step) -> str:
        """What is to be done. NOTE: ways that were planned since have no lines of their own."""
        return next(iter(self.texts_of(step.id, "objective")), "") or action_text(self.world, step)

    def so(self, literals: Iterable[Literal]) -> str:
        """What is so, in words: "Mira is dead and the old mill is locked"."""
        return " and ".join(map(self._one_so, literals))

    def _one_so(self, literal: Literal) -> str:
        if literal.fact.name == "alive" and not literal.holds:
            return f"{self.name(literal.fact.of[0])} is dead"
        said = literal_text(self._somebody, Literal(literal.fact))
        return said if literal.holds else f"it isn't so that {said}"

    def status(self, node: Node) -> str:
        """How far a stage is; "" where there is nothing to say."""
        state, part = self.state, node.part
        if isinstance(part, Outcome | Repair):
            came = (state.outcome, *state.repairs, *state.extras)
            return "done" if part.id in came else ""
        if not isinstance(part, Step):
            begun = state.status != "offered"
            return "done" if begun and (node.kind == "offer" or state.status != "refused") else ""
        known = {
            each.status
            for each in state.objectives
            if each.step == part.id and (not each.branch or each.branch in node.branches)
        }
        return next((status for status in _BEST_FIRST if status in known), "")

    def lines(self, node: Node) -> Iterator[Line]:
        """What is said and told at a stage."""
        return iter(self.content.script.said[node.id])

    def ways(self) -> Iterator[tuple[Branch, list[tuple[Step, str]]]]:
        """Each way with its steps and how far they are."""
        known = {(each.branch, each.step): each.status for each in self.state.objectives}
        for branch in self.content.quest.branches:
            yield branch, [(step, known.get((branch.id, step.id), "")) for step in branch.steps]

    def steps(self) -> dict[str, Step]:
        """All that can be done, by id."""
        branches = (*self.content.quest.branches, *self.quest.extras)
        return {step.id: step for branch in branches for step in branch.steps}

    def texts_of(self, part: str, *roles: str) -> list[str]:
        """The lines of a part of the quest, in the quest's order."""
        return [each.text for each in self.quest.lines if each.node == part and each.role in roles]
