"""What a caller may ask of one reply, and that with every default filled in."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from npcgen.dialogue.actions.declared import NO_ACTIONS, Declared
from npcgen.dialogue.actions.plausible import Gate
from npcgen.dialogue.state import ActiveTurn, Turn
from npcgen.engine.base import Sampling
from npcgen.engine.pace import check_tokens_per_s
from npcgen.errors import InvalidArgument

MAX_REPLY_TOKENS = 4_096
MAX_REPLY_TIMEOUT_S = 600.0


@dataclass(frozen=True, slots=True)
class ReplyLimits:
    """What a caller may leave out; None takes the server's default."""

    max_tokens: int | None = None
    timeout_s: float | None = None
    remaining_s: float | None = None
    """Seconds until the caller stops waiting. It ends a reply earlier, never later."""
    fallback: bool | None = None
    """Whether an authored line is said where the model can't say anything in time."""
    max_tokens_per_s: float = 0.0
    """0.1..1e6; 0 for as fast as the model is."""


NO_LIMITS = ReplyLimits()


@dataclass(frozen=True, slots=True)
class ReplyOptions:
    """Limits and sampling of one reply, every default filled in."""

    max_tokens: int
    timeout_s: float
    sampling: Sampling
    fallback: bool = True
    """Whether an authored line is said where the engine can't say anything in time."""
    declared: Declared = NO_ACTIONS
    """What the NPC may do after it has spoken."""
    gate: Gate = "auto"
    """Whether the words of the exchange have to speak of an action."""
    replacing: Turn | None = None
    """The turn that this one is told again for: the last one."""
    group: ActiveTurn | None = None
    """The talk of several NPCs that the reply is part of."""
    max_tokens_per_s: float = 0.0
    """0 for as fast as the model is."""


@dataclass(frozen=True, slots=True)
class ReplyDefaults:
    """What a server takes where a caller says nothing."""

    max_tokens: int
    timeout_s: float
    fallback: bool = True
    gate: Gate = "auto"

    def options(
        self,
        limits: ReplyLimits,
        sampling: Sampling,
        given: Mapping[str, Any],
        declared: Declared = NO_ACTIONS,
    ) -> ReplyOptions:
        """The options of one reply. `sampling` is the model's own, `given` what the caller asks
        for besides; a seed that isn't given is drawn. Raises InvalidArgument.
        """
        max_tokens = limits.max_tokens if limits.max_tokens is not None else self.max_tokens
        timeout_s = limits.timeout_s if limits.timeout_s is not None else self.timeout_s
        if not 1 <= max_tokens <= MAX_REPLY_TOKENS:
            raise InvalidArgument.at(
                "limits.max_tokens", f"is {max_tokens}; choose 1 to {MAX_REPLY_TOKENS}"
            )
        if not 0 < timeout_s <= MAX_REPLY_TIMEOUT_S:
            raise InvalidArgument.at(
                "limits.timeout_ms",
                f"is {timeout_s * 1000:.0f}; choose 1 to {MAX_REPLY_TIMEOUT_S * 1000:.0f}",
            )
        check_tokens_per_s("limits.max_tokens_per_s", limits.max_tokens_per_s)
        if limits.remaining_s is not None:
            timeout_s = min(timeout_s, limits.remaining_s)
        return ReplyOptions(
            max_tokens,
            timeout_s,
            replace(sampling, **{"seed": secrets.randbelow(2**32), **given}),
            self.fallback if limits.fallback is None else limits.fallback,
            declared,
            self.gate,
            max_tokens_per_s=limits.max_tokens_per_s,
        )
