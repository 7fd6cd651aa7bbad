"""What the client's verbs give back. Events and personas are the dialogue package's own."""

from dataclasses import dataclass
from enum import StrEnum

from npcgen.dialogue.events import RelationshipChanged
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.state import Player
from npcgen.dialogue.world import World
from npcgen.engine.base import FinishReason


@dataclass(frozen=True, slots=True)
class Turn:
    """A finished exchange."""

    id: str
    player_text: str
    npc_text: str
    finish_reason: FinishReason
    noticed: tuple[str, ...] = ()
    """What the NPC noticed before it answered."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One NPC and one player, talking, as the server saw it when it answered."""

    id: str
    npc_id: str
    npc_name: str
    player: Player
    world_id: str
    scene: str
    turn_count: int
    active_turn_id: str
    """The turn being generated; empty when none is."""
    model: str = ""
    """The name of the model that speaks."""
    turns: tuple[Turn, ...] = ()
    """The finished turns, the oldest first. Only `get_conversation` fills them in."""


@dataclass(frozen=True, slots=True)
class Warmup:
    """A prompt that was computed ahead."""

    prompt_tokens: int
    reused_tokens: int
    """Those of them that were already computed."""
    total_ms: float


@dataclass(frozen=True, slots=True)
class PersonaDetails:
    """A persona, and whether it came with the server (and so can't be changed)."""

    persona: Persona
    bundled: bool


@dataclass(frozen=True, slots=True)
class WorldDetails:
    """A world, and whether it came with the server (and so can't be changed, nor its lore)."""

    world: World
    bundled: bool


@dataclass(frozen=True, slots=True)
class Memory:
    """Something an NPC remembers of a player; the fields are those of `npcgen.v1.Memory`."""

    id: str
    npc_id: str
    player_id: str
    kind: str
    """fact, event or summary."""
    text: str
    importance: float
    created_at_s: int
    recalled_at_s: int
    subject: str
    source_turn_id: str


@dataclass(frozen=True, slots=True)
class AddedMemory:
    """What an NPC was told, and how that moved its feelings."""

    memory: Memory
    changes: tuple[RelationshipChanged, ...]


@dataclass(frozen=True, slots=True)
class ForgottenPlayer:
    """How much of a player there was; all of it is gone."""

    conversations: int
    memories: int
    relationships: int


class ModelState(StrEnum):
    UNSPECIFIED = "unspecified"
    """A state that only a newer server knows."""
    AVAILABLE = "available"
    LOADING = "loading"
    LOADED = "loaded"
    UNLOADING = "unloading"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Model:
    """A language model; the fields are those of the message `npcgen.v1.Model`."""

    name: str
    state: ModelState
    backend: str
    architecture: str
    parameters_m: float
    quantisation: str
    size_mib: float
    context_tokens: int
    slots: int
    chat_template: str
    sha256: str
    licence: str
    description: str
    is_default: bool = False
    file_changed: bool = False
    adapters: tuple[str, ...] = ()
    """Whether the file it was loaded from was deleted or replaced since."""


@dataclass(frozen=True, slots=True)
class ModelStats:
    """A loaded model's work; the fields are those of the message `npcgen.v1.ModelStats`."""

    model: str
    active_replies: int
    queued_replies: int
    batch_size: int
    tokens_per_s: float
    reused_share: float
    evictions: int
    preemptions: int
    parked_conversations: int
    parked_memory_mib: float
    parked_disk_mib: float
    engines: int
    resting_engines: int


class SettingSource(StrEnum):
    UNSPECIFIED = "unspecified"
    """A source that only a newer server knows."""
    DEFAULT = "default"
    ENVIRONMENT = "environment"
    FLAG = "flag"
    """The command line, or the program that started the server."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Something a server was started with; the fields are those of `npcgen.v1.Setting`."""

    name: str
    value: str
    """In JSON where it is no text; empty for a secret."""
    source: SettingSource
    is_secret: bool
    description: str


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """A server, now; the fields are those of the message `npcgen.v1.GetServerInfoResponse`."""

    version: str
    model: Model
    uptime_s: int
    active_replies: int
    queued_replies: int
    queue_limit: int
    conversations: int
    draining: bool
    models: tuple[ModelStats, ...] = ()
    """Every loaded model, the default first."""
    degraded: bool = False
    """Whether the default model can't speak now, so that authored lines stand in."""
    free_memory_mib: float = 0.0
    """What another model may take."""


@dataclass(frozen=True, slots=True)
class PulledModel:
    """A model that the server got; the fields are those of the message `npcgen.v1.PulledModel`."""

    name: str
    sha256: str
    trust: str
    """Why that is the right file: "known", "earlier", "hub" or "first"."""
    was_there: bool


@dataclass(frozen=True, slots=True)
class PullProgress:
    """How far a pull is; the fields are those of `npcgen.v1.PullModelResponse`."""

    received_mib: float
    total_mib: float
    """0 while nobody knows."""
    note: str
    pulled: PulledModel | None
    """In the last piece alone."""


@dataclass(frozen=True, slots=True)
class LogRecord:
    """A line of the server's log; the fields are those of the message `npcgen.v1.LogRecord`."""

    sequence: int
    at_s: int
    """In unix seconds."""
    level: str
    source: str
    text: str
