"""How far memory has followed a conversation. It lives and dies with the conversation in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from npcgen.dialogue.store.memories import Memory

MOST_LOOSE = 64


@dataclass(slots=True)
class Attention:
    """Begins anew when a conversation comes back from the store."""

    noted_turns: int | None = None
    """The number of the last turn that was listened to; None where none was yet."""
    player_name: str = ""
    """What the player is called, by his own word."""
    summarised_turns: int = 0
    summary: str | None = None
    """What was written of these; None where nobody looked yet."""
    loose: dict[str, Memory] = field(default_factory=dict)
    """Memories of a player without an id, by subject: they are kept nowhere else."""

    def keep_loose(self, new: Iterable[Memory]) -> None:
        """A memory takes the place of one with its subject; what matters least is forgotten."""
        for memory in new:
            self.loose.pop(memory.subject or memory.id, None)
            self.loose[memory.subject or memory.id] = memory
        while len(self.loose) > MOST_LOOSE:
            del self.loose[min(self.loose, key=lambda key: self.loose[key].importance)]
