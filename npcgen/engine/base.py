"""The seams of the engine: what a request is, what a backend does, what comes back.

Knows no persona and no gRPC. Everything here is plain data and one protocol, so that a backend
is a few functions and the scheduler can be read without knowing any of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, Literal, Protocol

from npcgen.engine.file_mark import FileMark
from npcgen.engine.stats import BackendStats
from npcgen.errors import NpcgenError

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat. `content` is text only: it never carries a role or a special token."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is chosen. The defaults suit short spoken lines."""

    temperature: float = 0.7
    """0..2; 0 is greedy."""
    top_k: int = 40
    """0..1000; 0 turns it off."""
    top_p: float = 0.95
    """0.001..1; 1 turns it off."""
    min_p: float = 0.05
    """0..1; 0 turns it off."""
    repeat_penalty: float = 1.0
    """1..2: divides the score of tokens in the window; 1 turns it off."""
    seed: int = 0
    """0..2**32-1. The same seed, prompt and model give the same tokens."""
    typical_p: float = 1.0
    """0.001..1; 1 turns it off."""
    repeat_window: int = 64
    """0..1024: how many of the reply's last tokens the three penalties look at."""
    frequency_penalty: float = 0.0
    """0..2, taken from a token's score for each time it is in the window; 0 turns it off."""
    presence_penalty: float = 0.0
    """0..2, taken once from the score of every token in the window; 0 turns it off."""
    dry_multiplier: float = 0.0
    """0..5: the penalty for a token that would go on repeating a phrase; 0 turns it off."""
    dry_base: float = 1.75
    """1..4: the penalty's factor for each token that the repeated phrase is longer."""
    dry_allowed_length: int = 2
    """1..64 tokens of a phrase may be repeated freely."""
    dry_window: int = 512
    """0..4096: how many of the reply's last tokens a phrase is looked for in."""
    xtc_probability: float = 0.0
    """0..1: how often the likeliest tokens are left out; 0 turns it off."""
    xtc_threshold: float = 0.1
    """0..0.5: all tokens likelier than this are left out but the least likely one of them."""
    mirostat_tau: float = 0.0
    """0..10: the surprise to hold, in bits; 0 turns mirostat 2.0 off. When it is on, it takes
    the place of top_k, typical_p, top_p, min_p and xtc.
    """
    mirostat_eta: float = 0.1
    """0.001..1: how fast mirostat corrects itself."""
    logit_bias: Mapping[str, float] = field(default_factory=dict)
    """-100..100 for each text, at most 64 texts: added to the score of the one token that the
    text is. -100 bans it.
    """


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the whole text of a reply has to be, in one of three ways of writing it down."""

    kind: Literal["gbnf", "json_schema", "regex"]
    """GBNF with a rule named root; a JSON Schema in JSON; or a regular expression of the whole."""
    text: str


class Priority(IntEnum):
    """Who goes first; the lower the sooner."""

    PLAYER = 0
    """A line that a player waits for."""
    AMBIENT = 1
    """Something that is good to have soon: a bark, a prompt computed ahead."""
    BACKGROUND = 2
    """Idle work. It gets no step while anything else runs or waits, and gives up its slot."""


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """One reply to be generated."""

    messages: tuple[Message, ...]
    sampling: Sampling = field(default_factory=Sampling)
    max_tokens: int = 128
    """0 or more; 0 computes the prompt and says nothing."""
    stop: tuple[str, ...] = ()
    """Texts that end the reply; they are not part of it."""
    deadline: float | None = None
    """On the clock of `time.monotonic()`, in seconds; None for none."""
    accepted_at: float | None = None
    """When the caller's call came, on the same clock; None takes the moment it is queued."""
    priority: Priority = Priority.PLAYER
    grammar: Grammar | None = None
    """None for free text. A reply that max_tokens or a stop text cuts short isn't whole."""
    adapter: str = ""
    """The LoRA adapter to speak through, one of the model's; empty for the model as it is."""
    max_tokens_per_s: float = 0.0
    """Of this reply once it speaks, 0.1..1e6, whoever else speaks; 0 for no limit."""


class FinishReason(StrEnum):
    STOP = "stop"
    LENGTH = "length"
    CANCELLED = "cancelled"
    DEADLINE = "deadline"
    FALLBACK = "fallback"
    GUARDRAIL = "guardrail"
    """No engine could speak: an authored line was said. Never an engine's own word."""


