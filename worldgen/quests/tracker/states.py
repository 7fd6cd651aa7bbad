"""How far a quest has come, for the game, the journal and the dialogue."""

from dataclasses import dataclass
from typing import Literal as OneOf

from worldgen.quests.quest import Branch

Status = OneOf["offered", "open", "succeeded", "failed", "refused"]
ObjectiveStatus = OneOf["done", "skipped", "current", "later", "closed"]


@dataclass(frozen=True, slots=True)
class Objective:
    """A step, as it stands in its branch."""

    branch: str
    """Its id; "" for what may be done besides."""
    step: str
    """Its id; of an extra that is to be kept, the extra's."""
    status: ObjectiveStatus
    """skipped: something else has had its effect. closed: its branch leads nowhere any more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal: the key of its text, and the time of the event that brought it."""

    time: int
    key: str


@dataclass(frozen=True, slots=True)
class Record:
    """What a quest keeps of the past; all else follows from what is so."""

    giver: str
    status: Status = "open"
    outcome: str = ""
    """The id of how it ended."""
    done: tuple[str, ...] = ()
    """Steps that somebody did, in order."""
    repairs: tuple[str, ...] = ()
    """Those that came, in order."""
    detours: tuple[Branch, ...] = ()
    """Planned anew, where no branch led on."""
    journal: tuple[Entry, ...] = ()
    stuck: bool = False
    """Nothing known leads on, for now."""
    extras: tuple[str, ...] = ()
    """Outcomes of extras that came."""


@dataclass(frozen=True, slots=True)
class QuestState:
    quest: str
    status: Status
    giver: str
    """Who gives it now; another than at first where a repair says so."""
    branch: str = ""
    """That of which the most was done; "" while that is none or several."""
    objectives: tuple[Objective, ...] = ()
    outcome: str = ""
    repairs: tuple[str, ...] = ()
    journal: tuple[Entry, ...] = ()
    stuck: bool = False
    extras: tuple[str, ...] = ()
    """Ids of the outcomes of extras that came."""
    detours: tuple[Branch, ...] = ()
    """Planned anew, where no branch led on."""

    @property
    def possible(self) -> tuple[str, ...]:
        """Branches that lead on."""
        on = (each.branch for each in self.objectives if each.status in ("current", "later"))
        return tuple(dict.fromkeys(branch for branch in on if branch))
