"""What a command line of `npcgen quests` says. Knows nothing that makes quests."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_DEADLINE_MS = 86_400_000
"""A command line may be stopped at any moment: nobody has to say how long it may take."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one command line says; whatever is None or empty isn't said."""

    world: str
    """The id of a bundled one, or a file."""
    count: int | None = None
    seed: int | None = None
    givers: Sequence[str] = ()
    motives: Sequence[str] = ()
    difficulty: str = ""
    spec_file: Path | None = None
    economy_file: Path | None = None
    """The game's own economy, or what differs in it."""
    prompt: str = ""
    """In words, for what the others leave open."""

    def fields(self) -> dict[str, Any]:
        """The fields of a QuestSpec that are said."""
        given = {
            "count": self.count,
            "seed": self.seed,
            "givers": tuple(self.givers) or None,
            "motives": tuple(self.motives) or None,
            "difficulty": self.difficulty or None,
        }
        return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Saving:
    """Where quests are written to, and as what besides JSON."""

    folder: Path
    formats: Sequence[str] = ()
    sweeps: bool = False
    """Whether what can get lost on the way is looked for, too."""
    workers: int = 1
    """Processes."""


def cores() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
