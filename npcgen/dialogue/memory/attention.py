"""How far memory has followed a conversation. It lives and dies with the conversation in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from npcgen.dialogue.remembered import Memory

MOST_LOOSE = 64


@dataclass(frozen=True, slots=True)
class Noting:
    """What a turn under way adds to memory: kept with the turn, or not at all."""

    turn_id: str
    new: tuple[Memory, ...]
    brought: tuple[str, ...]
    """Ids of the memories that came to mind in it."""
    at: float
    """In unix seconds."""

    @property
    def number(self) -> int:
        """The turn's number in its conversation."""
        return int(self.turn_id.rpartition(".")[2])


@dataclass(slots=True)
class Attention:
    """Begins anew, but for `noted_turns`, when a conversation comes back from the store."""

    noted_turns: int | None = None
    """The number of the last turn that was listened to; None where none was yet."""
    player_name: str = ""
    """What the player is called, by his own word."""
    summarised_turns: int = 0
    summary: str | None = None
    """What was written of these; None where nobody looked yet."""
    loose: dict[str, Memory] = field(default_factory=dict)
    """Memories of a player without an id, by subject: they are kept nowhere else."""
    noting: Noting | None = None
    """What the last turn that was listened to adds."""

    def noting_of(self, turn_id: str) -> Noting | None:
        """What that turn adds."""
        return self.noting if self.noting and self.noting.turn_id == turn_id else None

    def keep_loose(self, new: Iterable[Memory]) -> None:
        """A memory takes the place of one with its subject; what matters least is forgotten."""
        for memory in new:
            self.loose.pop(memory.subject or memory.id, None)
            self.loose[memory.subject or memory.id] = memory
        while len(self.loose) > MOST_LOOSE:
            del self.loose[min(self.loose, key=lambda key: self.loose[key].importance)]
