"""A game in a few lines: a blackboard that changes, and actions that take time and may fail.

All of it follows from a seed and the tick, so that every runner of a tree meets the same game.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from worldgen.rng import seed_of

SECONDS_A_TICK = 15
MINUTES_A_TICK = 7
Told = tuple[str, str, str]
"""A leaf's name, its arguments and what it answered."""


@dataclass
class Game:
    """`told` has a list for each tick."""

    seed: int
    document: Mapping[str, Any]
    at: int = -1
    told: list[list[Told]] = field(default_factory=list)

    @property
    def now(self) -> int:
        return self.at * SECONDS_A_TICK

    def next_tick(self) -> None:
        self.at += 1
        self.told.append([])

    def condition(self, name: str, arguments: Mapping[str, Any]) -> str:
        declared = self.document["conditions"][name]
        given = [arguments[parameter] for parameter in declared["parameters"]]
        holds = self._holds(declared["reads"], declared["test"], given)
        return self._tell(name, arguments, "success" if holds else "failure")

    def action(self, name: str, arguments: Mapping[str, Any], started_at: int) -> str:
        """Runs for up to six ticks, then mostly succeeds."""
        draw = seed_of(self.seed, name, str(sorted(arguments.items())), started_at)
        if self.at - started_at < draw % 7:
            return self._tell(name, arguments, "running")
        fails = self.document["actions"][name]["fails"] and draw // 7 % 4 == 0
        return self._tell(name, arguments, "failure" if fails else "success")

    def _holds(self, key: str, test: str, given: list[Any]) -> bool:
        if test == "within":
            minute, (starts, until) = self.at * MINUTES_A_TICK % 1440, given
            return bool((minute - starts) % 1440 < ((until - starts) % 1440 or 1440))
        what = given[0] if given else ""
        return seed_of(self.seed, key, what, self.at // 9) % 3 == 0

    def _tell(self, name: str, arguments: Mapping[str, Any], status: str) -> str:
        self.told[-1].append((name, str(sorted(arguments.items())), status))
        return status
