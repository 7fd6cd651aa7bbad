"""What one turn brings to mind: lore, quests, memories, feelings, news. Data only.

It stands in the last message of the prompt, behind all that a cache can keep, and it is never part
of the history: the next turn has its own.
"""

from dataclasses import dataclass
from typing import Literal

RecallKind = Literal["lore", "secret", "memory", "summary", "quest"]


@dataclass(frozen=True, slots=True)
class Recalled:
    """Something that went into the prompt, and why."""

    kind: RecallKind
    id: str
    text: str
    why: str
    """For designers: "key 'mine' in the player's line"."""


@dataclass(frozen=True, slots=True)
class TurnContext:
    """All of it; each text is on one line of the prompt."""

    recalled: tuple[Recalled, ...] = ()
    feeling: str = ""
    """How the NPC feels about this player now: "wary of Ada, and a little afraid"."""
    news: tuple[str, ...] = ()
    """What happened since the last line: "The door is open now."."""


NOTHING = TurnContext()
