"""How `npcgen quests` shows quests: a tree each, what is wrong, bars."""

from collections.abc import Iterable, Mapping

from rich.tree import Tree

from npcgen.terminal import output, plain
from worldgen.quests.export.sayings import action_text, literal_text, literals_text, of_somebody
from worldgen.quests.facts import Literal
from worldgen.quests.quest import Branch, Line, Outcome, Quest, Reward, Step
from worldgen.quests.verify import Report
from worldgen.quests.world import World

_BAR = 30
"""Characters of the longest bar."""


def show(world: World, quest: Quest) -> None:
    """Who wants what and why, each way to do it, and what else may come of it."""
    output().print(tree_of(of_somebody(world), quest), soft_wrap=False)
    sha256 = quest.provenance.content_sha256 if quest.provenance else ""
    output().print(plain(f"seed {quest.seed}  id {quest.id}  sha256 {sha256}", style="dim"))


def tree_of(world: World, quest: Quest) -> Tree:
    tree = Tree(plain(title_of(world, quest), style="bold"), guide_style="dim")
    for role in ("summary", "offer"):
        for line in _lines(quest, role):
            tree.add(plain(_spoken(world, line), style="italic"))
    because = tree.add(plain(f"why: {quest.motive.replace('_', ' ')}", style="cyan"))
    _add_literals(because, world, map(Literal, quest.cites))
    for branch in quest.branches:
        _add_branch(tree, world, branch)
    for extra in quest.extras:
        _add_extra(tree, world, extra)
    _add_outcome(tree, world, "if you refuse", quest.refusal)
    for failure in quest.failures:
        _add_outcome(tree, world, f"it fails when {literals_text(world, failure.when)}", failure)
    for repair in quest.repairs:
        told = f"{repair.kind.replace('_', ' ')}, when {literals_text(world, repair.when)}"
        grants = tree.add(plain(told, style="yellow"))
        _add_literals(grants, world, repair.grants)
        if repair.giver:
            grants.add(plain(f"{world.called(repair.giver)} asks from then on"))
    return tree


def title_of(world: World, quest: Quest) -> str:
    """Its title and who asks, or what is wanted where it has no title."""
    titles = [line.text for line in _lines(quest, "title")]
    wanted = titles[0] if titles else literals_text(world, quest.goal)
    return f"{wanted} ({world.called(quest.giver)})"


def show_reports(found: Mapping[str, Report]) -> None:
    """A line for each quest, and one for each thing that is wrong with it, or may be."""
    for quest, report in found.items():
        mark, style = ("ok  ", "green") if report.holds else ("FAIL", "bold red")
        if report.holds and report.undecided:
            mark, style = "open", "yellow"
        output().print(plain(mark, style=style), plain(f" {quest}"), sep="")
        for finding in (*report.findings, *report.undecided):
            output().print(plain(f"     {finding.name}: {finding}"))


def bars(counts: Mapping[str, int] | Mapping[int, int]) -> list[str]:
    """A line for each count, as long as it is large; the largest has 30 characters."""
    most = max(counts.values(), default=1)
    widest = max((len(str(name)) for name in counts), default=0)
    return [
        f"{name!s:<{widest}}  {'#' * max(1, round(_BAR * count / most))} {count}"
        for name, count in counts.items()
    ]


def _add_branch(tree: Tree, world: World, branch: Branch) -> None:
    means = f"by {', '.join(branch.means)}" if branch.means else "without tricks"
    reward = _reward(world, branch.outcome.reward)
    node = tree.add(plain(f"{means}{f'; {reward}' if reward else ''}", style="green"))
    _add_steps(node, world, branch.steps)
    _add_literals(node.add(plain("then", style="dim")), world, branch.outcome.effects)


def _add_extra(tree: Tree, world: World, extra: Branch) -> None:
    what = literals_text(world, extra.outcome.when)
    reward = _reward(world, extra.outcome.reward)
    node = tree.add(plain(f"besides, if {what}{f'; {reward}' if reward else ''}", style="cyan"))
    _add_steps(node, world, extra.steps)
    _add_literals(node.add(plain("then", style="dim")), world, extra.outcome.effects)


def _add_steps(node: Tree, world: World, steps: Iterable[Step]) -> None:
    for number, step in enumerate(steps, 1):
        node.add(plain(f"{number}. {action_text(world, step)}"))


def _add_outcome(tree: Tree, world: World, label: str, outcome: Outcome) -> None:
    _add_literals(tree.add(plain(label, style="red")), world, outcome.effects)


def _add_literals(node: Tree, world: World, literals: Iterable[Literal]) -> None:
    for literal in literals:
        node.add(plain(literal_text(world, literal)))


def _lines(quest: Quest, role: str) -> list[Line]:
    """The quest's own, of that role."""
    return [line for line in quest.lines if line.role == role and not line.node]


def _spoken(world: World, line: Line) -> str:
    return f"{world.called(line.speaker)}: “{line.text}”" if line.speaker else line.text


def _reward(world: World, reward: Reward) -> str:
    """Example: "12.5 coins, the ring, 30 experience"."""
    parts = [f"{reward.money:g} coins"] if reward.money else []
    parts += [world.called(item) for item in reward.items]
    parts += [f"{reward.experience} experience"] if reward.experience else []
    return ", ".join(parts)
