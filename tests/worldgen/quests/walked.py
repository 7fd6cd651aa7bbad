"""What a player sees who takes every way through a story, and whether that is the quest."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from worldgen.quests.export import export
from worldgen.quests.quest import Line, Quest, Step
from worldgen.quests.world import World

MODULES = Path(__file__).parents[3] / "build" / "npm" / "node_modules"
HERE = Path(__file__).parent


def needs(package: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        shutil.which("node") is None or not (MODULES / package).is_dir(),
        reason=f"needs node and `npm install --prefix build/npm {package}`",
    )


def run_node(script: str, *arguments: str | Path) -> Any:
    command = ["node", str(HERE / script), str(MODULES), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)


@dataclass(frozen=True)
class Walk:
    edges: set[tuple[str, str, str]]
    """From a node, by a choice ("" where there was none), to another."""
    said: set[tuple[str, str, str, str]]
    """At a node, a key, a speaker's id, a text; what can be chosen there as well."""
    endings: set[str]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "Walk":
        assert raw["issues"] == []
        assert raw.get("problems", []) == []
        edges = {(a, flat(text), b) for a, text, b in raw["edges"]}
        said = {(at, key, who, flat(text)) for at, key, who, text in raw["said"]}
        return cls(edges, said, set(raw["endings"]))


def write(
    quests: Sequence[Quest], world: World, format: str, ending: str, folder: Path
) -> list[Path]:
    """The exported files of that ending, a quest each, in the quests' order."""
    for name, data in export(quests, world, format).items():
        (folder / name).write_bytes(data)
    return [folder / f"{quest.id}{ending}" for quest in quests]


def flat(text: str) -> str:
    """As scripts have it: on one line."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\ufeff]", " ", text).split())


def objective(quest: Quest, world: World, step: Step) -> str:
    for role in ("objective", "journal"):
        for line in quest.lines:
            if (line.role, line.node) == (role, step.id) and flat(line.text):
                return flat(line.text)
    action = world.schema.actions[step.action]
    text = action.schema.says
    parts = re.split(r"\{(\w+)\}", text)
    names = dict(zip(action.schema.parameters, map(world.called, step.arguments), strict=True))
    return flat("".join(names[part] if at % 2 else part for at, part in enumerate(parts)))


def spoken(quest: Quest) -> Iterable[Line]:
    """The lines that have their place in a story."""
    parts = {step.id for branch in quest.branches for step in branch.steps}
    parts |= {branch.outcome.id for branch in quest.branches} | {quest.refusal.id}
    parts |= {step.id for extra in quest.extras for step in extra.steps}
    parts |= {name for extra in quest.extras for name in (extra.id, extra.outcome.id)}
    parts |= {repair.id for repair in quest.repairs}
    parts |= {failure.id for failure in quest.failures}
    own = {line.node for line in quest.lines if flat(line.text)}
    for line in quest.lines:
        general = line.node == "" and line.role in {"offer", "agree", "decline", "accept"}
        refusing = (line.node, line.role) == ("", "refuse") and quest.refusal.id not in own
        if flat(line.text) and (line.node in parts or general or refusing):
            yield line


def check(walk: Walk, quest: Quest, world: World) -> None:
    """Every branch can be played to its own ending, nothing is lost, and nothing is stuck."""
    check_ways(walk.edges, walk.endings, quest, world)
    check_lines(walk, quest)


def check_ways(
    edges: set[tuple[str, str, str]], endings: set[str], quest: Quest, world: World
) -> None:
    outcomes = {branch.outcome.id for branch in quest.branches}
    outcomes |= {quest.refusal.id, *(failure.id for failure in quest.failures)}
    assert len(endings) == len(outcomes)
    prefixes = {
        tuple(branch.steps[: at + 1])
        for branch in quest.branches
        for at in range(len(branch.steps))
    }
    assert len({to for _, _, to in edges if to.startswith("step_")}) == len(prefixes)
    ended = {branch.outcome.id: set(endings) for branch in quest.branches}
    for branch in quest.branches:
        for steps in (branch.steps, tuple(s for s in branch.steps if not s.optional)):
            ended[branch.outcome.id] &= after(edges, quest, world, steps) & endings
    assert all(ended.values()), ended


def check_lines(walk: Walk, quest: Quest) -> None:
    said = {(key, who, text) for _, key, who, text in walk.said}
    said |= {(key, "", text) for _, key, who, text in walk.said if who == "player"}
    for line in spoken(quest):
        choosable = line.role in {"objective", "journal", "agree", "decline"}
        who = "" if choosable else line.speaker
        assert (line.key, who, flat(line.text)) in said, line


def after(
    edges: set[tuple[str, str, str]], quest: Quest, world: World, steps: Sequence[Step]
) -> set[str]:
    """Where whoever does these steps, in order, can go next."""
    at = {"accepted"}
    for step in steps:
        text = objective(quest, world, step)
        at = {b for a, said, b in edges if a in at and said == text and b.startswith("step_")}
        assert at, (quest.id, step)
    following = {b for a, _, b in edges if a in at}
    while kept := {b for a, _, b in edges if a in following and a.startswith("extra_")} - following:
        following |= kept
    return following
