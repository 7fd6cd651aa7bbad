"""Whose step it is, where replies speak through different adapters. Pure: names only.

llama.cpp applies one set of adapters to a whole batch, so those with another one have to wait.
Groups take turns of a few steps each, because every change makes llama.cpp plan its work anew.
"""

from collections import deque
from collections.abc import Sequence

TURN_STEPS = 2
"""Steps that a group keeps its turn for while others wait."""


class Turns:
    """A line of groups: who comes goes to its end, and who had a turn behind those who came.

    With g groups, each gets every g-th turn, however many are in it, and waits at most g - 1 turns
    for the next one.
    """

    def __init__(self, steps: int = TURN_STEPS) -> None:
        self._steps = self._left = steps
        self._line: deque[str] = deque()

    def take(self, groups: Sequence[str]) -> str:
        """The group of this step. `groups`: that of each reply, at least one."""
        present = dict.fromkeys(groups)
        first = self._line[0] if self._line else None
        self._line = deque(group for group in self._line if group in present)
        self._line.extend(group for group in present if group not in self._line)
        if self._line[0] != first:
            self._left = self._steps
        elif self._left == 0:
            self._line.rotate(-1)
            self._left = self._steps
        self._left -= 1
        return self._line[0]
