"""Those who wait for a slot: by priority, and in each by the order they came."""

from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

from npcgen.engine.base import Priority
from npcgen.engine.reply import Reply

R = TypeVar("R")


class WaitingLine(Generic[R]):
    """NOTE: not locked; its owner is."""

    def __init__(self) -> None:
        self._lines: dict[Priority, deque[Reply[R]]] = {each: deque() for each in Priority}

    def __len__(self) -> int:
        return sum(map(len, self._lines.values()))

    def __iter__(self) -> Iterator[Reply[R]]:
        for line in self._lines.values():
            yield from line

    @property
    def has_urgent(self) -> bool:
        """Whether anything but idle work waits."""
        return len(self) > len(self._lines[Priority.BACKGROUND])

    def push(self, reply: Reply[R]) -> None:
        self._lines[reply.request.priority].append(reply)

    def pop(self) -> Reply[R]:
        """Whoever goes next. NOTE: somebody must be waiting."""
        return next(line for line in self._lines.values() if line).popleft()

    def remove(self, reply: Reply[R]) -> None:
        self._lines[reply.request.priority].remove(reply)
