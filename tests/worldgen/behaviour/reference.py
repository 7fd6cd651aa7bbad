"""Behaviours run by py_trees: what the traces of every export are compared with."""

from collections.abc import Iterator, Mapping
from typing import Any

from py_trees.behaviour import Behaviour
from py_trees.common import ParallelPolicy, Status
from py_trees.composites import Parallel, Selector, Sequence
from py_trees.decorators import Decorator, Inverter, Repeat

from tests.worldgen.behaviour.game import Game, Told

STATUS = {"success": Status.SUCCESS, "failure": Status.FAILURE, "running": Status.RUNNING}


class Leaf(Behaviour):
    def __init__(self, node: Mapping[str, Any], game: Game) -> None:
        super().__init__(node["id"])
        self.node, self.game, self.started_at = node, game, 0

    def initialise(self) -> None:
        self.started_at = self.game.at

    def update(self) -> Status:
        name, arguments = self.node["name"], self.node["arguments"]
        if self.node["type"] == "condition":
            return STATUS[self.game.condition(name, arguments)]
        return STATUS[self.game.action(name, arguments, self.started_at)]


class Timeout(Decorator):
    """By the game's clock; py_trees' own looks at the wall's."""

    def __init__(self, name: str, child: Behaviour, seconds: int, game: Game) -> None:
        super().__init__(name, child)
        self.seconds, self.game, self.started = seconds, game, 0

    def initialise(self) -> None:
        self.started = self.game.now

    def update(self) -> Status:
        late = self.game.now - self.started >= self.seconds
        running = self.decorated.status == Status.RUNNING
        return Status.FAILURE if running and late else self.decorated.status


class Cooldown(Decorator):
    def __init__(self, name: str, child: Behaviour, seconds: int, game: Game) -> None:
        super().__init__(name, child)
        self.seconds, self.game, self.ready = seconds, game, 0

    def tick(self) -> Iterator[Behaviour]:
        if self.game.now < self.ready:
            self.stop(Status.FAILURE)
            yield self
        else:
            yield from super().tick()

    def update(self) -> Status:
        if self.decorated.status == Status.SUCCESS:
            self.ready = self.game.now + self.seconds
        return self.decorated.status


def tree_of(name: str, nodes: Mapping[str, Any], game: Game) -> Behaviour:
    node = nodes[name]
    below = [tree_of(child, nodes, game) for child in node.get("children", ())]
    match node["type"]:
        case "sequence":
            return Sequence(name, not node["reactive"], below)
        case "selector":
            return Selector(name, not node["reactive"], below)
        case "parallel":
            return Parallel(name, ParallelPolicy.SuccessOnAll(synchronise=True), below)
        case "inverter":
            return Inverter(name, below[0])
        case "repeat":
            return Repeat(name, below[0], node["times"])
        case "timeout":
            return Timeout(name, below[0], node["seconds"], game)
        case "cooldown":
            return Cooldown(name, below[0], node["seconds"], game)
        case _:
            return Leaf(node, game)


def reference_trace(
    document: Mapping[str, Any], seed: int, ticks: int
) -> list[tuple[str, list[Told]]]:
    """What the root and each leaf answered, tick by tick."""
    game = Game(seed, document)
    root = tree_of(document["root"], {node["id"]: node for node in document["nodes"]}, game)
    answers = []
    for _ in range(ticks):
        game.next_tick()
        root.tick_once()
        answers.append(root.status.name.lower())
    return list(zip(answers, game.told, strict=True))
