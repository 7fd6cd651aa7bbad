"""What a caller may ask of one reply; whatever is left out has the server's default."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from npcgen.dialogue.actions.declared import Action, Character, GameObject
from npcgen.dialogue.game_state import GameState

MAX_REPLY_S = 600.0
LOAD_TIMEOUT_S = 600.0


class ReplyOptions(TypedDict, total=False):
    """Keyword arguments of `chat`."""

    scene: str
    """The scene from now on, at most 500 characters; left out: as it was."""
    state: GameState
    """What the game says about now, in the place of all it said before; for `chat`, `notify` and
    `group_chat`. Left out: as it was.
    """
    actions: Sequence[Action]
    """What the NPC may do once it has spoken, at most 16; for `chat`, `notify`, `group_chat` and
    `regenerate`.
    """
    objects: Sequence[GameObject]
    """Those that exist now, at most 64."""
    characters: Sequence[Character]
    """Those that are there now, at most 64."""
    max_actions: int
    """Actions in this turn, 1..4; left out: 1."""
    max_tokens: int
    """1..4096."""
    timeout_s: float
    """Up to 600. The reply then ends with what it has, finish reason "deadline"."""
    max_tokens_per_s: float
    """0.1..1e6: how fast this reply comes at most, whoever else speaks; 0 for no limit."""
    fallback_line: bool
    """Whether an authored line is said where the model can't say anything in time, finish reason
    "fallback"; False raises the error.
    """
    seed: int
    """0..2**32-1. The same seed, prompt and model: the same reply."""
    temperature: float
    """0..2; 0 always takes the likeliest token."""
    top_k: int
    top_p: float
    min_p: float
    repeat_penalty: float
    typical_p: float
    repeat_window: int
    frequency_penalty: float
    presence_penalty: float
    dry_multiplier: float
    """0 turns DRY off, which keeps a reply from repeating its own phrases; 0.8 is a good start."""
    dry_base: float
    dry_allowed_length: int
    dry_window: int
    xtc_probability: float
    """0 turns XTC off, which leaves out the likeliest tokens now and then."""
    xtc_threshold: float
    mirostat_tau: float
    """0 turns mirostat 2.0 off; 5 is a good start."""
    mirostat_eta: float
    logit_bias: Mapping[str, float]
    """Texts that are one token each, and what is added to their score, -100 (banned) to 100."""


class LoadOptions(TypedDict, total=False):
    """Keyword arguments of `load_model`; whatever is left out is as the server is set."""

    context_tokens: int
    """Of each slot; 0 takes what the model was trained with, at most 8192."""
    slots: int
    """Replies it generates at once, 0..256; 0 takes as many as memory has room for."""
    threads: int
    n_gpu_layers: int
    """-1 for all."""


class PaceOptions(TypedDict, total=False):
    """Keyword arguments of `set_pace`; whatever is left out stays as it is."""

    max_tokens_per_s: float
    """Of all replies together; 0 for no limit."""
    cpu_share: float
    """0.01..1: the share of the time that decoding may work."""
    paused: bool