@dataclass(frozen=True, slots=True)
class Usage:
    prompt_tokens: int = 0
    reused_tokens: int = 0
    """How many of the prompt's tokens were already computed."""
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Timings:
    """All in milliseconds, from the moment the request was accepted."""

    queue_ms: float = 0.0
    ttft_ms: float = 0.0
    """Time to the first token; 0 when there was none."""
    total_ms: float = 0.0
    tokens_per_s: float = 0.0
    """Decoding only: tokens after the first, over the time after the first."""


@dataclass(frozen=True, slots=True)
class Started:
    """The prompt was admitted to a slot: nothing is generated yet."""

    prompt_tokens: int
    reused_tokens: int


@dataclass(frozen=True, slots=True)
class TextDelta:
    """New text only, always whole UTF-8 characters, never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class Completed:
    """The end of a stream; exactly one, and nothing after it."""

    text: str
    finish_reason: FinishReason
    usage: Usage
    timings: Timings
    fallback_reason: str = ""
    """The reason of the error that an authored line stands for; never set by an engine."""


EngineEvent = Started | TextDelta | Completed


@dataclass(frozen=True, slots=True)
class AdapterInfo:
    """A LoRA adapter that was found for a model."""

    name: str
    problem: str = ""
    """Why the model can't speak through it; empty when it can."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What a loaded model is."""

    name: str
    backend: str
    architecture: str
    parameters: int
    """Number of weights; 0 when it has none."""
    quantisation: str
    size_bytes: int
    context_tokens: int
    slots: int
    """How many replies it can generate at once."""
    chat_template: str
    """Where the template came from: "model" or "default (chatml)"."""
    sha256: str
    """Of the weights file; empty when there is none."""
    licence: str
    description: str
    sampling: Sampling = field(default_factory=Sampling)
    """What a reply is sampled with where the caller says nothing."""
    file: FileMark | None = None
    """The weights file as it was when it was loaded; None when there is none."""
    adapters: tuple[AdapterInfo, ...] | None = ()
    """Those it can speak through, and those it can't; None when it passes over what is asked."""
    jobs: tuple[str, ...] = ()
    """What its file says that it was made for besides talking, however small it is."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one step gave one sequence.

    `text` may be empty: a slice of the prompt was computed, or a character isn't whole yet.
    """

    text: str = ""
    tokens: int = 0
    """Tokens generated in this step: 0 while the prompt is being computed."""
    computed: int = 0
    """Tokens of the prompt that were computed in this step."""
    finished: FinishReason | None = None
    """Set on the last step: STOP at the model's own end, LENGTH when the context is full."""
    waiting: bool = False
    """Another machine has the turn, and the backend itself watches how long that may take."""
    error: NpcgenError | None = None
    """Ends this sequence after `text`; the others go on."""


class BackendSequence(Protocol):
    """One reply in the making, as its backend sees it."""

    @property
    def prompt_tokens(self) -> int: ...

    @property
    def reused_tokens(self) -> int: ...


class Backend(Protocol):
    """A loaded model.

    NOTE: `open`, `step` and `close` are only ever called from the scheduler's thread;
    `count_tokens`, `stats` and `info` may be called from any thread. A sequence is only ever given
    back to the backend that opened it, which may therefore take its own class for granted (hence
    `Any`).
    """

    @property
    def info(self) -> ModelInfo: ...

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """How many tokens the messages make, the template's own included."""
        ...

    def open(self, request: GenerationRequest) -> BackendSequence:
        """Takes a slot for a reply, the one that has most of its prompt. Computes nothing yet.

        At most info.slots sequences are open at once. Raises ContextTooSmall when the prompt
        doesn't fit.
        """
        ...

    def step(self, sequences: Sequence[Any]) -> Sequence[Step]:
        """One step for each of these open sequences: a slice of its prompt, or one token.

        Returns them in the same order. Others may be open too, and stay as they are.
        Prompts come after those who speak, the oldest first; one that has to wait gets an empty
        step. All of them together must get on in every step.
        """
        ...

    def close(self, sequence: Any) -> None:
        """Frees the sequence's slot, whatever state it is in. What it computed may be reused."""
        ...

    def stats(self) -> BackendStats:
        """What it keeps and gave up. Cheap, and from any thread, also after `shutdown`."""
        ...

    def shutdown(self) -> None:
        """Frees the model. Nothing but `stats` may be called after it."""
        ...
