"""A branch that is followed: how far along it the world is, kept as facts turn.

Each literal knows by the bits of a number before which steps it has to be so; whoever hears of a
fact tells at once whether another step may be due, which is rare.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from worldgen.quests.facts import Literal
from worldgen.quests.quest import Branch
from worldgen.quests.tracker.watching import Watching


@dataclass(slots=True, eq=False)
class Way:
    """A branch, as far as it can ever lead on. NOTE: `look` makes `at` follow what is so."""

    branch: Branch
    possible: int
    """The steps that have a kernel, by bits; the bit after all steps is the goal."""
    rungs: list["Rung"] = field(default_factory=list)
    at: int | None = None
    """The step that is to be done, the furthest that can be; None where it leads nowhere."""

    def look(self) -> None:
        free = self.free_of(self.possible)
        self.at = free.bit_length() - 1 if free else None

    def free_of(self, steps: int) -> int:
        """Which of these steps could be done now, by bits."""
        free = steps
        for rung in self.rungs:
            if rung.unmet:
                free &= ~rung.steps
                if not free:
                    break
        return free


@dataclass(slots=True, eq=False)
class Rung:
    """A literal of a way."""

    owner: str
    literals: tuple[Literal, ...]
    way: Way
    steps: int
    """Before which it has to be so, by bits."""
    unmet: int = 0

    def hear(self, is_met: bool) -> bool:
        """Whether another step may be the one to do now."""
        self.unmet = not is_met
        at = self.way.at
        if at is None:
            return is_met and self.way.free_of(self.steps) > 0
        return bool(self.steps >> (at + 1) if is_met else self.steps >> at & 1)


def way_of(
    watching: Watching, owner: str, branch: Branch, kernels: Mapping[int, tuple[Literal, ...]]
) -> Way:
    """It hears of facts from now on, until `watching` forgets its rungs."""
    steps: dict[Literal, int] = {}
    for at, kernel in kernels.items():
        for literal in kernel:
            steps[literal] = steps.get(literal, 0) | 1 << at
    way = Way(branch, sum(1 << at for at in kernels))
    way.rungs = [Rung(owner, (literal,), way, mask) for literal, mask in steps.items()]
    for rung in way.rungs:
        watching.watch(rung)
    way.look()
    return way
