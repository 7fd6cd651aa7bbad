"""What some backends can do besides: the scheduler asks for it where they can."""

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from npcgen.engine.base import Message


@runtime_checkable
class Interruptible(Protocol):
    """A backend whose step may take long, and can be cut short."""

    def interrupt(self, unwanted: Sequence[Any]) -> None:
        """Ends the step under way early, if most of its work is for these sequences.

        Called from another thread. The step then gives empty results, and the next one computes
        what was lost for the others.
        """
        ...


@runtime_checkable
class Forgetful(Protocol):
    """A backend that keeps what it computed, in memory or on disk."""

    def forget(self, messages: Sequence[Message]) -> None:
        """Erases whatever it keeps in which the words of one of these messages stand.

        Called on the scheduler's thread. What is being computed goes when it ends.
        """
        ...
