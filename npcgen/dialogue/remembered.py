"""Something an NPC remembers of a player. Imports no database: clients read it too."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

Share = Annotated[float, Field(ge=0.0, le=1.0)]


@dataclass(frozen=True, slots=True)
class Memory:
    """Something one NPC remembers of one player. Times are unix seconds."""

    id: str
    npc_id: str
    player_id: str
    kind: Literal["fact", "event", "summary"]
    text: str
    created_at: float
    importance: Share = 0.5
    recalled_at: float | None = None
    source_turn: str = ""
    """The id of the turn it comes from."""
    subject: str = ""
    """As "player.name": a newer memory takes the place of an older one. "" for none."""
    embedding: bytes | None = None
    """Numbers as `memory/meaning.py` writes them."""
    embedding_model: str = ""
    """The `Embedder.key` of what made them."""
