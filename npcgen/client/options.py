"""What a caller may ask of one reply; whatever is left out has the server's default."""

from typing import TypedDict

MAX_REPLY_S = 600.0


class ReplyOptions(TypedDict, total=False):
    """Keyword arguments of `chat`."""

    scene: str
    """The scene from now on, at most 500 characters; left out: as it was."""
    max_tokens: int
    """1..4096."""
    timeout_s: float
    """Up to 600. The reply then ends with what it has, finish reason "deadline"."""
    seed: int
    """0..2**32-1. The same seed, prompt and model: the same reply."""
    temperature: float
    """0..2; 0 always takes the likeliest token."""
    top_k: int
    top_p: float
    min_p: float
    repeat_penalty: float
