"""A tiny interpreter of behaviour trees as exports state them; it knows nothing of our JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.worldgen.behaviour.game import Game, Told


@dataclass
class Node:
    """`kind` ends in `*` where it goes on at the child that runs."""

    kind: str
    arguments: dict[str, Any] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    name: str = ""
    runs: bool = False
    at: int = 0
    started_at: int = 0
    done: set[int] = field(default_factory=set)
    ready: int = 0

    def tick(self, game: Game) -> str:
        if not self.runs:
            self.at, self.started_at, self.done = 0, game.at, set()
        status = self._answer(game)
        self.runs = status == "running"
        if not self.runs:
            self._abort_children(0)
        return status

    def _answer(self, game: Game) -> str:
        match self.kind:
            case "condition":
                return game.condition(self.name, self.arguments)
            case "action":
                return game.action(self.name, self.arguments, self.started_at)
            case "sequence" | "sequence*":
                return self._until(game, "success")
            case "selector" | "selector*":
                return self._until(game, "failure")
            case "parallel":
                return self._all(game)
            case "cooldown":
                return self._unless_cooling(game)
        status = self.children[0].tick(game)
        if self.kind == "inverter":
            return {"success": "failure", "failure": "success"}.get(status, status)
        if self.kind == "repeat":
            self.at += status == "success"
            more = status == "success" and self.at < self.arguments["times"]
            return "running" if more else status
        assert self.kind == "timeout", self.kind
        first = Game(0, {}, self.started_at).now
        late = game.now - first >= self.arguments["seconds"]
        return "failure" if late and status == "running" else status

    def _until(self, game: Game, goes_on: str) -> str:
        first = self.at if self.kind.endswith("*") else 0
        for at in range(first, len(self.children)):
            status = self.children[at].tick(game)
            if status != goes_on:
                self.at = at
                self._abort_children(at + 1)
                return status
        return goes_on

    def _all(self, game: Game) -> str:
        failed = False
        for at, child in enumerate(self.children):
            if at not in self.done:
                status = child.tick(game)
                failed |= status == "failure"
                self.done |= {at} if status == "success" else set()
        if failed:
            return "failure"
        return "success" if len(self.done) == len(self.children) else "running"

    def _unless_cooling(self, game: Game) -> str:
        if game.now < self.ready:
            return "failure"
        status = self.children[0].tick(game)
        if status == "success":
            self.ready = game.now + self.arguments["seconds"]
        return status

    def _abort_children(self, first: int) -> None:
        for child in self.children[first:]:
            child.runs = False
            child._abort_children(0)


def trace_of(
    root: Node, document: Mapping[str, Any], seed: int, ticks: int
) -> list[tuple[str, list[Told]]]:
    game, answers = Game(seed, document), []
    for _ in range(ticks):
        game.next_tick()
        answers.append(root.tick(game))
    return list(zip(answers, game.told, strict=True))
