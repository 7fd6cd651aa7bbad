"""`python -m tests.worldgen.quests.identical`: hashes of all that quests become, a file a line.

Over worlds by hand, bundled and random, and what specs can ask for; in every format.
"""

import hashlib
import sys
from collections.abc import Iterator
from typing import Any

from tests.worldgen.quests.worlds import random_world, village
from worldgen.quests.canonical import canonical
from worldgen.quests.export import FORMATS, export
from worldgen.quests.making import make
from worldgen.quests.spec import read_spec
from worldgen.quests.verify import Rules, sweep
from worldgen.quests.world import World
from worldgen.quests.worlds import world_of

CASES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("hollow", {"count": 4, "seed": 7}),
    ("hollow", {"givers": ["mira"], "goal": ["has elsa ring"]}),
    ("emberlow", {"count": 3, "seed": 11}),
    ("emberlow", {"count": 2, "seed": 3, "motives": ["debt", "grudge"], "difficulty": "hard"}),
    ("tallow_ring", {"count": 3, "seed": 2, "min_steps": 4, "max_steps": 8}),
    ("random", {"count": 2, "seed": 5}),
)


def main() -> None:
    for at, (name, asked) in enumerate(CASES):
        for line in _lines(_world(name), asked):
            sys.stdout.write(f"{at} {line}\n")


def _world(name: str) -> World:
    if name == "hollow":
        return village()
    return random_world(9) if name == "random" else world_of(name)


def _lines(world: World, asked: dict[str, Any]) -> Iterator[str]:
    made, rules = list(make(world, read_spec(asked))), Rules(world)
    quests = [each.quest for each in made]
    yield f"flaws {_hash(canonical([str(flaw) for each in made for flaw in each.flaws]))}"
    for quest in quests:
        proved = sweep(world, quest, rules=rules).proved
        yield f"quest {quest.id} {_hash(canonical(quest))} {proved}"
    for form in FORMATS:
        for file, data in export(quests, world, form).items():
            yield f"{form} {file} {_hash(data)}"


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    main()
