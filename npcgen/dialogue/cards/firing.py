"""What comes out of a lorebook: entries that fired, and what the next turn has to know of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from npcgen.dialogue.cards.conditions import Rule

_ROLES = ("system", "user", "assistant")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a text goes in the prompt."""

    position: str = ""
    """before_char, after_char, or a decorator's: after_desc, before_desc, personality, scenario."""
    depth: int | None = None
    """Messages from the end; None for no such place."""
    reverse_depth: int | None = None
    """Messages from the beginning; None for no such place."""
    role: str = ""
    """system, user or assistant; "" for the caller's choice. NOTE: a stranger's wish."""


@dataclass(frozen=True, slots=True)
class FiredEntry:
    """An entry to tell, and why."""

    index: int
    """Its place in the book."""
    title: str
    text: str
    """Without decorators; macros are the caller's to expand."""
    why: str
    """Such as "key 'mine'", "constant", "recursion: key 'flood'"."""
    placement: Placement = field(default_factory=Placement)
    disables: tuple[str, ...] = ()
    """What its author wants out of the prompt: system_prompt, post_history_instructions. NOTE: a
    stranger's wish too.
    """


@dataclass(frozen=True, slots=True)
class LoreState:
    """What a conversation remembers of a lorebook; begins empty."""

    turn: int = 0
    """Scans so far."""
    fired_at: Mapping[int, int] = field(default_factory=dict)
    """Entry -> the turn its keys last matched in."""


@dataclass(frozen=True, slots=True)
class Firing:
    """The outcome of a scan: entries in the order of the prompt, lower insertion order first."""

    entries: tuple[FiredEntry, ...]
    state: LoreState
    dropped: tuple[str, ...] = ()
    """Titles of those that the budget had no room for."""
    problems: tuple[str, ...] = ()
    """Keys that took too long, and didn't match."""


def fired_entry(rule: Rule, why: str) -> FiredEntry:
    return FiredEntry(
        rule.entry.index,
        rule.entry.title,
        rule.text.strip(),
        why,
        placement_of(rule),
        rule.decorated.texts("disable_ui_prompt"),
    )


def placement_of(rule: Rule) -> Placement:
    """Where decorators want it, else world info, else the entry itself."""
    depth, info = rule.decorated.number("depth"), rule.info
    if depth is None and info.position == 4:
        depth = int(info.depth if info.depth is not None else 4)
    role = rule.decorated.text_of("role")
    if not role and info.role in (0, 1, 2):
        role = _ROLES[int(info.role or 0)]
    position = rule.decorated.text_of("position") or rule.entry.position
    return Placement(position, depth, rule.decorated.number("reverse_depth"), role)
