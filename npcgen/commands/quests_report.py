"""The report of a folder of quests: what became of them, and how different they are."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from npcgen.commands.quests_shown import bars
from worldgen.quests.spec import QuestSpec
from worldgen.quests.tally import Tally
from worldgen.quests.world import World


@dataclass(slots=True)
class Run:
    """What became of the quests of a run."""

    asked: int
    made: int = 0
    there: int = 0
    """Quests whose file was there and is what is made again."""
    repeated: int = 0
    """Left out: an earlier one has the same verbs and nearly the same texts."""
    broken: dict[str, str] = field(default_factory=dict)
    """By id: what is wrong with those that were not written."""
    stuck: dict[str, str] = field(default_factory=dict)
    """By id: a state from which it can't be finished."""
    tally: Tally = field(default_factory=Tally)


def summary(run: Run) -> str:
    """Example: "3 made, 2 there already; 5 different sequences of verbs"."""
    parts = [f"{run.made} made", f"{run.there} there already"]
    parts += [f"{run.repeated} repeats left out"] if run.repeated else []
    parts += [f"{len(run.broken)} broken"] if run.broken else []
    parts += [f"{len(run.stuck)} can get stuck"] if run.stuck else []
    return f"{', '.join(parts)}; {run.tally.skeletons} different sequences of verbs"


def told(run: Run) -> dict[str, Any]:
    """For scripts."""
    return asdict(run)


def markdown(world: World, spec: QuestSpec, run: Run) -> str:
    """The same for every run that ends with the same files."""
    found = run.tally
    share = found.skeletons / found.quests if found.quests else 0.0
    short = run.asked - found.quests
    rows = {
        "quests": found.quests,
        "fewer than asked for": short,
        "repeats left out": run.repeated,
        "different sequences of verbs": f"{found.skeletons} ({share:.0%})",
        "givers": found.givers,
        "broken, not written": len(run.broken),
    }
    lines = [f"# Quests of {world.name}, seed {spec.seed}", "", "| | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in rows.items()]
    lines += _section("Motives", found.motives)
    lines += _section("Steps of the first branch", found.steps)
    lines += _section("Branches", found.branches)
    lines += _findings("Broken", run.broken)
    lines += _findings("Can get stuck", run.stuck)
    return "\n".join(lines) + "\n"


def _section(title: str, counts: Mapping[str, int] | Mapping[int, int]) -> list[str]:
    return ["", f"## {title}", "", "```", *bars(counts), "```"]


def _findings(title: str, found: Mapping[str, str]) -> list[str]:
    if not found:
        return []
    return ["", f"## {title}", "", *(f"- `{quest}`: {what}" for quest, what in found.items())]
