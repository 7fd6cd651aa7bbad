"""What the guardrails of one conversation are to do: tier, era, and the words of its author. Data.

The tier is the server's (`NPCGEN_TIER`); the rest is the world's.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from npcgen.dialogue.world import Era, World

Tier = Literal["everyone", "teen", "mature"]
Direction = Literal["input", "output"]
Action = Literal["block", "replace", "remove", "redact", "note"]
"""block: the model never hears it. replace: the reply is cut there, and an authored line ends it.
remove: it is left out, and the reply goes on. redact: a placeholder takes its place. note: an
event and an entry in the log, and nothing else.
"""

TIERS: tuple[Tier, ...] = get_args(Tier)
ERAS: tuple[Era, ...] = get_args(Era)[1:]
"""In their order; "none" is outside of it."""


@dataclass(frozen=True, slots=True)
class GuardPolicy:
    """Which rules hold. The default suits a game for teens in a world without an era."""

    tier: Tier = "teen"
    era: Era = "none"
    allow_stage_directions: bool = False
    """Whether *sighs* is shown; spoken aloud, or under a face that sighs, it is unwanted."""
    allow_words: frozenset[str] = frozenset()
    """Words and phrases, in lower case, that no list of words may catch here."""
    deny_words: frozenset[str] = frozenset()
    """Words and phrases, in lower case, that this game wants neither heard nor said."""


def policy_for(tier: Tier, world: World | None) -> GuardPolicy:
    """The policy of a conversation in this world."""
    if world is None:
        return GuardPolicy(tier)
    return GuardPolicy(
        tier,
        world.era,
        world.stage_directions,
        frozenset(each.lower() for each in world.allowed_words),
        frozenset(each.lower() for each in world.denied_words),
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a rule caught. It holds no text: what was caught must not get around it."""

    rule: str
    category: str
    action: Action
    start: int
    end: int
    """Code points of the player's text or of the model's reply; end exclusive."""
