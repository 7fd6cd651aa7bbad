"""A quest: who wants what, and why; the ways to do it; what comes of each; and its words.

Everything in it names entities of its world. Ids of steps and lines depend on what they are about,
not on where they stand, so that a change elsewhere leaves a translation in place.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal as OneOf

from worldgen.provenance import Provenance
from worldgen.quests.facts import Fact, Literal

OutcomeKind = OneOf["success", "failure", "refusal", "extra"]
RepairKind = OneOf["stand_in", "letter", "substitute", "detour"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: an action of the world's schema."""

    id: str
    action: str
    arguments: tuple[str, ...]
    needs: tuple[Literal, ...]
    does: tuple[Literal, ...]
    verb: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Reward:
    """What the giver has to give, from what it asks."""

    money: float = 0.0
    items: tuple[str, ...] = ()
    experience: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it can end, and what is so then, besides what the steps did."""

    id: str
    kind: OutcomeKind
    effects: tuple[Literal, ...] = ()
    reward: Reward = Reward()
    when: tuple[Literal, ...] = ()
    """For a failure: as soon as all of these hold. For an extra: if they do at the success."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One real way: its own means, its own consequences."""

    id: str
    means: tuple[str, ...]
    """What tells it from the others: force, stealth, words, trade, ..."""
    steps: tuple[Step, ...]
    outcome: Outcome

    @property
    def skeleton(self) -> tuple[str, ...]:
        return tuple(step.verb for step in self.steps)


@dataclass(frozen=True, slots=True)
class Repair:
    """What takes the place of something that was lost on the way."""

    id: str
    kind: RepairKind
    when: tuple[Literal, ...]
    """As soon as all of these hold, while the quest is open."""
    grants: tuple[Literal, ...]
    """What the game makes so: a letter on the body, an heir who asks on the giver's behalf."""
    giver: str = ""
    """Who gives the quest from then on; empty: the same."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text of the quest: what it is for, who says it, in which language the key is looked up."""

    key: str
    """quest, node and role, hashed: it stays when anything else changes."""
    role: str
    """title, summary, journal, offer, accept, refuse, remind, thanks, lament, rumour, ..."""
    node: str
    """The step, branch, outcome or repair it belongs to; "" for the quest's own."""
    speaker: str
    """Who says it; "" for the narrator."""
    text: str
    writer: str = "plain"
    """plain, or the model's name."""


@dataclass(frozen=True, slots=True)
class Quest:
    id: str
    world: str
    seed: int
    version: str
    giver: str
    motive: str
    cites: tuple[Fact, ...]
    """Why: take one of these away, and there is another quest, or none."""
    goal: tuple[Literal, ...]
    branches: tuple[Branch, ...]
    refusal: Outcome
    failures: tuple[Outcome, ...] = ()
    repairs: tuple[Repair, ...] = ()
    extras: tuple[Branch, ...] = ()
    """What may be done besides, for more; nothing needs it, and all of its steps are optional.
    Without steps it is so at first, and is to be kept so."""
    lines: tuple[Line, ...] = ()
    cast: tuple[str, ...] = ()
    """Every entity that it is about, sorted."""
    properties: Mapping[str, str | float] = field(default_factory=dict)
    provenance: Provenance | None = None


def stable_id(*parts: str) -> str:
    """Ten hexadecimal digits that depend on the parts alone."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=5).hexdigest()
