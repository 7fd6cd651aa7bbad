"""What a conversation is between two turns: who talks, what was said, what is under way.

Data only. One turn is `conversation.py`; all conversations of a server are `conversations.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from npcgen.dialogue.actions.acts import Act
from npcgen.dialogue.feelings.axes import Feeling, Relationship
from npcgen.dialogue.game_state import UNKNOWN, GameState
from npcgen.dialogue.guardrails.deflections import OUTSIDE_THE_FICTION
from npcgen.dialogue.memory.attention import Attention
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import Noticed, PastTurn
from npcgen.dialogue.world import World
from npcgen.engine.base import FinishReason


@dataclass(frozen=True, slots=True)
class Player:
    """Who speaks to the NPC. The id is the game's own; a model never sees it."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """An exchange that is over."""

    id: str
    past: PastTurn
    finish_reason: FinishReason

    @property
    def is_authored(self) -> bool:
        """Whether an authored line stands in the place of the model's words."""
        return self.finish_reason in (FinishReason.FALLBACK, FinishReason.GUARDRAIL)

    @property
    def is_outside(self) -> bool:
        """Whether it was answered outside the fiction: the NPC knows nothing of it."""
        return self.past.line.caught in OUTSIDE_THE_FICTION


@dataclass(slots=True)
class ActiveTurn:
    """A reply under way. `cancel` asks it to end; it does, within one token."""

    id: str
    cancelled: bool = False
    generation: Callable[[], None] | None = None
    heard_chars: int | None = None
    """How much of it the player heard before it was cancelled; None for all that was sent."""

    def generates(self, cancel: Callable[[], None]) -> None:
        """`cancel` ends what is being generated from now on: at once, where the turn is to end."""
        self.generation = cancel
        if self.cancelled:
            cancel()

    def cancel(self) -> None:
        self.cancelled = True
        if self.generation is not None:
            self.generation()


@dataclass(slots=True)
class Conversation:
    """One NPC and one player, talking."""

    id: str
    persona: Persona
    world: World | None
    player: Player
    model: str = ""
    """The name of the model that speaks."""
    scene: str = ""
    game_state: GameState = UNKNOWN
    """What the game last said about now."""
    turns: list[Turn] = field(default_factory=list)
    trimmed_turns: int = 0
    """How many of the oldest turns are left out of prompts."""
    active: ActiveTurn | None = None
    group: ActiveTurn | None = None
    """A talk of several NPCs that this one takes part in now: nobody else may begin a turn."""
    noticed: list[Noticed] = field(default_factory=list)
    """What was said and what happened since the NPC last spoke."""
    acts: list[Act] = field(default_factory=list)
    """The last actions it chose."""
    unprompted: int = 0
    """How often it spoke in groups since the player last did."""
    rests_until: float = 0.0
    """When it may speak again among NPCs, on the clock of `time.monotonic()`."""
    unanswered: list[str] = field(default_factory=list)
    """What it heard and no turn holds, as it stands in prompts: an engine may have kept it."""
    is_deleted: bool = False
    """Deleted, or rolled back: nothing may be kept of a reply that is still under way."""
    turns_begun: int = 0
    used_at: float = 0.0
    """When the player last spoke, in unix seconds."""
    feeling: Feeling = field(default_factory=Feeling)
    """How the NPC feels about the player, as of the last line."""
    attention: Attention = field(default_factory=Attention)

    @property
    def player_name(self) -> str:
        """What the NPC calls the player: as the game says, else as the player once told it."""
        return self.player.name or self.attention.player_name

    @property
    def relationship(self) -> Relationship:
        return self.feeling.relationship
