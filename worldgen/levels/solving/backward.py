"""How a search that remembers where each state came from tells its moves."""

from collections.abc import Mapping
from typing import TypeVar

State = TypeVar("State")


def moves_to(came_from: Mapping[State, tuple[State, str] | None], state: State) -> tuple[str, ...]:
    """The moves that led from the first state, which came from None, to this one, in order."""
    moves = []
    while (before := came_from[state]) is not None:
        state, move = before
        moves.append(move)
    return tuple(reversed(moves))
