"""What a level hands back beside itself: a solution to replay, and what else holds of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Argument = str | int | float | bool | tuple[str, ...] | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something that holds of a level; docs/concepts/levels.md has the names and what they mean."""

    name: str
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    stated_by: str = ""
    """The constraint of the spec that asks for it, as the spec names it: `paths[0]`."""


@dataclass(frozen=True, slots=True)
class Proof:
    """`moves` lead from the spawn to the exit (push: every crate to a target).

    walk4, push: n e s w; walk8: also ne se sw nw; stairs: `stairs`.
    platform, a tick each: l r - (left, right, neither), with j before it to begin a jump: jl jr j-;
    u d on ladders.
    Empty where the level has no spawn or no exit, and only obligations hold.
    """

    moves: tuple[str, ...] = ()
    obligations: tuple[Obligation, ...] = ()
