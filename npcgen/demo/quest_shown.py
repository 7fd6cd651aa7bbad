"""How the demo shows a quest: who wants it and why, what is to be done next, what came of it."""

from collections.abc import Iterable
from pathlib import Path

from rich.padding import Padding
from rich.table import Table

from npcgen.demo.talk import PLAYER, Talk
from npcgen.terminal import plain
from worldgen.quests.export.sayings import literals_text
from worldgen.quests.facts import Literal
from worldgen.quests.quest import Branch, Quest, Reward
from worldgen.quests.tracker import QuestState
from worldgen.quests.world import World


class QuestShown:
    """One quest, on the console of a talk."""

    def __init__(self, talk: Talk, world: World, quest: Quest) -> None:
        self._talk, self._world, self._quest = talk, world, quest
        self._out = talk.out
        self.title = self._text("title")

    def offer(self) -> None:
        """Its title, and what it is made of."""
        quest, world = self._quest, self._world
        self._out.print(plain(f"\nA quest of {world.name}: {self.title}", style="bold"))
        rows = Table.grid(padding=(0, 2))
        rows.add_row("asked by", plain(world.called(quest.giver)))
        rows.add_row("because", plain(literals_text(world, map(Literal, quest.cites))))
        for branch in quest.branches:
            rows.add_row(_means(branch), plain(self._ways(branch)))
        self._out.print(Padding(rows, (0, 0, 0, 2)), soft_wrap=False)

    def agreed(self) -> None:
        """What the player and the giver say as it begins: texts of the quest, by its writer."""
        self._out.print(plain("  (the quest's own lines)", style="dim"))
        self._talk.print_line(PLAYER, self._text("agree"))
        self._talk.print_line(self._world.called(self._quest.giver), self._text("accept"))

    def killed(self, who: str) -> None:
        told = f"\n{self._world.called(who)} is killed, and the quest goes on"
        self._out.print(plain(told, style="bold red"))

    def changed(self, before: QuestState | None, state: QuestState) -> None:
        """What is new in the journal, who asks now, and what is to be done next."""
        repairs = [] if before is None else [r for r in state.repairs if r not in before.repairs]
        for line in self._quest.lines:
            if line.node in repairs:
                kind = next(each.kind for each in self._quest.repairs if each.id == line.node)
                self._out.print(plain(f"  ({kind.replace('_', ' ')})", style="dim"))
                speaker = self._world.called(line.speaker) if line.speaker else ""
                self._talk.print_line(speaker, line.text)
        texts = {line.key: line.text for line in self._quest.lines if line.node not in repairs}
        for entry in state.journal[len(before.journal) if before else 0 :]:
            if entry.key in texts:
                self._out.print(plain(f"  {texts[entry.key]}", style="green"))
        for number, text in enumerate(self._next(state)):
            self._out.print(plain(f"    {'or' if number else 'next'}: {text}", style="dim"))

    def reward(self, reward: Reward) -> None:
        parts = [f"{reward.money:g} coins"] if reward.money else []
        parts += [self._world.called(item) for item in reward.items]
        parts += [f"{reward.experience} experience"] if reward.experience else []
        self._out.print(plain(f"    reward: {', '.join(parts)}", style="magenta"))

    def files(self, files: Iterable[Path]) -> None:
        """Where it is, and how to play it."""
        for file in files:
            self._out.print(plain(f"\nIts Ink story: {file}", style="bold"))
            told = f"  npx --package inkjs inkjs-compiler -p {file}"
            self._out.print(plain(told), plain("  plays it; so does Inky", style="dim"), sep="")

    def _next(self, state: QuestState) -> list[str]:
        """Of the way that the player is on, or of each, while that is open."""
        current = [it for it in state.objectives if it.status == "current" and it.branch]
        on_it = [it for it in current if it.branch == state.branch] or current
        return list(dict.fromkeys(self._text("objective", it.step) for it in on_it))

    def _ways(self, branch: Branch) -> str:
        return " ".join(self._text("objective", step.id) for step in branch.steps)

    def _text(self, role: str, node: str = "") -> str:
        lines = self._quest.lines
        return next((line.text for line in lines if (line.role, line.node) == (role, node)), "")


def _means(branch: Branch) -> str:
    return f"by {', '.join(branch.means)}" if branch.means else "plainly"
