"""Where to take snapshots of a model that can't be cut back. Pure: token counts only.

A plain transformer's memory can be cut anywhere: a prompt that shares its first 400 tokens with
another one starts from those. A recurrent model (Mamba, RWKV) or a hybrid one (Jamba, LFM2) has
one state for all that it has read, so a prompt can only start from a state that was kept at that
very place. States are large, so they are kept at few places: where the system messages end, where
two prompts were seen to part, and at the prompt's own end, which the next turn goes on from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from npcgen.engine.base import Message

MIN_GAP = 32
"""Tokens between two snapshots, and that the first one must save."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a prompt at which to keep the state."""

    at: int
    """Tokens before it."""
    is_shared: bool = False
    """Other conversations begin like this too."""


def marks_of(
    messages: Sequence[Message], starts: Sequence[int], size: int, *, is_ahead: bool
) -> list[Mark]:
    """Where a prompt of `size` tokens is worth a snapshot, the most valuable first.

    `starts`: the tokens before each message's words; fewer than messages where the template
    joined some. `is_ahead`: the prompt is computed before the player has spoken, so only what
    stands before the last message's words will be of use.
    """
    leading = 1
    if len(starts) == len(messages):
        leading = next((i for i, m in enumerate(messages) if m.role != "system"), 0)
    shared = [Mark(start, is_shared=True) for start in starts[1 : leading + 1]]
    return [*reversed(shared), Mark(starts[-1] if is_ahead and starts else size)]


def due(marks: Iterable[Mark], computed: int) -> list[Mark]:
    """Those marks that a prompt passes after `computed` tokens, in order, none close to another.

    Of two that are close the one that was named first stays.
    """
    kept: list[Mark] = []
    for mark in marks:
        far = all(abs(mark.at - other.at) >= MIN_GAP for other in kept)
        if far and mark.at - computed >= MIN_GAP:
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.at)


def fork_at(common: int, boundaries: Sequence[Mark]) -> tuple[Mark, ...]:
    """A mark where two prompts part after `common` tokens, if that is inside the first message.

    Two personas of one world part there. Later on only a conversation parts from itself.
    """
    first = min((mark.at for mark in boundaries), default=0)
    return (Mark(common, is_shared=True),) if common < first else ()
