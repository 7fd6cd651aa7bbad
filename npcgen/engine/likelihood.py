"""How likely a model holds a reply: what backends can say that compute on this machine."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from npcgen.engine.base import Message


@runtime_checkable
class TellsLikelihoods(Protocol):
    """A backend that can say it. NOTE: not while it generates."""

    def log_likelihood(self, messages: Sequence[Message], reply: str) -> float:
        """The natural logarithm of the chance that the model says exactly `reply` next.

        Its end isn't counted. Raises ContextTooSmall.
        """
        ...
